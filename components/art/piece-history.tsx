'use client';
import type { PieceDetail, PieceEventRow } from '@/lib/api/collection/types';
import { sameAddress } from '@/lib/format/address';
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

/** Who gave and who got it; one of them where both are the same. */
function Who({ event: { from, to } }: { event: PieceEventRow }) {
  const shown = [from, sameAddress(from, to) ? null : to].filter((account) => account !== null);
  if (shown.length === 0) return NONE;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2 gap-y-1 max-sm:justify-end">
      {shown.map((account, index) => (
        <span key={account} className="inline-flex items-baseline gap-2">
          {index === 0 ? null : <span className="text-ink-3">to</span>}
          <Address address={account} />
        </span>
      ))}
    </span>
  );
}

function Sum({ event: { amountWei, royaltyWei } }: { event: PieceEventRow }) {
  if (amountWei === null) return NONE;
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-2">
      <Amount value={amountWei} />
      {royaltyWei === null ? null : (
        <span className="text-ink-3">
          royalty <Amount value={royaltyWei} />
        </span>
      )}
    </span>
  );
}

const COLUMNS: readonly Column<PieceEventRow>[] = [
  {
    id: 'what',
    header: 'What',
    isTitle: true,
    cell: ({ kind, txHash }) => <TransactionLink hash={txHash}>{WORDS[kind]}</TransactionLink>,
  },
  { id: 'who', header: 'Who', cell: (event) => <Who event={event} /> },
  { id: 'amount', header: 'ETH', align: 'end', cell: (event) => <Sum event={event} /> },
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
