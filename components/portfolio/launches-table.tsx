'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import Link from 'next/link';
import type { ModelSummary, Read } from '@/lib/api/types';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { DayChange, progressText } from '../common/model-figures';
import { RelativeTime } from '../common/relative-time';
import { Button } from '../ui/button';
import { type Column, DataTable } from '../ui/data-table';
import { Engraving } from '../ui/engraving';
import { RowSkeletons } from '../ui/row-skeletons';
import { EmptyState } from '../ui/states';

const COLUMNS: readonly Column<ModelSummary>[] = [
  {
    id: 'model',
    header: 'Model',
    isTitle: true,
    cell: ({ token, name, symbol }) => (
      <Link href={`/models/${token}`} className="flex min-h-11 min-w-0 items-center gap-3 hover:underline">
        <Engraving seed={token} fine={false} className="size-9" />
        <span className="min-w-0">
          <span className="block truncate font-[560]">{name}</span>
          <span className="block text-sm text-ink-3">{symbol}</span>
        </span>
      </Link>
    ),
  },
  { id: 'sale', header: 'Sale', cell: (model) => <span className="num">{progressText(model)}</span> },
  { id: 'change', header: '24 h', align: 'end', cell: (model) => <DayChange model={model} /> },
  { id: 'cap', header: 'Market cap', align: 'end', cell: (model) => <Amount value={model.marketCapWei} unit="ETH" /> },
  { id: 'revenue', header: 'Revenue', align: 'end', cell: (model) => <Amount value={model.revenueWei} unit="ETH" /> },
  { id: 'asked', header: 'Answers asked', align: 'end', cell: ({ requestCount }) => requestCount },
  { id: 'when', header: 'Launched', align: 'end', cell: (model) => <RelativeTime atSec={model.launchedAtSec} /> },
];

/** The models that an account launched. */
export function LaunchesTable({ query, isOwn }: { query: UseQueryResult<Read<ModelSummary[]>>; isOwn: boolean }) {
  return (
    <QueryBlock
      query={query}
      what="launches"
      skeleton={<RowSkeletons />}
      isEmpty={(rows) => rows.length === 0}
      empty={
        <EmptyState
          title={isOwn ? 'You have launched no model yet' : 'This account has launched no model'}
          action={
            isOwn ? (
              <Button asChild>
                <Link href="/launch">Launch a model</Link>
              </Button>
            ) : undefined
          }
        />
      }
    >
      {(rows) => (
        <DataTable caption="Launches, newest first" columns={COLUMNS} rows={rows} rowKey={({ token }) => token} />
      )}
    </QueryBlock>
  );
}
