'use client';
import Link from 'next/link';
import type { Governance } from '@/lib/api/governance/get-governance';
import type { MovementRow } from '@/lib/api/governance/types';
import { shortAddress } from '@/lib/format/address';
import type { Known } from '@/lib/governance/call-view';
import { currencyAt } from '@/lib/governance/currency';
import { describeCall } from '@/lib/governance/decode-call';
import { Amount } from '../../common/amount';
import { QueryBlock } from '../../common/data/query-block';
import { RelativeTime } from '../../common/relative-time';
import { TransactionLink } from '../../common/transaction-link';
import { Card, CardHeader } from '../../ui/card';
import { type Column, DataTable } from '../../ui/data-table';
import { RowSkeletons } from '../../ui/row-skeletons';
import { EmptyState } from '../../ui/states';
import { useKnown, useMovements } from '../use-governance';

function what(row: MovementRow, known: Known): string {
  switch (row.kind) {
    case 'raise':
      return 'The treasury’s part of the raise';
    case 'returned':
      return `Came back from grant ${row.grantId}`;
    case 'call':
      if (row.target === null) return 'A call';
      return describeCall({ target: row.target, valueWei: row.amount, data: row.data ?? '0x' }, known).title;
    default:
      return row.kind satisfies never;
  }
}

function columnsOf(rules: Governance, known: Known): readonly Column<MovementRow>[] {
  return [
    {
      id: 'what',
      header: 'What',
      isTitle: true,
      cell: (row) => (
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {row.proposalId === null ? (
            what(row, known)
          ) : (
            <Link
              href={`/models/${rules.token}/governance/${row.proposalId}`}
              className="link inline-flex min-h-9 items-center max-sm:min-h-11"
            >
              {what(row, known)}
            </Link>
          )}
        </span>
      ),
    },
    {
      id: 'amount',
      header: 'In or out',
      align: 'end',
      cell: (row) => <Money row={row} rules={rules} />,
    },
    {
      id: 'when',
      header: 'When',
      align: 'end',
      cell: ({ atSec, txHash }) => (
        <TransactionLink hash={txHash}>
          <RelativeTime atSec={atSec} />
        </TransactionLink>
      ),
    },
  ];
}

function Money({ row, rules }: { row: MovementRow; rules: Governance }) {
  const currency = currencyAt(rules.currencies, row.currency);
  const unit = currency?.symbol ?? `units of ${shortAddress(row.currency)}`;
  const decimals = currency?.decimals ?? 0;
  if (row.amount === 0n) return <span className="text-ink-3">no ETH</span>;
  const isOut = row.kind === 'call';
  return (
    <span className={isOut ? 'text-down' : 'text-up'}>
      {isOut ? '−' : '+'}
      <Amount value={row.amount} unit={unit} decimals={decimals} />
    </span>
  );
}

/** What came into the treasury and what it did, as far as the chain's events tell. */
export function History({ rules }: { rules: Governance }) {
  const query = useMovements(rules.token);
  const known = useKnown(rules);
  return (
    <Card>
      <CardHeader
        title="History"
        note="Its part of the raise, what came back, and every call that a vote made. ETH that somebody sends leaves no trace but the balance."
      />
      <QueryBlock
        query={query}
        what="history"
        skeleton={<RowSkeletons />}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <EmptyState title="Nothing has come or gone yet">
            The treasury gets its part of the raise at graduation.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            caption="Movements of the treasury, newest first"
            columns={columnsOf(rules, known)}
            rows={rows}
            rowKey={({ id }) => id}
          />
        )}
      </QueryBlock>
    </Card>
  );
}
