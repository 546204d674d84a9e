import { isAssertersMove, isChallengersMove } from '../api/dispute/replay-game.ts';
import type { FraudKind, GameRow } from '../api/dispute/types.ts';
import type { GamePhase } from '../dispute/game.ts';

/** Who is to move; null when the game is decided. */
export function sideToMove(phase: GamePhase): 'asserter' | 'challenger' | null {
  if (isAssertersMove(phase)) return 'asserter';
  return isChallengersMove(phase) ? 'challenger' : null;
}

/** What is left on a side's clock at `nowSec` of the chain; only that of the side to move runs. Never below 0. */
export function leftSec(
  game: Pick<GameRow, 'phase' | 'asserterUsedSec' | 'challengerUsedSec' | 'movedAtSec'>,
  { side, clockSec, nowSec }: { side: 'asserter' | 'challenger'; clockSec: number; nowSec: number },
): number {
  const usedSec = side === 'asserter' ? game.asserterUsedSec : game.challengerUsedSec;
  const runningSec = sideToMove(game.phase) === side ? Math.max(0, nowSec - game.movedAtSec) : 0;
  return Math.max(0, clockSec - usedSec - runningSec);
}

const PHASES: Record<GamePhase, string> = {
  None: 'Unknown',
  RevealSteps: 'The operator has to reveal steps',
  PickSteps: 'The challenger has to pick the first wrong steps',
  RevealStep: 'The operator has to open the disputed step',
  PickTensors: 'The challenger has to pick the first wrong tensors',
  RevealTensors: 'The operator has to reveal tensors',
  PickChunks: 'The challenger has to pick the first wrong part of the tensor',
  RevealChunks: 'The operator has to reveal parts of the tensor',
  ChallengerWon: 'The challenger won; the bonds wait to be paid out',
  AsserterWon: 'The operator won; the bond waits to be paid out',
  Settled: 'Settled',
};

/** What is to be done in a phase, in a sentence. */
export function phaseText(phase: GamePhase): string {
  return PHASES[phase];
}

const FRAUDS: Record<FraudKind, string> = {
  element: 'one element is computed wrongly',
  carried: 'a step carries on another value than its own trace computed',
  output: 'the posted answer is not what the trace says',
  shape: 'no run of the model has an input and an answer of these lengths',
};

/** What a proof showed. */
export function fraudText(kind: FraudKind): string {
  return FRAUDS[kind];
}

/** How a decided or settled game ended, in a sentence; null while it runs. */
export function endText(game: Pick<GameRow, 'phase' | 'outcome' | 'fraud' | 'timedOut'>): string | null {
  if (game.outcome === 'Void') return 'Another game had voided the answer first. The bond went back.';
  const isChallengers = game.phase === 'ChallengerWon' || game.outcome === 'ChallengerWon';
  const isAsserters = game.phase === 'AsserterWon' || game.outcome === 'AsserterWon';
  if (!isChallengers && !isAsserters) return null;
  if (isAsserters) return 'The challenger ran out of time: the answer stands.';
  if (game.fraud !== null) return `Fraud proved: ${fraudText(game.fraud)}.`;
  return 'The operator ran out of time: its answer is void.';
}
