import { showBytes } from '@/lib/request/bytes-text';
import { cn } from '../ui/cn';

/** Bytes from the chain, exactly: text with its white space, or hex where they are no UTF-8. */
export function ShownText({ hex, label, className }: { hex: string; label: string; className?: string }) {
  const shown = showBytes(hex);
  const isText = shown.kind === 'text';
  return (
    <figure aria-label={label}>
      <pre
        dir="auto"
        className={cn(
          'font-mono text-[0.9375rem] leading-relaxed whitespace-pre-wrap',
          isText ? 'break-words' : 'break-all text-ink-2',
          className,
        )}
      >
        {isText ? shown.text : shown.hex}
      </pre>
      {isText ? null : (
        <figcaption className="mt-1 text-sm text-ink-3">These bytes are not text, so they are shown as hex.</figcaption>
      )}
    </figure>
  );
}
