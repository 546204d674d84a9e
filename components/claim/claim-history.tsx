'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import Link from 'next/link';
import type { Address } from 'viem';
import type { ClaimRow, Read } from '@/lib/api/types';
import { claimsCsv } from '@/lib/claim/csv';
import type { Position } from '@/lib/claim/position';
import { sameAddress, shortAddress, shortHash } from '@/lib/format/address';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { downloadText } from '../common/download-text';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { useCurrencyName } from '../common/use-currency-name';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { DataTable } from '../ui/data-table';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';

/** Everything an account was paid, with its transactions, also as a file. */
export function ClaimHistory({
  query,
  positions,
  account,
}: {
  query: UseQueryResult<Read<ClaimRow[]>>;
  positions: readonly Position[];
  account: Address;
}) {
  const currencyName = useCurrencyName();
  const symbolOf = (token: Address) =>
    positions.find((position) => sameAddress(position.token, token))?.symbol ?? shortAddress(token);
  const download = (claims: readonly ClaimRow[]) => {
    const named = claims.map((claim) => ({
      claim,
      symbol: symbolOf(claim.token),
      currencySymbol: currencyName(claim.currency),
    }));
    downloadText({ text: claimsCsv(named), fileName: `openimo-claims-${account.slice(0, 8)}.csv`, type: 'text/csv' });
  };
  const rows = query.data?.data ?? [];
  return (
    <Card>
      <CardHeader title="History">
        {rows.length === 0 ? null : (
          <Button look="secondary" size="sm" onClick={() => download(rows)}>
            <Download aria-hidden className="size-4" /> Download CSV
          </Button>
        )}
      </CardHeader>
      <QueryBlock
        query={query}
        what="history"
        skeleton={<Skeleton className="h-32 w-full" />}
        isEmpty={(claims) => claims.length === 0}
        empty={<EmptyState title="Nothing claimed so far" />}
      >
        {(claims) => (
          <DataTable
            caption="Claims"
            rows={claims}
            rowKey={(claim) => claim.id}
            columns={[
              {
                id: 'model',
                header: 'Model',
                isTitle: true,
                cell: (claim) => (
                  <Link href={`/models/${claim.token}`} className="hover:underline">
                    {symbolOf(claim.token)}
                  </Link>
                ),
              },
              {
                id: 'snapshot',
                header: 'Snapshot',
                cell: (claim) => <span className="num">#{claim.snapshotId.toString()}</span>,
              },
              {
                id: 'amount',
                header: 'Paid',
                align: 'end',
                cell: (claim) => (
                  <Amount
                    value={claim.amount}
                    unit={claim.wrapped ? `${currencyName(claim.currency)} (as WETH)` : currencyName(claim.currency)}
                  />
                ),
              },
              { id: 'when', header: 'When', align: 'end', cell: (claim) => <RelativeTime atSec={claim.atSec} /> },
              {
                id: 'tx',
                header: 'Transaction',
                align: 'end',
                cell: (claim) => (
                  <TransactionLink hash={claim.txHash}>
                    <span className="num whitespace-nowrap">{shortHash(claim.txHash)}</span>
                  </TransactionLink>
                ),
              },
            ]}
          />
        )}
      </QueryBlock>
    </Card>
  );
}
