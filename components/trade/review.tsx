import { impactLevel } from '@/lib/flows/quote';
import { formatBps } from '@/lib/format/percent';
import { Amount } from '../common/amount';
import { Facts } from '../ui/facts';
import { Notice } from '../ui/states';
import type { Exact, Side, TradeQuote } from './use-trade-quote';

const IMPACT_LOOK = {
  none: 'text-ink',
  note: 'text-ink',
  amber: 'text-warn',
  red: 'text-down font-[560]',
  confirm: 'text-down font-[620]',
} as const;
const PIPS_OF_BPS = 100;

/** The pool takes the fee of a sale in tokens, which are burnt; everything else arrives as ETH. */
function feeLabel(quote: TradeQuote, side: Side): string {
  return quote.isPool && side === 'sell' ? 'Fee, burnt for all holders' : 'Fee, all to holders';
}

/** The trade in numbers before it is signed. `limit`: the least that is got, or the most that is paid. */
export function Review({
  quote,
  side,
  exact,
  symbol,
  limit,
}: {
  quote: TradeQuote;
  side: Side;
  exact: Exact;
  symbol: string;
  limit: bigint;
}) {
  const [paid, got] = side === 'buy' ? ['ETH', symbol] : [symbol, 'ETH'];
  const level = impactLevel(quote.impactBps);
  return (
    <div className="flex flex-col gap-3">
      <Facts
        items={[
          exact === 'in'
            ? { label: 'Minimum received', value: <Amount value={limit} unit={got} /> }
            : { label: 'At most paid', value: <Amount value={limit} unit={paid} /> },
          level === 'none'
            ? null
            : {
                label: 'Price impact',
                value: <span className={IMPACT_LOOK[level]}>{formatBps(quote.impactBps)}</span>,
              },
          {
            label: feeLabel(quote, side),
            value: (
              <>
                <Amount value={quote.feeWei} unit="ETH" /> ({formatBps(quote.feePips / PIPS_OF_BPS)})
              </>
            ),
          },
          { label: 'Trades on', value: quote.isPool ? 'Uniswap v4 pool' : 'the curve' },
        ]}
      />
      {quote.refundWei === 0n ? null : (
        <Notice>
          The sale needs only <Amount value={quote.pays} unit="ETH" /> to reach its target. The other{' '}
          <Amount value={quote.refundWei} unit="ETH" /> comes back in the same transaction.
        </Notice>
      )}
    </div>
  );
}
