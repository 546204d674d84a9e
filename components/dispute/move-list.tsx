'use client';
import type { GameDetail, GameMove } from '@/lib/api/dispute/types';
import { Address } from '../common/address';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { Card, CardHeader } from '../ui/card';

const gas = new Intl.NumberFormat('en');

function textOf(move: GameMove): string {
  switch (move.kind) {
    case 'opened':
      return 'Challenged, with a bond';
    case 'revealed':
      return move.carried.length === 0
        ? `Revealed ${move.children.length} nodes`
        : `Opened the step: ${move.carried.length} carried roots, ${move.children.length} nodes`;
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
  const { moves } = game;
  const total = moves.every(({ gasUsed }) => gasUsed !== null)
    ? moves.reduce((sum, { gasUsed }) => sum + (gasUsed ?? 0n), 0n)
    : null;
  return (
    <Card role="region" aria-label="Moves">
      <CardHeader
        title="Moves"
        note={
          total === null
            ? `${moves.length} transactions.`
            : `${moves.length} transactions, ${gas.format(total)} gas together.`
        }
      />
      <ol className="num flex flex-col">
        {moves.map((move) => (
          <li key={move.id} className="border-b border-line py-2.5 text-sm first:pt-0 last:border-0 last:pb-0">
            <p className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 text-[0.9375rem]">{textOf(move)}</span>
              <TransactionLink hash={move.txHash}>
                <RelativeTime atSec={move.atSec} className="num whitespace-nowrap text-ink-3" />
              </TransactionLink>
            </p>
            <p className="mt-0.5 flex flex-wrap items-center justify-between gap-x-3 text-ink-3">
              {move.by === null ? <span /> : <Address address={move.by} />}
              {move.gasUsed === null ? null : <span>{gas.format(move.gasUsed)} gas</span>}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
