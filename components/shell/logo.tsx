/** The mark: five turns of one curve around its seal: an engraved rosette. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className} fill="none" stroke="currentColor" strokeWidth="1.25">
      {[0, 36, 72, 108, 144].map((turn) => (
        <ellipse key={turn} cx="16" cy="16" rx="14" ry="8.5" transform={`rotate(${turn} 16 16)`} />
      ))}
      <circle cx="16" cy="16" r="3.4" className="fill-accent stroke-none" />
    </svg>
  );
}
