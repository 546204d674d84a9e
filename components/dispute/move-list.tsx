'use client';
import type { GameDetail, GameMove } from '@/lib/api/dispute/types';
import { Address } from '../common/address';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { Card, CardHeader } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';

const gas = new Intl.NumberFormat('en');

function textOf(move: GameMove): string {
  switch (move.kind) {
    case 'opened':
      return 'Challenged, with a bond';
    case 'revealed':
      return move.carried.length === 0
        ? `Revealed ${move.children.length} nodes`
        : `Opened the step: ${move.carried.length} carried, ${move.children.length} nodes`;
    case 'picked':
      return move.height === 0
        ? `Picked leaf ${move.index}`
        : `Picked node ${move.index}, ${move.height} above the leaves`;
    case 'proved':
      return 'Proved fraud';
    case 'timedOut':
      return 'Called time';
    case 'settled':
      return 'Settled';
    default:
      return move.kind satisfies never;
  }
}

/** Every move, with its transaction and what it cost in gas where that is known. */
export function MoveList({ game }: { game: GameDetail }) {
  const total = game.moves.every(({ gasUsed }) => gasUsed !== null)
    ? game.moves.reduce((sum, { gasUsed }) => sum + (gasUsed ?? 0n), 0n)
    : null;
  const columns: Column<GameMove>[] = [
    { id: 'move', header: 'Move', isTitle: true, cell: (move) => textOf(move) },
    { id: 'by', header: 'By', cell: (move) => (move.by === null ? '—' : <Address address={move.by} />) },
    {
      id: 'gas',
      header: 'Gas',
      align: 'end',
      cell: (move) => (move.gasUsed === null ? '—' : gas.format(move.gasUsed)),
    },
    {
      id: 'when',
      header: 'When',
      align: 'end',
      cell: (move) => (
        <TransactionLink hash={move.txHash}>
          <RelativeTime atSec={move.atSec} />
        </TransactionLink>
      ),
    },
  ];
  return (
    <Card>
      <CardHeader
        title="Moves"
        note={
          total === null
            ? `${game.moves.length} so far.`
            : `${game.moves.length} transactions, ${gas.format(total)} gas together.`
        }
      />
      <DataTable caption="Moves of the game" columns={columns} rows={game.moves} rowKey={(move) => move.id} />
    </Card>
  );
}
