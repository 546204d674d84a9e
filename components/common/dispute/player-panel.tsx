'use client';
import { Swords } from 'lucide-react';
import Link from 'next/link';
import type { RequestRow } from '@/lib/api/types';
import type { PlayableMove } from '@/lib/flows/dispute';
import { clock } from '@/lib/format/time';
import { Button } from '../../ui/button';
import { Card, CardHeader } from '../../ui/card';
import { MainButton } from '../../ui/main-button';
import { Notice } from '../../ui/states';
import { useChainNow } from '../use-chain-now';
import { RunProgress } from '../verify/run-progress';
import type { OwnRunHandle } from '../verify/use-own-run';
import { useWalletNeeds } from '../wallet/use-wallet-needs';
import { type Player, usePlayer } from './use-player';

const MOVES: Record<PlayableMove['kind'], string> = {
  reveal: 'Reveal nodes',
  pick: 'Pick the first wrong node',
  proveElement: 'Prove an element wrong',
  proveCarried: 'Prove a carried value wrong',
  proveOutput: 'Prove the answer wrong',
  proveShape: 'Prove the lengths wrong',
};

function sayOf({ state, isAutomatic }: Player, { left, isRun }: { left: string | null; isRun: boolean }): string {
  switch (state.kind) {
    case 'preparing':
      return isRun ? 'Reading the game from the chain.' : 'Running the model, so that every move can be found here.';
    case 'elsewhere':
      return 'Another tab of this browser plays this game. Keep it open, or close it to go on here.';
    case 'theirs':
      return left === '0:00'
        ? 'The operator has run out of time. Call time to win.'
        : `The operator has to move; ${left ?? '…'} left. This tab watches.`;
    case 'mine':
      if (state.isSending) return `${MOVES[state.move.kind]}: on its way.`;
      return isAutomatic
        ? `${MOVES[state.move.kind]}: the test wallet signs by itself.`
        : `Your move: ${MOVES[state.move.kind].toLowerCase()}. ${left ?? '…'} left on your clock.`;
    case 'settling':
      return 'The game is decided. The bonds wait to be paid out.';
    case 'lost':
      return 'All that the operator revealed agrees with your own run: this game cannot be won.';
    case 'over':
      return 'Settled: the bonds are paid out.';
    default:
      return state satisfies never;
  }
}

function actionOf({ state }: Player, left: string | null): string | null {
  switch (state.kind) {
    case 'mine':
      return MOVES[state.move.kind];
    case 'settling':
      return 'Settle the game';
    case 'theirs':
      return left === '0:00' ? 'Call time' : null;
    default:
      return null;
  }
}

/** The challenger's seat at a game: what this tab does, and the button for wallets that want to be asked. */
export function PlayerPanel({ gameId, request, own }: { gameId: bigint; request: RequestRow; own: OwnRunHandle }) {
  const player = usePlayer({ gameId, request, own });
  const needs = useWalletNeeds();
  const now = useChainNow();
  const { state, problem } = player;
  const deadlineSec = state.kind === 'mine' || state.kind === 'theirs' ? state.deadlineSec : null;
  const left = deadlineSec === null || now === null ? null : clock(deadlineSec - now);
  const action = actionOf(player, left);
  return (
    <Card role="region" aria-label="Your challenge" data-player={state.kind} className="border-2 border-accent">
      <CardHeader
        title={
          <span className="inline-flex items-center gap-2">
            <Swords aria-hidden className="size-5 text-accent" /> Your challenge
          </span>
        }
      >
        <Link href={`/disputes/${gameId}`} className="link min-h-6 text-sm">
          Game {gameId.toString()}
        </Link>
      </CardHeader>
      <RunProgress run={own.run} />
      {own.run.kind === 'failed' ? (
        <Button look="secondary" className="my-3" onClick={() => void own.start()}>
          Run it again
        </Button>
      ) : null}
      <p role="status" className="num text-[0.9375rem]">
        {sayOf(player, { left, isRun: own.run.kind === 'done' })}
      </p>
      {problem === null || state.kind === 'over' ? null : (
        <Notice tone="warn" className="mt-3">
          {problem}
        </Notice>
      )}
      {action === null || (player.isAutomatic && state.kind !== 'theirs') ? null : (
        <div className="mt-4">
          <MainButton needs={needs} action={action} busy={player.busy} onAction={player.play} />
        </div>
      )}
      {state.kind === 'mine' ? (
        <p className="mt-2 text-sm text-ink-3">Keep this tab open: silence on your move loses the bond.</p>
      ) : null}
    </Card>
  );
}
