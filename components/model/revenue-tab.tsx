'use client';
import Link from 'next/link';
import { zeroAddress } from 'viem';
import type { ModelSummary, RevenueEntry, SnapshotRow } from '@/lib/api/types';
import { toAppError } from '@/lib/errors/decode';
import { formatBps } from '@/lib/format/percent';
import { duration } from '@/lib/format/time';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { useRevenue, useSnapshots } from '../common/data/use-models';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { Badge } from '../ui/badge';
import { Card, CardHeader } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';
import { Facts } from '../ui/facts';
import { RowSkeletons } from '../ui/row-skeletons';
import { Skeleton } from '../ui/skeleton';
import { EmptyState, ErrorState } from '../ui/states';
import { RevenueSources } from './revenue-sources';
import { SnapshotButton } from './snapshot-button';
import { useBooks } from './use-books';

const SOURCES = {
  inference: 'An answer',
  trading: 'Trading fee',
  mint: 'An artwork',
  royalty: 'Royalty',
  other: 'Sent directly',
} as const;

const REVENUE_COLUMNS: readonly Column<RevenueEntry>[] = [
  {
    id: 'source',
    header: 'From',
    isTitle: true,
    cell: ({ source }) => <Badge tone={source === 'inference' ? 'accent' : 'neutral'}>{SOURCES[source]}</Badge>,
  },
  { id: 'account', header: 'Sender', cell: ({ from }) => <Address address={from} /> },
  { id: 'amount', header: 'ETH', align: 'end', cell: ({ amount }) => <Amount value={amount} /> },
  {
    id: 'time',
    header: 'When',
    align: 'end',
    cell: ({ atSec, txHash }) => (
      <TransactionLink hash={txHash}>
        <RelativeTime atSec={atSec} />
      </TransactionLink>
    ),
  },
];

const SNAPSHOT_COLUMNS: readonly Column<SnapshotRow>[] = [
  {
    id: 'id',
    header: 'Snapshot',
    isTitle: true,
    cell: ({ snapshotId }) => <span className="num">#{snapshotId.toString()}</span>,
  },
  {
    id: 'amount',
    header: 'Shared out',
    align: 'end',
    cell: ({ amounts }) => (
      <Amount value={amounts.find(({ currency }) => currency === zeroAddress)?.amount ?? 0n} unit="ETH" />
    ),
  },
  {
    id: 'time',
    header: 'When',
    align: 'end',
    cell: ({ recordTimeSec, txHash }) => (
      <TransactionLink hash={txHash}>
        <RelativeTime atSec={recordTimeSec} />
      </TransactionLink>
    ),
  },
];

function Books({ model }: { model: ModelSummary }) {
  const books = useBooks(model.token);
  if (books.data === undefined) {
    if (books.isError)
      return (
        <ErrorState
          title="The books could not be read"
          detail={toAppError(books.error).message}
          onRetry={() => void books.refetch()}
        />
      );
    return <Skeleton className="h-80 rounded-card" />;
  }
  const { state, snapshotCount } = books.data;
  return (
    <Card>
      <CardHeader title="The books" note="Read from the token itself, up to this second.">
        <Link href="/claim" className="link inline-flex min-h-9 items-center text-sm">
          Claim yours
        </Link>
      </CardHeader>
      <Facts
        items={[
          { label: 'Arrived in all', value: <Amount value={state.receivedTotal} unit="ETH" /> },
          {
            label: 'Still releasing',
            value: (
              <>
                <Amount value={state.unreleased} unit="ETH" />
                {state.unreleased === 0n ? null : (
                  <>
                    {' '}
                    (all of it <RelativeTime atSec={Number(state.releaseEndSec)} />)
                  </>
                )}
              </>
            ),
          },
          { label: 'For the next snapshot', value: <Amount value={state.pending} unit="ETH" /> },
          { label: 'Shared out, not yet claimed', value: <Amount value={state.owed} unit="ETH" /> },
          { label: 'Redeem pool, for burners', value: <Amount value={state.redeemPool} unit="ETH" /> },
        ]}
      />
      <p className="my-4 text-sm text-ink-3">
        Revenue is released over {duration(model.releasePeriodSec)}. {formatBps(model.claimableBps)} of it goes to
        holders at snapshots, the rest to whoever burns tokens. A snapshot counts balances at the end of its block.
      </p>
      <SnapshotButton model={model} snapshotCount={snapshotCount} pendingWei={state.pending} />
    </Card>
  );
}

/** Where the revenue stands, where it came from, and what was shared out. */
export function RevenueTab({ model }: { model: ModelSummary }) {
  const revenue = useRevenue(model.token);
  const snapshots = useSnapshots(model.token);
  return (
    <div className="flex flex-col gap-8">
      <div className="grid items-start gap-6 md:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2">
        <RevenueSources model={model} />
        <Books model={model} />
      </div>
      <div className="flex min-w-0 flex-col gap-8">
        <section>
          <h3 className="mb-2 font-[620]">Snapshots</h3>
          <QueryBlock
            query={snapshots}
            what="snapshots"
            skeleton={<RowSkeletons />}
            isEmpty={(rows) => rows.length === 0}
            empty={
              <EmptyState title="No snapshot yet">One can be taken as soon as revenue has been released.</EmptyState>
            }
          >
            {(rows) => (
              <DataTable
                caption="Snapshots, newest first"
                columns={SNAPSHOT_COLUMNS}
                rows={rows}
                rowKey={({ snapshotId }) => snapshotId.toString()}
              />
            )}
          </QueryBlock>
        </section>
        <section>
          <h3 className="mb-2 font-[620]">Revenue</h3>
          <QueryBlock
            query={revenue}
            what="revenue"
            skeleton={<RowSkeletons />}
            isEmpty={(rows) => rows.length === 0}
            empty={<EmptyState title="No revenue yet">Paid answers and trading fees arrive here.</EmptyState>}
          >
            {(rows) => (
              <DataTable
                caption="Revenue, newest first"
                columns={REVENUE_COLUMNS}
                rows={rows.slice(0, 30)}
                rowKey={({ id }) => id}
              />
            )}
          </QueryBlock>
        </section>
      </div>
    </div>
  );
}
