'use client';
import Link from 'next/link';
import type { Address } from 'viem';
import { deploymentOf } from '@/lib/chain/deployment';
import { claimableOf, claimsToSend, releasingOf } from '@/lib/claim/aggregate';
import type { Position } from '@/lib/claim/position';
import { claimFlow, limitClaims } from '@/lib/flows/claim';
import { snapshotFlow } from '@/lib/flows/snapshot';
import { clock, duration } from '@/lib/format/time';
import { Amount } from '../common/amount';
import { RelativeTime } from '../common/relative-time';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useChainNow } from '../common/use-chain-now';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Card } from '../ui/card';
import { DataTable } from '../ui/data-table';
import { Engraving } from '../ui/engraving';
import { MainButton } from '../ui/main-button';
import { Sums } from './claim-totals';
import { Exits } from './exits';

/** One model: what its snapshots owe, what is on its way, and the ways out of a holding. */
export function PositionCard({ account, position }: { account: Address; position: Position }) {
  const { token, name, symbol } = position;
  return (
    <Card role="region" aria-label={`${name} (${symbol})`}>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Engraving seed={token} className="size-12" />
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-[620]">
            <Link href={`/models/${token}`} className="hover:underline">
              {name} <span className="text-ink-3">{symbol}</span>
            </Link>
          </h2>
          <p className="text-sm text-ink-3">
            You hold <Amount value={position.balance} unit={symbol} />
          </p>
        </div>
      </div>
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[1.4fr_1fr] lg:items-start">
        <Snapshots position={position} />
        <div className="flex flex-col gap-5">
          <ClaimOne account={account} position={position} />
          <NextSnapshot position={position} />
        </div>
      </div>
      {position.balance > 0n && !position.isExcluded ? <Exits position={position} /> : null}
    </Card>
  );
}

function Snapshots({ position }: { position: Position }) {
  if (position.claims.length === 0) {
    return <p className="text-sm text-ink-3">No snapshot owes you anything now.</p>;
  }
  return (
    <DataTable
      caption={`Snapshots of ${position.symbol} with something to claim`}
      rows={position.claims}
      rowKey={(row) => row.snapshotId.toString()}
      columns={[
        {
          id: 'id',
          header: 'Snapshot',
          isTitle: true,
          cell: (row) => <span className="num">#{row.snapshotId.toString()}</span>,
        },
        { id: 'when', header: 'Taken', cell: (row) => <RelativeTime atSec={row.recordTimeSec} /> },
        { id: 'amount', header: 'Your share', align: 'end', cell: (row) => <Sums sums={row.amounts} /> },
      ]}
    />
  );
}

function ClaimOne({ account, position }: { account: Address; position: Position }) {
  const { chainId } = useRuntimeConfig();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const claims = limitClaims(claimsToSend([position]));
  const { multicall3 } = deploymentOf(chainId).contracts;
  return (
    <div>
      <p className="mb-2 flex items-baseline justify-between gap-4">
        <span className="text-sm text-ink-3">Claimable now</span>
        <span className="text-right font-[620]">
          <Sums sums={claimableOf(position)} />
        </span>
      </p>
      <MainButton
        needs={[{ id: 'any', isMet: claims.length > 0, label: 'Nothing to claim yet' }, ...needs]}
        action={`Claim ${position.symbol}`}
        busy={busy}
        onAction={() => void run(claimFlow({ account, claims, multicall3 }))}
      />
    </div>
  );
}

function NextSnapshot({ position }: { position: Position }) {
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const chainNow = useChainNow();
  const { token, symbol, tokenPendingWei, nextSnapshotAtSec, releaseEndSec, tokenUnreleasedWei } = position;
  const waitSec = chainNow === null ? 0 : nextSnapshotAtSec - chainNow;
  const releaseSec = chainNow === null ? 0 : releaseEndSec - chainNow;
  return (
    <div className="border-t border-line pt-4">
      <p className="flex items-baseline justify-between gap-4 text-sm">
        <span className="text-ink-3">Your share of what is not in a snapshot yet</span>
        <Amount value={releasingOf(position)} unit="ETH" />
      </p>
      <p className="mt-1 mb-3 text-sm text-ink-3">
        For all holders <Amount value={tokenPendingWei} unit="ETH" /> wait for the next snapshot
        {tokenUnreleasedWei > 0n && releaseSec > 0
          ? `, and more is released over the next ${duration(releaseSec)}`
          : ''}
        .
      </p>
      {tokenPendingWei === 0n ? null : (
        <MainButton
          needs={[{ id: 'interval', isMet: waitSec <= 0, label: `Next snapshot in ${clock(waitSec)}` }, ...needs]}
          action="Take snapshot"
          busy={busy}
          onAction={() => void run(snapshotFlow({ token, symbol }))}
        />
      )}
    </div>
  );
}
