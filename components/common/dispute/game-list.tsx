'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { GameDetail } from '@/lib/api/dispute/types';
import { GAME_PHASES } from '@/lib/dispute/game';
import { clock } from '@/lib/format/time';
import { leftSec, sideToMove } from '@/lib/request/game-text';
import { descentOf } from '@/lib/verify/descent';
import { cn } from '../../ui/cn';
import { type Column, DataTable } from '../../ui/data-table';
import { Address } from '../address';
import { RelativeTime } from '../relative-time';
import { useChainNow } from '../use-chain-now';
import { GameBadge } from './game-badge';

/** How deep a game is, drawn small: a bar for each revealed level with the pick in it. */
export function DepthMark({ game }: { game: GameDetail }) {
  const levels = descentOf(game);
  const depth = levels.length;
  return (
    <span
      role="img"
      aria-label={depth === 0 ? 'Nothing revealed yet' : `${depth} levels deep`}
      className="flex w-28 flex-col gap-0.5"
    >
      {depth === 0 ? <span className="h-1.5 rounded-sm bg-sunken" /> : null}
      {levels.map((level) => (
        <span key={level.id} className="relative h-1.5 overflow-hidden rounded-sm bg-line">
          {level.picked === null ? null : (
            <span
              className="absolute inset-y-0 min-w-1 bg-down"
              style={{
                left: `${(level.picked / level.children.length) * 100}%`,
                width: `${100 / level.children.length}%`,
              }}
            />
          )}
        </span>
      ))}
    </span>
  );
}

function Clocks({ game, clockSec }: { game: GameDetail; clockSec: number | null }) {
  const now = useChainNow() ?? game.movedAtSec;
  if (clockSec === null) return <span className="text-ink-3">…</span>;
  const turn = sideToMove(game.phase);
  return (
    <span className="num whitespace-nowrap">
      {(['challenger', 'asserter'] as const).map((side, index) => (
        <span key={side}>
          {index === 0 ? '' : ' · '}
          <span className={cn(turn === side ? 'font-[600] text-accent' : 'text-ink-3')}>
            {clock(leftSec(game, { side, clockSec, nowSec: now }))}
          </span>
        </span>
      ))}
      <span className="sr-only"> challenger, then operator</span>
    </span>
  );
}

/** Games as a table; each leads to its own page. */
export function GameList({
  games,
  clockSec,
  caption,
}: {
  games: readonly GameDetail[];
  clockSec: number | null;
  caption: string;
}): ReactNode {
  const columns: Column<GameDetail>[] = [
    {
      id: 'game',
      header: 'Dispute',
      isTitle: true,
      cell: (game) => (
        <Link
          href={`/disputes/${game.gameId}`}
          className="num inline-flex min-h-11 items-center font-[560] hover:underline"
        >
          Game {game.gameId.toString()}
          <span className="font-[400] text-ink-3">, request {game.requestId.toString()}</span>
        </Link>
      ),
    },
    { id: 'phase', header: 'State', cell: (game) => <GameBadge game={game} /> },
    { id: 'depth', header: 'Depth', cell: (game) => <DepthMark game={game} /> },
    { id: 'clocks', header: 'Clocks', cell: (game) => <Clocks game={game} clockSec={clockSec} /> },
    { id: 'challenger', header: 'Challenger', wideOnly: true, cell: (game) => <Address address={game.challenger} /> },
    { id: 'asserter', header: 'Operator', wideOnly: true, cell: (game) => <Address address={game.asserter} /> },
    { id: 'when', header: 'Opened', align: 'end', cell: (game) => <RelativeTime atSec={game.openedAtSec} /> },
  ];
  return <DataTable caption={caption} columns={columns} rows={games} rowKey={(game) => game.gameId.toString()} />;
}

/** Whether a game still runs or waits to be paid out. */
export function isOpenGame(game: Pick<GameDetail, 'phase'>): boolean {
  return game.phase !== GAME_PHASES.at(-1);
}
