'use client';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import type { RequestRow } from '@/lib/api/types';
import { phaseOf } from '@/lib/request/timeline';
import { Button } from '../../ui/button';
import { type Column, DataTable } from '../../ui/data-table';
import { Skeleton } from '../../ui/skeleton';
import { Address } from '../address';
import { Amount } from '../amount';
import { QueryBlock } from '../data/query-block';
import { useModelManifest } from '../data/use-manifest';
import { RelativeTime } from '../relative-time';
import { ShownGlimpse } from '../shown/shown-glimpse';
import { useChainNow } from '../use-chain-now';
import { PhaseBadge } from './phase-badge';
import { type RequestFilter, useRequests } from './use-requests';

const PAGE = 20;

/** Answers that are shown in the list. */
const GLIMPSED: ReadonlySet<string> = new Set(['image', 'indexed', 'class']);

/** Requests as a table; each leads to its own page. */
export function RequestList({ filter, empty }: { filter: RequestFilter; empty: ReactNode }) {
  const [limit, setLimit] = useState(PAGE);
  const requests = useRequests(filter, limit);
  return (
    <QueryBlock
      query={requests}
      what="requests"
      skeleton={<Skeleton className="h-64 w-full rounded-card" />}
      isEmpty={(rows) => rows.length === 0}
      empty={empty}
    >
      {(rows) => (
        <>
          <RequestTable rows={rows} hasPayer={filter.payer === undefined} />
          {rows.length === limit ? (
            <Button look="secondary" className="self-center" onClick={() => setLimit(limit + PAGE)}>
              Show more
            </Button>
          ) : null}
        </>
      )}
    </QueryBlock>
  );
}

function RequestTable({ rows, hasPayer }: { rows: readonly RequestRow[]; hasPayer: boolean }) {
  const now = useChainNow();
  const payer: Column<RequestRow> = { id: 'payer', header: 'Asked by', cell: (row) => <Address address={row.payer} /> };
  const columns: Column<RequestRow>[] = [
    {
      id: 'prompt',
      header: 'Prompt',
      isTitle: true,
      cell: (row) => <PromptLink row={row} />,
    },
    {
      id: 'phase',
      header: 'Answer',
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1 max-sm:justify-end">
          <PhaseBadge phase={phaseOf(row, now ?? row.requestedAtSec)} />
          <AnswerGlimpse row={row} />
        </span>
      ),
    },
    ...(hasPayer ? [payer] : []),
    { id: 'fee', header: 'Paid', align: 'end', cell: (row) => <Amount value={row.feeWei} unit="ETH" /> },
    { id: 'when', header: 'When', align: 'end', cell: (row) => <RelativeTime atSec={row.requestedAtSec} /> },
  ];
  return <DataTable caption="Requests" columns={columns} rows={rows} rowKey={(row) => row.requestId.toString()} />;
}

function PromptLink({ row }: { row: RequestRow }) {
  const manifest = useModelManifest(row.modelId);
  return (
    <Link
      href={`/requests/${row.requestId}`}
      className="inline-flex min-h-11 max-w-[34ch] items-center font-mono text-sm hover:underline max-sm:max-w-full max-sm:min-w-0"
    >
      <ShownGlimpse form={manifest.data?.input} hex={row.input} />
    </Link>
  );
}

/** The answer itself where it fits into a line: a picture or a class. */
function AnswerGlimpse({ row }: { row: RequestRow }) {
  const form = useModelManifest(row.modelId).data?.output;
  if (row.output === null || form === undefined || !GLIMPSED.has(form.encoding)) return null;
  return <ShownGlimpse form={form} hex={row.output} limit={24} />;
}
