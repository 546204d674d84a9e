'use client';
import type { GameRow } from '@/lib/api/dispute/types';
import { clock } from '@/lib/format/time';
import { leftSec, sideToMove } from '@/lib/request/game-text';
import { cn } from '../../ui/cn';
import { Address } from '../address';
import { useChainNow } from '../use-chain-now';

/** Both sides of a game with their clocks, of which only that of the side to move runs. */
export function GameClocks({ game, clockSec }: { game: GameRow; clockSec: number }) {
  const now = useChainNow() ?? game.movedAtSec;
  const turn = sideToMove(game.phase);
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {(['challenger', 'asserter'] as const).map((side) => {
        const left = leftSec(game, { side, clockSec, nowSec: now });
        const isTurn = turn === side;
        return (
          <div
            key={side}
            className={cn(
              'rounded-[10px] border p-3',
              isTurn ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
            )}
          >
            <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
              <span className="text-ink-2">{side === 'challenger' ? 'Challenger' : 'Operator'}</span>
              <span className={cn('text-xs', isTurn ? 'font-[600] text-accent' : 'text-ink-3')}>
                {isTurn ? 'to move' : turn === null ? 'done' : 'waits'}
              </span>
            </div>
            <p
              role="timer"
              aria-label={`${side === 'challenger' ? 'Challenger' : 'Operator'}: time left`}
              className={cn('num mt-1 text-3xl font-[620]', left <= 10 && isTurn && 'text-down')}
            >
              {clock(left)}
            </p>
            <div aria-hidden className="mt-2 h-1.5 overflow-hidden rounded-full bg-sunken">
              <div
                className={cn('h-full rounded-full', isTurn ? 'bg-accent' : 'bg-line-strong')}
                style={{ width: `${(left / clockSec) * 100}%` }}
              />
            </div>
            <p className="mt-2 text-sm">
              <Address address={side === 'challenger' ? game.challenger : game.asserter} />
            </p>
          </div>
        );
      })}
    </div>
  );
}
