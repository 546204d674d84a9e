/** The mark: three turns of one curve, the start of an engraved rosette. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className} fill="none" stroke="currentColor" strokeWidth="1.6">
      <ellipse cx="16" cy="16" rx="13.5" ry="5.6" />
      <ellipse cx="16" cy="16" rx="13.5" ry="5.6" transform="rotate(60 16 16)" />
      <ellipse cx="16" cy="16" rx="13.5" ry="5.6" transform="rotate(120 16 16)" />
      <circle cx="16" cy="16" r="2.2" className="fill-accent stroke-none" />
    </svg>
  );
}
