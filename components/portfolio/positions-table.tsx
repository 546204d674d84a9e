'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import Link from 'next/link';
import type { PositionRow, Read } from '@/lib/api/types';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { Button } from '../ui/button';
import { type Column, DataTable } from '../ui/data-table';
import { Engraving } from '../ui/engraving';
import { RowSkeletons } from '../ui/row-skeletons';
import { EmptyState } from '../ui/states';
import { Profit } from './profit';

const COLUMNS: readonly Column<PositionRow>[] = [
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
  { id: 'balance', header: 'Tokens', align: 'end', cell: ({ balance }) => <Amount value={balance} /> },
  {
    id: 'price',
    header: 'Price',
    align: 'end',
    cell: ({ tokenPriceWei }) => <Amount value={tokenPriceWei} unit="ETH" kind="price" />,
  },
  {
    id: 'average',
    header: 'Average cost',
    align: 'end',
    cell: ({ averageCostWei }) =>
      averageCostWei === null ? (
        <span className="text-ink-3">—</span>
      ) : (
        <Amount value={averageCostWei} unit="ETH" kind="price" />
      ),
  },
  { id: 'value', header: 'Value', align: 'end', cell: ({ valueWei }) => <Amount value={valueWei} unit="ETH" /> },
  {
    id: 'unrealised',
    header: 'Unrealised P/L',
    align: 'end',
    cell: ({ unrealisedWei, costWei, balance }) =>
      balance === 0n ? <span className="text-ink-3">Sold</span> : <Profit wei={unrealisedWei} baseWei={costWei} />,
  },
  {
    id: 'realised',
    header: 'Realised P/L',
    align: 'end',
    cell: ({ realisedWei }) => <Profit wei={realisedWei} />,
  },
];

/** What an account holds, most valuable first, with what it cost and what it brought. */
export function PositionsTable({ query, isOwn }: { query: UseQueryResult<Read<PositionRow[]>>; isOwn: boolean }) {
  return (
    <QueryBlock
      query={query}
      what="tokens"
      skeleton={<RowSkeletons />}
      isEmpty={(rows) => rows.length === 0}
      empty={
        <EmptyState
          title={isOwn ? 'You hold no model token yet' : 'This account holds no model token'}
          action={
            <Button asChild>
              <Link href="/">Explore models</Link>
            </Button>
          }
        />
      }
    >
      {(rows) => (
        <>
          <div className="sm:overflow-x-auto">
            <DataTable
              caption="Tokens, most valuable first"
              columns={COLUMNS}
              rows={rows}
              rowKey={({ token }) => token}
            />
          </div>
          <p className="mt-2 max-w-3xl text-sm text-ink-3">
            Value is at the present price; selling much moves it down. Cost is what was paid on average, fees included
            and gas not. Tokens that came by a transfer cost nothing.
          </p>
        </>
      )}
    </QueryBlock>
  );
}
