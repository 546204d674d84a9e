'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { GameDetail } from '@/lib/api/dispute/types';
import type { RequestRow } from '@/lib/api/types';
import type { PastMove } from '@/lib/dispute/game';
import { sameAddress } from '@/lib/format/address';
import { phaseText } from '@/lib/request/game-text';
import { QueryBlock } from '../common/data/query-block';
import { useModelManifest } from '../common/data/use-manifest';
import { GameBadge } from '../common/dispute/game-badge';
import { GameClocks } from '../common/dispute/game-clocks';
import { PlayerPanel } from '../common/dispute/player-panel';
import { useGame, useGameSettings } from '../common/dispute/use-games';
import { useRequest } from '../common/requests/use-requests';
import { ShownGlimpse } from '../common/shown/shown-glimpse';
import { RunProgress } from '../common/verify/run-progress';
import { type OwnRunHandle, useOwnRun } from '../common/verify/use-own-run';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { EmptyState, Notice } from '../ui/states';
import { Bonds } from './bonds';
import { DescentView } from './descent-view';
import { FinalStep } from './final-step';
import { MoveList } from './move-list';
import { SettleGame } from './settle-game';

/** One dispute game, live: whose move it is, the descent drawn, how it ended and where the money went. */
export function DisputeView({ gameId }: { gameId: bigint }) {
  const game = useGame(gameId);
  return (
    <QueryBlock
      query={game}
      what="dispute"
      skeleton={<Skeleton className="h-[40rem] w-full rounded-card" />}
      isEmpty={(row) => row === null}
      empty={
        <EmptyState
          title={`There is no dispute ${gameId}`}
          action={
            <Button asChild>
              <Link href="/disputes">All disputes</Link>
            </Button>
          }
        >
          If it was just opened, this page finds it within seconds.
        </EmptyState>
      }
    >
      {(row) => (row === null ? null : <WithRequest game={row} />)}
    </QueryBlock>
  );
}

function WithRequest({ game }: { game: GameDetail }) {
  const request = useRequest(game.requestId);
  return (
    <QueryBlock
      query={request}
      what="request"
      skeleton={<Skeleton className="h-[40rem] w-full rounded-card" />}
      isEmpty={(row) => row === null}
      empty={<EmptyState title={`Request ${game.requestId} is not indexed yet`} />}
    >
      {(row) => (row === null ? null : <Loaded game={game} request={row} />)}
    </QueryBlock>
  );
}

function Loaded({ game, request }: { game: GameDetail; request: RequestRow }) {
  const settings = useGameSettings();
  const own = useOwnRun(request);
  const { address } = useWalletAccount();
  const isMine = game.phase !== 'Settled' && sameAddress(game.challenger, address);
  return (
    <div className="grid gap-6 lg:grid-cols-[1.6fr_1fr] lg:items-start">
      <div className="flex min-w-0 flex-col gap-6">
        {isMine ? <PlayerPanel gameId={game.gameId} request={request} own={own} /> : null}
        <Card role="region" aria-label="Clocks">
          <CardHeader title={phaseText(game.phase)} note={<Asked request={request} game={game} />}>
            <GameBadge game={game} />
          </CardHeader>
          {settings.data === undefined ? (
            <Skeleton className="h-32 w-full" />
          ) : (
            <GameClocks game={game} clockSec={settings.data.clockSec} />
          )}
          {isMine ? null : <SettleGame game={game} clockSec={settings.data?.clockSec ?? null} />}
        </Card>
        <Descent game={game} own={own} isMine={isMine} />
        <FinalStep game={game} own={own} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Bonds game={game} request={request} />
        <MoveList game={game} />
      </div>
    </div>
  );
}

function Asked({ request, game }: { request: RequestRow; game: GameDetail }) {
  const manifest = useModelManifest(request.modelId);
  return (
    <>
      Answer {game.attempt} to{' '}
      <Link href={`/requests/${request.requestId}`} className="link">
        request {request.requestId.toString()}
      </Link>
      :{' '}
      <span className="inline-flex max-w-full align-middle font-mono">
        <ShownGlimpse form={manifest.data?.input} hex={request.input} limit={40} />
      </span>
    </>
  );
}

function Descent({ game, own, isMine }: { game: GameDetail; own: OwnRunHandle; isMine: boolean }) {
  const isRun = own.run.kind === 'done';
  const isBusy = own.run.kind === 'loading' || own.run.kind === 'running';
  const compared = useQuery({
    queryKey: ['compare', game.gameId.toString(), game.moveCount],
    enabled: isRun,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
    queryFn: async () => {
      const moves = game.moves.flatMap((move): PastMove[] => {
        if (move.kind === 'revealed') return [{ kind: 'revealed', children: move.children, carried: move.carried }];
        if (move.kind !== 'picked' || move.index === null || move.height === null) return [];
        return [{ kind: 'picked', index: move.index, height: move.height }];
      });
      return (await own.worker()?.ask('compare', { steps: game.steps, moves })) ?? null;
    },
  });
  return (
    <Card role="region" aria-label="The descent">
      <CardHeader
        title="The descent"
        note="From the whole run down to one number. Each row lies under the cell picked above it."
      >
        {isRun || isMine ? null : (
          <Button look="secondary" onClick={() => void own.start()} disabled={isBusy}>
            {isBusy ? 'Running…' : 'Recompute in my browser'}
          </Button>
        )}
      </CardHeader>
      {isMine ? null : <RunProgress run={own.run} />}
      {isRun ? (
        <Notice className="mb-4">
          Compared with your own run: green nodes are equal, pale red ones differ, the full red one was picked.
        </Notice>
      ) : null}
      <DescentView game={game} own={compared.data ?? null} />
    </Card>
  );
}
