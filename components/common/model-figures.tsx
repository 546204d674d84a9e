import type { ModelSummary } from '@/lib/api/types';
import { formatBps, formatChangeBps, shareBps } from '@/lib/format/percent';
import { Change } from '../ui/change';
import { Progress } from '../ui/progress';

/** Price change over 24 h, with arrow and sign. */
export function DayChange({ model }: { model: ModelSummary }) {
  const bps = model.change24hBps;
  if (bps === null) return <Change direction="flat" text={null} />;
  return <Change direction={bps > 0 ? 'up' : bps < 0 ? 'down' : 'flat'} text={formatChangeBps(bps)} />;
}

/** Revenue of answers over a year against the market cap, at the rate of the last days; a dash when there was none. */
export function Apr({ model, days = 7 }: { model: ModelSummary; days?: 7 | 30 }) {
  const revenueWei = days === 7 ? model.inferenceRevenue7dWei : model.inferenceRevenue30dWei;
  const apr = days === 7 ? model.inferenceApr7dBps : model.inferenceApr30dBps;
  if (apr === null || revenueWei === 0n)
    return (
      <span className="text-ink-3" title={`No answer was paid for in the last ${days} days`}>
        —
      </span>
    );
  const text = apr > 10_000_000 ? '>100,000 %' : apr === 0 ? '<0.01 %' : formatBps(apr);
  return (
    <span
      className="num"
      title={`What final answers earned in the last ${days} days, over a year, against the market cap. Trading fees are not in it. The past; not a promise.`}
    >
      {text}
    </span>
  );
}

/** How far the sale is towards its target. */
export function CurveProgress({ model, className }: { model: ModelSummary; className?: string }) {
  const bps = progressBps(model);
  return (
    <Progress
      bps={bps}
      text={model.graduated ? 'Graduated' : `${formatBps(bps)} of the target raised`}
      {...(className === undefined ? {} : { className })}
    />
  );
}

function progressBps(model: ModelSummary): number {
  return model.complete || model.graduated ? 10_000 : shareBps(model.reserveWei, model.targetWei);
}

/** Progress in words: percent, that the target is reached, or that it trades in its pool. */
export function progressText(model: ModelSummary): string {
  if (model.graduated) return 'Graduated';
  return model.complete ? 'Target reached' : formatBps(progressBps(model));
}
