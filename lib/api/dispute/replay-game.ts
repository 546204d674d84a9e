import type { Address, Hex } from 'viem';
import { GAME_PHASES, type GamePhase } from '../../dispute/game.ts';
import { FRAUD_KINDS, type GameMove, type GameRow } from './types.ts';

/** An event of the dispute game, as viem decodes it. */
export type GameEvent =
  | {
      eventName: 'GameOpened';
      args: {
        gameId: bigint;
        requestId: bigint;
        challenger: Address;
        asserter: Address;
        attempt: bigint;
        steps: bigint;
        bondWei: bigint;
      };
    }
  | {
      eventName: 'Revealed';
      args: { gameId: bigint; phase: number; children: readonly Hex[]; carried: readonly Hex[] };
    }
  | { eventName: 'Picked'; args: { gameId: bigint; phase: number; index: bigint; height: bigint; node: Hex } }
  | {
      eventName: 'FraudProved';
      args: { gameId: bigint; kind: number; step: bigint; tensor: bigint; element: bigint };
    }
  | { eventName: 'TimedOut'; args: { gameId: bigint; loser: Address } }
  | {
      eventName: 'GameSettled';
      args: { gameId: bigint; outcome: number; winner: Address; paidWei: bigint; burntWei: bigint };
    };

/** Where an event happened. `from` sent the transaction, where that is known. */
export type GameEventPlace = {
  id: string;
  atSec: number;
  blockNumber: bigint;
  txHash: Hex;
  from: Address | null;
  gasUsed: bigint | null;
};

/** What an event made of a game: the game afterwards, and the move. */
export type Played = { game: GameRow; move: GameMove };

/**
 * Carries a game on by one event. The indexer and the reading of the chain both use this, so that they cannot differ.
 * Null for an event of a game whose opening is not known.
 */
export function playEvent(before: GameRow | null, event: GameEvent, place: GameEventPlace): Played | null {
  if (event.eventName === 'GameOpened') return opened(event.args, place);
  if (before === null) return null;
  const game: GameRow = { ...before, movedAtSec: place.atSec, moveCount: before.moveCount + 1 };
  const elapsedSec = place.atSec - before.movedAtSec;
  switch (event.eventName) {
    case 'Revealed': {
      const { children, carried } = event.args;
      game.phase = afterReveal(before.phase);
      game.asserterUsedSec += elapsedSec;
      return { game, move: { ...moveOf(game, 'revealed', place), by: game.asserter, children, carried } };
    }
    case 'Picked': {
      const index = Number(event.args.index);
      const height = Number(event.args.height);
      game.phase = afterPick(before.phase, height);
      game.challengerUsedSec += elapsedSec;
      if (before.phase === 'PickSteps' && height === 0) game.step = index;
      if (before.phase === 'PickTensors' && height === 0) game.tensor = index;
      const move = { ...moveOf(game, 'picked', place), by: game.challenger, index, height, node: event.args.node };
      return { game, move };
    }
    case 'FraudProved': {
      const kind = FRAUD_KINDS[event.args.kind] ?? 'element';
      game.phase = 'ChallengerWon';
      game.fraud = kind;
      if (isChallengersMove(before.phase)) game.challengerUsedSec += elapsedSec;
      else game.asserterUsedSec += elapsedSec;
      if (kind !== 'shape') game.step = Number(event.args.step);
      if (kind === 'element' || kind === 'carried') game.tensor = Number(event.args.tensor);
      if (kind === 'element') game.element = Number(event.args.element);
      return { game, move: { ...moveOf(game, 'proved', place), by: place.from ?? game.challenger } };
    }
    case 'TimedOut': {
      const { loser } = event.args;
      const isAsserter = loser.toLowerCase() === game.asserter.toLowerCase() && !isChallengersMove(before.phase);
      game.phase = isAsserter ? 'ChallengerWon' : 'AsserterWon';
      game.timedOut = loser;
      if (isAsserter) game.asserterUsedSec += elapsedSec;
      else game.challengerUsedSec += elapsedSec;
      return { game, move: { ...moveOf(game, 'timedOut', place), by: place.from } };
    }
    case 'GameSettled': {
      const { outcome, winner, paidWei, burntWei } = event.args;
      const name = GAME_PHASES[outcome];
      game.phase = 'Settled';
      game.outcome = name === 'ChallengerWon' || name === 'AsserterWon' ? name : 'Void';
      Object.assign(game, { winner, paidWei, burntWei, settledAtSec: place.atSec });
      return { game, move: { ...moveOf(game, 'settled', place), by: place.from } };
    }
    default:
      return event satisfies never;
  }
}

/** Whether the challenger is to move. */
export function isChallengersMove(phase: GamePhase): boolean {
  return phase === 'PickSteps' || phase === 'PickTensors' || phase === 'PickChunks';
}

/** Whether the asserter is to move. */
export function isAssertersMove(phase: GamePhase): boolean {
  return phase === 'RevealSteps' || phase === 'RevealStep' || phase === 'RevealTensors' || phase === 'RevealChunks';
}

function opened(args: Extract<GameEvent, { eventName: 'GameOpened' }>['args'], place: GameEventPlace): Played {
  const steps = Number(args.steps);
  const game: GameRow = {
    gameId: args.gameId,
    requestId: args.requestId,
    attempt: Number(args.attempt),
    challenger: args.challenger,
    asserter: args.asserter,
    // A run of one step has no tree over its steps.
    phase: steps === 1 ? 'RevealStep' : 'RevealSteps',
    steps,
    bondWei: args.bondWei,
    openedAtSec: place.atSec,
    movedAtSec: place.atSec,
    asserterUsedSec: 0,
    challengerUsedSec: 0,
    step: steps === 1 ? 0 : null,
    tensor: null,
    element: null,
    fraud: null,
    timedOut: null,
    outcome: null,
    winner: null,
    paidWei: null,
    burntWei: null,
    settledAtSec: null,
    moveCount: 1,
    txHash: place.txHash,
  };
  return { game, move: { ...moveOf(game, 'opened', place), by: args.challenger } };
}

function moveOf(game: GameRow, kind: GameMove['kind'], place: GameEventPlace): GameMove {
  const { from: _, ...at } = place;
  const nothing = { by: null, children: [], carried: [], index: null, height: null, node: null };
  return { ...nothing, ...at, gameId: game.gameId, kind, phase: game.phase };
}

function afterReveal(phase: GamePhase): GamePhase {
  if (phase === 'RevealSteps') return 'PickSteps';
  return phase === 'RevealChunks' ? 'PickChunks' : 'PickTensors';
}

function afterPick(phase: GamePhase, height: number): GamePhase {
  if (phase === 'PickSteps') return height === 0 ? 'RevealStep' : 'RevealSteps';
  if (phase === 'PickTensors') return height === 0 ? 'RevealChunks' : 'RevealTensors';
  return 'RevealChunks';
}
