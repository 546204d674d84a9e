import type { ModelSummary } from '@/lib/api/types';
import { formatBps, formatShare, shareBps } from '@/lib/format/percent';
import { Amount } from '../common/amount';
import { Apr } from '../common/model-figures';
import { Card, CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';
import { Progress } from '../ui/progress';

/** All revenue of a model by where it came from; the parts add up to the whole. */
export function revenueParts(model: ModelSummary): { label: string; wei: bigint }[] {
  const { revenueWei, inferenceRevenueWei, tradingRevenueWei, snipeRevenueWei, poolRevenueWei } = model;
  const curveWei = tradingRevenueWei - poolRevenueWei - snipeRevenueWei;
  const { mintRevenueWei, royaltyRevenueWei } = model;
  const otherWei = revenueWei - inferenceRevenueWei - tradingRevenueWei - mintRevenueWei - royaltyRevenueWei;
  return [
    { label: 'Answers', wei: inferenceRevenueWei },
    { label: 'Fees on the curve', wei: curveWei },
    { label: 'Fees against snipers', wei: snipeRevenueWei },
    { label: 'Fees of the pool', wei: poolRevenueWei },
    { label: 'Artworks minted', wei: mintRevenueWei },
    { label: 'Royalties', wei: royaltyRevenueWei },
    { label: 'Sent directly', wei: otherWei },
  ];
}

function rate(bps: number | null): string {
  return bps === null || bps === 0 ? '—' : formatBps(bps);
}

/** Where the revenue came from, and what the last days would come to in a year. */
export function RevenueSources({ model }: { model: ModelSummary }) {
  const parts = revenueParts(model).filter(({ wei }) => wei > 0n);
  return (
    <Card>
      <CardHeader title="Where it came from" note="All ETH that ever arrived at the token, by source." />
      {parts.length === 0 ? (
        <p className="text-sm text-ink-3">Nothing has arrived yet.</p>
      ) : (
        <ul className="flex flex-col gap-3 text-[0.9375rem]">
          {parts.map(({ label, wei }) => (
            <li key={label}>
              <div className="mb-1 flex justify-between gap-4">
                <span>{label}</span>
                <span className="num">
                  <Amount value={wei} unit="ETH" />{' '}
                  <span className="text-ink-3">{formatShare(wei, model.revenueWei)}</span>
                </span>
              </div>
              <Progress
                bps={shareBps(wei, model.revenueWei)}
                text={`${label}: ${formatShare(wei, model.revenueWei)} of the revenue`}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4">
        <Facts
          items={[
            { label: 'APR of answers, last 7 days', value: <Apr model={model} /> },
            { label: 'APR of answers, last 30 days', value: <Apr model={model} days={30} /> },
            { label: 'APR of trading fees, last 7 days', value: rate(model.tradingApr7dBps) },
          ]}
        />
      </div>
      <p className="mt-3 text-sm text-ink-3">
        A rate is the revenue of those days, over a year, against the market cap. The past; not a promise.
      </p>
    </Card>
  );
}
