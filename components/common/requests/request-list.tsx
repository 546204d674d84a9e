'use client';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import type { RequestRow } from '@/lib/api/types';
import { promptLine } from '@/lib/request/bytes-text';
import { phaseOf } from '@/lib/request/timeline';
import { Button } from '../../ui/button';
import { type Column, DataTable } from '../../ui/data-table';
import { Skeleton } from '../../ui/skeleton';
import { Address } from '../address';
import { Amount } from '../amount';
import { QueryBlock } from '../data/query-block';
import { RelativeTime } from '../relative-time';
import { useChainNow } from '../use-chain-now';
import { PhaseBadge } from './phase-badge';
import { type RequestFilter, useRequests } from './use-requests';

const PAGE = 20;

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
      cell: (row) => (
        <Link
          href={`/requests/${row.requestId}`}
          className="inline-flex min-h-11 max-w-[34ch] items-center font-mono text-sm hover:underline"
        >
          <span className="truncate">{promptLine(row.input, 60)}</span>
        </Link>
      ),
    },
    {
      id: 'phase',
      header: 'Answer',
      cell: (row) => <PhaseBadge phase={phaseOf(row, now ?? row.requestedAtSec)} />,
    },
    ...(hasPayer ? [payer] : []),
    { id: 'fee', header: 'Paid', align: 'end', cell: (row) => <Amount value={row.feeWei} unit="ETH" /> },
    { id: 'when', header: 'When', align: 'end', cell: (row) => <RelativeTime atSec={row.requestedAtSec} /> },
  ];
  return <DataTable caption="Requests" columns={columns} rows={rows} rowKey={(row) => row.requestId.toString()} />;
}
