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
      <CardHeader title="Economics" note="Set at launch. Nobody can change any of it." />
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
          model.vesting === null ? null : { label: "Creator's vesting", value: <Address address={model.vesting} /> },
          { label: 'Model id', value: `#${model.modelId}` },
          { label: 'Weights (modelHash)', value: <Hash value={model.modelHash} /> },
          { label: 'Program (programHash)', value: <Hash value={model.programHash} /> },
        ]}
      />
    </Card>
  );
}

function Risks({ model }: { model: ModelSummary }) {
  return (
    <Card className="bg-sunken">
      <CardHeader title="Risks" />
      <ul className="flex list-disc flex-col gap-2 pl-5 text-[0.9375rem] text-ink-2">
        <li>The token can lose all its value. Whoever sells after you gets a lower price.</li>
        <li>
          Revenue comes only from people who pay for answers and from trading fees. Past revenue says nothing about
          later.
        </li>
        <li>
          {model.creatorBps === 0
            ? 'The creator kept no tokens, and may lose interest.'
            : `The creator holds ${formatBps(model.creatorBps)} of the supply, locked at first, and may sell it later.`}
        </li>
        <li>
          Nobody has reviewed this model. Its answers can be wrong, and its licence is what its creator says it is.
        </li>
        <li>
          The contracts are unaudited. Anyone can recompute an answer and challenge a wrong one, but only while its
          window is open: an answer that nobody checked in time is final.
        </li>
        <li>The move to a trading pool at the target arrives with the next release.</li>
      </ul>
    </Card>
  );
}

/** Hashes, bundle, card, economics, what can never change, and the risks. */
export function AboutTab({ model }: { model: ModelSummary }) {
  return (
    <div className="grid items-start gap-6 md:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-6">
        <BundleCard model={model} />
        <Risks model={model} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Economics model={model} />
        <Contracts model={model} />
      </div>
    </div>
  );
}
