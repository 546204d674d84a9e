import { asserterMove } from './asserter.ts';
import { challengerMove, type Position } from './challenger.ts';
import type { Move } from './moves.ts';

/** The side that a player is on: the asserter posted the answer, the challenger opened the game. */
export type Role = 'asserter' | 'challenger';

/**
 * The next move of an honest player. A pure function of the game's state, its past moves (events `Revealed` and `Picked`, oldest first), the
 * claim and one's own run, so that a player that was stopped goes on from the chain alone. It keeps no time: whoever plays moves before its
 * clock runs out, and calls `timeout` on the other's. Rules: docs/dispute.md.
 *
 * Throws DisputeError where the events are not those of the game.
 */
export function nextMove({ role, ...position }: Position & { role: Role }): Move {
  return role === 'challenger' ? challengerMove(position) : asserterMove(position);
}
