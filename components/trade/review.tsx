import { impactLevel } from '@/lib/flows/quote';
import { formatBps, shareBps } from '@/lib/format/percent';
import { Amount } from '../common/amount';
import { Facts } from '../ui/facts';
import { Notice } from '../ui/states';
import type { Side, TradeQuote } from './use-trade-quote';

const IMPACT_LOOK = {
  none: 'text-ink',
  note: 'text-ink',
  amber: 'text-warn',
  red: 'text-down font-[560]',
  confirm: 'text-down font-[620]',
} as const;

/** The trade in numbers before it is signed. */
export function Review({
  quote,
  side,
  symbol,
  minimum,
}: {
  quote: TradeQuote;
  side: Side;
  symbol: string;
  minimum: bigint;
}) {
  const unit = side === 'buy' ? symbol : 'ETH';
  const grossWei = side === 'buy' ? quote.pays : quote.gets + quote.feeWei;
  const level = impactLevel(quote.impactBps);
  return (
    <div className="flex flex-col gap-3">
      <Facts
        items={[
          {
            label: 'You get',
            value: (
              <strong className="font-[600]">
                <Amount value={quote.gets} unit={unit} />
              </strong>
            ),
          },
          { label: 'Minimum received', value: <Amount value={minimum} unit={unit} /> },
          level === 'none'
            ? null
            : {
                label: 'Price impact',
                value: <span className={IMPACT_LOOK[level]}>{formatBps(quote.impactBps)}</span>,
              },
          {
            label: `Fee, all to holders`,
            value: (
              <>
                <Amount value={quote.feeWei} unit="ETH" /> ({formatBps(shareBps(quote.feeWei, grossWei))})
              </>
            ),
          },
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
