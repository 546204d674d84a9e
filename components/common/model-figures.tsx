import type { ModelSummary } from '@/lib/api/types';
import { aprBps } from '@/lib/flows/quote';
import { formatBps, formatChangeBps, shareBps } from '@/lib/format/percent';
import { Change } from '../ui/change';
import { Progress } from '../ui/progress';

/** Price change over 24 h, with arrow and sign. */
export function DayChange({ model }: { model: ModelSummary }) {
  const bps = model.change24hBps;
  if (bps === null) return <Change direction="flat" text={null} />;
  return <Change direction={bps > 0 ? 'up' : bps < 0 ? 'down' : 'flat'} text={formatChangeBps(bps)} />;
}

/** What holders would earn in a year at the last seven days' inference revenue; a dash when there was none. */
export function Apr({ model }: { model: ModelSummary }) {
  const apr = aprBps({
    inferenceRevenue7dWei: model.inferenceRevenue7dWei,
    claimableBps: model.claimableBps,
    tokensHeld: model.tokensSold,
    priceWei: model.tokenPriceWei,
  });
  if (apr === null)
    return (
      <span className="text-ink-3" title="No inference revenue in the last 7 days">
        —
      </span>
    );
  const text = apr > 10_000_000n ? '>100,000 %' : apr === 0n ? '<0.01 %' : formatBps(apr);
  return (
    <span
      className="num"
      title="Claimable inference revenue of the last 7 days, over a year, against the value of the tokens sold. The past; not a promise."
    >
      {text}
    </span>
  );
}

/** How far the sale is towards its target. */
export function CurveProgress({ model, className }: { model: ModelSummary; className?: string }) {
  const bps = model.complete ? 10_000 : shareBps(model.reserveWei, model.targetWei);
  return (
    <Progress
      bps={bps}
      text={`${formatBps(bps)} of the target raised`}
      {...(className === undefined ? {} : { className })}
    />
  );
}

/** Progress in words: percent, or that the target is reached. */
export function progressText(model: ModelSummary): string {
  return model.complete ? 'Target reached' : formatBps(shareBps(model.reserveWei, model.targetWei));
}
