import { ArrowDown, ArrowUp, Minus } from 'lucide-react';

/** A rise or fall: arrow, sign and colour together. `text` carries the sign; null shows a dash. */
export function Change({ direction, text }: { direction: 'up' | 'down' | 'flat'; text: string | null }) {
  if (text === null) return <span className="text-ink-3">—</span>;
  const Icon = direction === 'up' ? ArrowUp : direction === 'down' ? ArrowDown : Minus;
  return (
    <span
      className={`num inline-flex items-center gap-0.5 whitespace-nowrap ${direction === 'up' ? 'text-up' : direction === 'down' ? 'text-down' : 'text-ink-3'}`}
    >
      <Icon aria-hidden className="size-3.5" />
      {text}
    </span>
  );
}
