'use client';
import { ArrowDown } from 'lucide-react';
import { shortInputAmount } from '@/lib/format/amount';
import { Amount } from '../common/amount';
import { NumberField } from '../ui/field';
import type { Exact, Side, TradeQuote } from './use-trade-quote';

/** What is paid and what is got. Whichever is typed is exact; the other follows the price. */
export function AmountFields({
  side,
  exact,
  text,
  symbol,
  quote,
  available,
  error,
  onType,
}: {
  side: Side;
  exact: Exact;
  text: string;
  symbol: string;
  quote: TradeQuote | null;
  available: bigint | null;
  error: string | undefined;
  onType: (exact: Exact, text: string) => void;
}) {
  const isBuy = side === 'buy';
  const paid = isBuy ? 'ETH' : symbol;
  const follows = (value: bigint | undefined) => (value === undefined ? '' : shortInputAmount(value));
  return (
    <div className="flex flex-col gap-1">
      <NumberField
        label={isBuy ? 'You pay' : 'You sell'}
        value={exact === 'in' ? text : follows(quote?.pays)}
        onValueChange={(next) => onType('in', next)}
        unit={paid}
        big
        error={exact === 'in' ? error : undefined}
        labelEnd={
          available === null ? undefined : (
            <span className="text-ink-3">
              Balance <Amount value={available} unit={paid} />
            </span>
          )
        }
      />
      <ArrowDown aria-hidden className="mx-auto mt-2 -mb-4 size-4 text-ink-3" />
      <NumberField
        label="You get"
        value={exact === 'out' ? text : follows(quote?.gets)}
        onValueChange={(next) => onType('out', next)}
        unit={isBuy ? symbol : 'ETH'}
        big
        error={exact === 'out' ? error : undefined}
      />
    </div>
  );
}
