'use client';
import type { ModelSummary } from '@/lib/api/types';
import { formatBps, formatShare } from '@/lib/format/percent';
import { Amount } from '../common/amount';
import { CurveProgress, progressText } from '../common/model-figures';
import { Card, CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';

/** How far the sale is, and honestly what happens at its target. */
export function CurveCard({ model }: { model: ModelSummary }) {
  return (
    <Card>
      <CardHeader title="The sale" />
      <div className="flex items-baseline justify-between gap-3">
        <p className="text-2xl font-[620] tracking-tight">{progressText(model)}</p>
        <p className="text-sm text-ink-3">
          <Amount value={model.reserveWei} /> of <Amount value={model.targetWei} unit="ETH" />
        </p>
      </div>
      <CurveProgress model={model} className="my-3" />
      <p className="text-sm text-ink-2">
        {model.complete
          ? 'The target is reached, so nothing more is sold. Moving the raise to a Uniswap v4 pool arrives with the next release. Until then everyone can still sell back to the curve at its price.'
          : 'At the target, buying stops. Moving the raise to a Uniswap v4 pool arrives with the next release; until then selling to the curve stays open, before and after the target.'}
      </p>
      <div className="mt-3">
        <Facts
          items={[
            {
              label: 'Tokens sold',
              value: (
                <>
                  <Amount value={model.tokensSold} /> ({formatShare(model.tokensSold, model.totalSupply)} of supply)
                </>
              ),
            },
            { label: 'Market cap', value: <Amount value={model.marketCapWei} unit="ETH" /> },
            { label: 'Volume', value: <Amount value={model.volumeWei} unit="ETH" /> },
            { label: "Treasury's part of the raise", value: formatBps(model.treasuryBps) },
          ]}
        />
      </div>
    </Card>
  );
}
