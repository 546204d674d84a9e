import type { GamePhase } from '../../lib/dispute/game.ts';
import type { OpenGame } from '../chain/games.ts';

/** One of the two sides of a game. */
export type Seat = 'challenger' | 'asserter';

/** What a game needs now from whoever looks after it. `lost`: the own clock ran out, only the other can act. */
export type Due = 'move' | 'timeout' | 'settle' | 'wait' | 'lost';

/** Whose turn a phase is; null when the moves are over. */
export function turnOf(phase: GamePhase): Seat | null {
  switch (phase) {
    case 'RevealSteps':
    case 'RevealStep':
    case 'RevealTensors':
    case 'RevealChunks':
      return 'asserter';
    case 'PickSteps':
    case 'PickTensors':
    case 'PickChunks':
      return 'challenger';
    case 'None':
    case 'ChallengerWon':
    case 'AsserterWon':
    case 'Settled':
      return null;
    default:
      return phase satisfies never;
  }
}

/** What `seat` has to do at `nowSec`; with seat null, somebody who only keeps order. */
export function dueOf({ game, seat, nowSec }: { game: OpenGame; seat: Seat | null; nowSec: number }): Due {
  if (game.phase === 'None' || game.phase === 'Settled') return 'wait';
  const turn = turnOf(game.phase);
  if (turn === null || !game.stands) return 'settle';
  const hasRunOut = nowSec > game.deadlineSec;
  if (turn === seat) return hasRunOut ? 'lost' : 'move';
  return hasRunOut ? 'timeout' : 'wait';
}
