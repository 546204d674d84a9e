import type { Hex } from 'viem';
import type { Claim, GameState, PastMove } from '../../lib/dispute/game.ts';
import type { Move } from '../../lib/dispute/moves.ts';
import type { Hash32 } from '../../lib/engine/hex.ts';
import type { EngineJob } from '../engine/protocol.ts';
import type { Seat } from './due.ts';

/** What the thread of games is asked: the next move of a game, or what opens one. */
export type GameJob =
  | (EngineJob & { kind: 'move'; seat: Seat; claim: Claim; state: GameState; moves: readonly PastMove[] })
  | (Omit<EngineJob, 'input'> & { kind: 'open' });

/** The program as `DisputeGame.open` wants it. */
export type ProgramHeader = { header: readonly [Hex, Hex]; recordsRoot: Hash32 };

/** What it answers. */
export type GameAnswer = { kind: 'move'; move: Move; solveMs: number } | ({ kind: 'open' } & ProgramHeader);

/** Finds moves, off the main thread. Throws `AppError` `engine/failed`. */
export type SolveGame = (job: GameJob) => Promise<GameAnswer>;
