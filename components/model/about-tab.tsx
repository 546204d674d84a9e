import type { ModelSummary } from '@/lib/api/types';
import { shortHash } from '@/lib/format/address';
import { formatBps } from '@/lib/format/percent';
import { duration } from '@/lib/format/time';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { Card, CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';
import { BundleCard } from './bundle-card';

function Hash({ value }: { value: string }) {
  return (
    <span className="font-mono text-sm" title={value}>
      {shortHash(value)}
    </span>
  );
}

function Economics({ model }: { model: ModelSummary }) {
  return (
    <Card>
      <CardHeader
        title="Economics"
        note="Set at launch. Only the price of an answer can change, by a vote and within bounds."
      />
      <Facts
        items={[
          { label: 'An answer costs', value: <Amount value={model.inferencePriceWei} unit="ETH" /> },
          { label: 'Sold on the curve', value: formatBps(model.saleBps) },
          { label: 'Kept for the pool', value: formatBps(model.liquidityBps) },
          { label: "Creator's part", value: formatBps(model.creatorBps) },
          model.creatorBps === 0
            ? null
            : {
                label: "Creator's lock",
                value: `nothing for ${duration(model.cliffSec)}, all after ${duration(model.vestingSec)}`,
              },
          { label: 'Target', value: <Amount value={model.targetWei} unit="ETH" /> },
          { label: "Treasury's part of the raise", value: formatBps(model.treasuryBps) },
          { label: 'Revenue to claims', value: formatBps(model.claimableBps) },
          { label: 'Revenue to burners', value: formatBps(10_000 - model.claimableBps) },
          { label: 'Released over', value: duration(model.releasePeriodSec) },
          { label: 'Between snapshots', value: duration(model.snapshotIntervalSec) },
          {
            label: 'Fee at launch',
            value: `${formatBps(model.snipeFeeBps)}, falling for ${duration(model.snipeDurationSec)}`,
          },
        ]}
      />
    </Card>
  );
}

function Contracts({ model }: { model: ModelSummary }) {
  return (
    <Card>
      <CardHeader title="On chain" />
      <Facts
        items={[
          { label: 'Token', value: <Address address={model.token} /> },
          { label: 'Curve', value: <Address address={model.curve} /> },
          model.poolId === null ? null : { label: 'Pool (Uniswap v4)', value: <Hash value={model.poolId} /> },
          model.vesting === null ? null : { label: "Creator's vesting", value: <Address address={model.vesting} /> },
          { label: 'Model id', value: `#${model.modelId}` },
          { label: 'Weights (modelHash)', value: <Hash value={model.modelHash} /> },
          { label: 'Program (programHash)', value: <Hash value={model.programHash} /> },
        ]}
      />
    </Card>
  );
}

/** Hashes, bundle, card, economics and what can never change. */
export function AboutTab({ model }: { model: ModelSummary }) {
  return (
    <div className="grid items-start gap-6 md:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-6">
        <BundleCard model={model} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Economics model={model} />
        <Contracts model={model} />
      </div>
    </div>
  );
}
