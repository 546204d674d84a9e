import { Amount } from '../common/amount';
import { ErrorState } from '../ui/states';
import type { LaunchCostState } from './use-launch-cost';

/** First buy and network fee, and their sum. */
export function LaunchCost({
  cost,
  firstBuyWei,
  symbol,
}: {
  cost: LaunchCostState;
  firstBuyWei: bigint;
  symbol: string;
}) {
  const { firstBuy, networkFeeWei, problem } = cost;
  const spent = firstBuy === null ? firstBuyWei : firstBuy.weiSpent;
  return (
    <>
      <dl className="flex flex-col gap-2 text-[0.9375rem]">
        <div className="flex justify-between gap-4">
          <dt className="text-ink-2">
            Your first buy
            {firstBuy === null ? null : (
              <span className="block text-sm text-ink-3">
                for <Amount value={firstBuy.tokensOut} unit={symbol} />
              </span>
            )}
          </dt>
          <dd>{spent === 0n ? 'none' : <Amount value={spent} unit="ETH" />}</dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt className="text-ink-2">Network fee, about</dt>
          <dd>{networkFeeWei === null ? '—' : <Amount value={networkFeeWei} unit="ETH" />}</dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt className="text-ink-2">Launch fee</dt>
          <dd>none</dd>
        </div>
        <div className="flex justify-between gap-4 border-t border-line pt-2 font-[620]">
          <dt>Total</dt>
          <dd>
            <Amount value={spent + (networkFeeWei ?? 0n)} unit="ETH" />
          </dd>
        </div>
      </dl>
      {problem === null ? null : <ErrorState className="mt-4" title="The launch would fail now" detail={problem} />}
    </>
  );
}
