'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAccount } from 'wagmi';
import { isAssertersMove } from '@/lib/api/dispute/replay-game';
import type { RequestRow } from '@/lib/api/types';
import { deploymentOf } from '@/lib/chain/deployment';
import type { ChainReader } from '@/lib/chain/reader';
import type { GamePhase } from '@/lib/dispute/game';
import { toAppError } from '@/lib/errors/decode';
import { type PlayableMove, playMoveFlow, settleGameFlow, timeoutFlow } from '@/lib/flows/dispute';
import type { Flow } from '@/lib/flows/types';
import { useChainReader } from '../data/use-chain-reader';
import { useRuntimeConfig } from '../runtime-config';
import { useTransaction } from '../tx/use-transaction';
import type { OwnRunHandle } from '../verify/use-own-run';
import { BURNER_ID } from '../wallet/burner-connector';
import { claimOf, readMoves, readPosition } from './read-position';

/** What this tab does in a game now. */
export type PlayerState =
  /** The model is being run, or the game read, for the first time. */
  | { kind: 'preparing' }
  /** Another tab of this browser plays. */
  | { kind: 'elsewhere' }
  | { kind: 'theirs'; deadlineSec: number }
  /** My move is found; `isSending` while it is on its way. */
  | { kind: 'mine'; move: PlayableMove; deadlineSec: number; isSending: boolean }
  | { kind: 'settling' }
  /** All that was revealed is right: the game cannot be won. */
  | { kind: 'lost' }
  | { kind: 'over'; phase: GamePhase };

export type Player = {
  state: PlayerState;
  /** What went wrong the last time; the next look may mend it. */
  problem: string | null;
  /** Whether moves are signed without asking. */
  isAutomatic: boolean;
  /** Sends what waits to be sent. */
  play: () => void;
  busy: string | null;
};

const LOOK_MS = 400;

/**
 * Plays a game for its challenger from this tab: looks at the chain, has the worker find the move, and sends it. The test wallet signs by
 * itself, any other wallet is asked for each move. Everything is rebuilt from the chain, so a reload loses nothing.
 */
export function usePlayer({
  gameId,
  request,
  own,
}: {
  gameId: bigint;
  request: RequestRow;
  own: OwnRunHandle;
}): Player {
  const client = useChainReader();
  const { connector } = useAccount();
  const { chainId } = useRuntimeConfig();
  const { run, busy } = useTransaction();
  const [state, setState] = useState<PlayerState>({ kind: 'preparing' });
  const [problem, setProblem] = useState<string | null>(null);
  const next = useRef<Flow | null>(null);
  const isSending = useRef(false);
  const isAutomatic = connector?.id === BURNER_ID;
  const { disputeGame } = deploymentOf(chainId).contracts;
  const { start, worker } = own;
  const isRun = own.run.kind === 'done';
  const isIdle = own.run.kind === 'idle';
  useEffect(() => {
    if (isIdle) void start();
  }, [isIdle, start]);

  const send = useCallback(async () => {
    const flow = next.current;
    if (flow === null || isSending.current) return;
    isSending.current = true;
    setState((before) => (before.kind === 'mine' ? { ...before, isSending: true } : before));
    const result = await run(flow);
    isSending.current = false;
    next.current = null;
    setProblem(result.kind === 'failed' ? result.error.message : null);
    setState((before) => (before.kind === 'mine' ? { ...before, isSending: false } : before));
  }, [run]);
  const sender = useRef(send);
  useEffect(() => {
    sender.current = send;
  }, [send]);

  // The request is read again every second; a look uses the newest.
  const present = useRef(request);
  useEffect(() => {
    present.current = request;
  }, [request]);

  const look = useCallback(async (): Promise<boolean> => {
    const engine = worker();
    if (client === undefined || engine === null || isSending.current) return true;
    const {
      state: game,
      phase,
      attempt,
      deadlineSec,
      chainNowSec,
    } = await readPosition(client, {
      disputeGame,
      gameId,
    });
    if (phase === 'Settled') {
      setState({ kind: 'over', phase });
      return false;
    }
    const { attempts, input } = present.current;
    const answer = attempts.find((one) => one.attempt === attempt);
    if (phase === 'ChallengerWon' || phase === 'AsserterWon' || answer?.outcome === 'voided') {
      setState({ kind: 'settling' });
      next.current = settleGameFlow({ disputeGame, gameId });
      return true;
    }
    if (answer === undefined) return true;
    if (isAssertersMove(phase)) {
      const isLate = chainNowSec > deadlineSec;
      next.current = isLate ? timeoutFlow({ disputeGame, gameId }) : null;
      setState({ kind: 'theirs', deadlineSec });
      return true;
    }
    const moves = await readMoves(client, { disputeGame, gameId, fromBlock: await firstBlock(client, answer.txHash) });
    const move = await engine.ask('decide', { claim: claimOf(input, answer), game, moves });
    if (move.kind === 'nothing') {
      if (move.why === 'agrees') setState({ kind: 'lost' });
      return true;
    }
    next.current = playMoveFlow({ disputeGame, gameId, move, moveCount: moves.length });
    setState({ kind: 'mine', move, deadlineSec, isSending: false });
    return true;
  }, [client, disputeGame, gameId, worker]);

  useEffect(() => {
    if (!isRun) return;
    const controller = new AbortController();
    const loop = async () => {
      while (!controller.signal.aborted) {
        const goesOn = await look().catch((error: unknown) => {
          setProblem(toAppError(error).message);
          return true;
        });
        if (!goesOn) return;
        if (isAutomatic && !controller.signal.aborted) await sender.current();
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    };
    // One tab of a browser plays: two would send every move twice.
    const waiting = setTimeout(() => setState({ kind: 'elsewhere' }), 1_500);
    navigator.locks
      .request(`openimo-game-${gameId}`, { signal: controller.signal }, () => {
        clearTimeout(waiting);
        return loop();
      })
      .catch(() => undefined);
    return () => {
      clearTimeout(waiting);
      controller.abort();
    };
  }, [isRun, look, gameId, isAutomatic]);

  const isMine = state.kind === 'mine';
  useEffect(() => {
    if (!isMine) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isMine]);

  const play = useCallback(() => void sender.current(), []);
  return { state, problem, isAutomatic, play, busy };
}

const blocks = new Map<string, bigint>();

/** The block of the disputed answer: no move of its games can be older. */
async function firstBlock(client: ChainReader, hash: `0x${string}`): Promise<bigint> {
  const known = blocks.get(hash);
  if (known !== undefined) return known;
  const { blockNumber } = await client.getTransactionReceipt({ hash });
  blocks.set(hash, blockNumber);
  return blockNumber;
}
