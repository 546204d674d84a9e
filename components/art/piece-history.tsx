'use client';
import type { PieceDetail, PieceEventRow } from '@/lib/api/collection/types';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { Card, CardHeader } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';

const WORDS: Record<PieceEventRow['kind'], string> = {
  minted: 'Minted',
  answered: 'Answer added',
  updated: 'Answer corrected',
  settled: 'Mint fee became revenue',
  ended: 'Burnt, fee given back',
  transferred: 'Transferred',
  listed: 'Listed',
  cancelled: 'Listing cancelled',
  sold: 'Sold',
};

const NONE = <span className="text-ink-3">—</span>;

const COLUMNS: readonly Column<PieceEventRow>[] = [
  {
    id: 'what',
    header: 'What',
    isTitle: true,
    cell: ({ kind, txHash }) => <TransactionLink hash={txHash}>{WORDS[kind]}</TransactionLink>,
  },
  { id: 'from', header: 'By', cell: ({ from }) => (from === null ? NONE : <Address address={from} />) },
  { id: 'to', header: 'To', cell: ({ to }) => (to === null ? NONE : <Address address={to} />) },
  {
    id: 'amount',
    header: 'ETH',
    align: 'end',
    cell: ({ amountWei }) => (amountWei === null ? NONE : <Amount value={amountWei} />),
  },
  {
    id: 'royalty',
    header: 'Royalty',
    align: 'end',
    cell: ({ royaltyWei }) => (royaltyWei === null ? NONE : <Amount value={royaltyWei} />),
  },
  { id: 'when', header: 'When', align: 'end', cell: ({ atSec }) => <RelativeTime atSec={atSec} /> },
];

/** What happened to a token, the newest first: mints, answers, listings, sales and transfers. */
export function PieceHistory({ piece }: { piece: PieceDetail }) {
  return (
    <Card>
      <CardHeader title="History" />
      <DataTable caption="History" columns={COLUMNS} rows={piece.events.toReversed()} rowKey={({ id }) => id} />
    </Card>
  );
}
