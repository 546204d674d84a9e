import { compactAmount, compactPrice, exactAmount } from '@/lib/format/amount';

type AmountProps = { value: bigint; unit?: string; decimals?: number; kind?: 'amount' | 'price'; className?: string };

/** An amount, compact; every digit on hover and for screen readers. */
export function Amount({ value, unit, decimals = 18, kind = 'amount', className }: AmountProps) {
  const exact = `${exactAmount(value, decimals)}${unit === undefined ? '' : ` ${unit}`}`;
  const short = kind === 'price' ? compactPrice(value, decimals) : compactAmount(value, decimals);
  return (
    <span title={exact} className={`num whitespace-nowrap ${className ?? ''}`}>
      {short}
      {unit === undefined ? null : <span className="text-ink-3"> {unit}</span>}
    </span>
  );
}
