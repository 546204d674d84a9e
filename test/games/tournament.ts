// Plays many contests at the same time, a round of moves in two transactions.
import {
  type Address,
  decodeAbiParameters,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
} from 'viem';
import { aiOracleAbi, disputeGameAbi } from '../../lib/chain/generated/abis.ts';
import { type GameState, type PastMove, pastMoveOf, phaseOf } from '../../lib/dispute/game.ts';
import { callOf, type Move } from '../../lib/dispute/moves.ts';
import { programHead } from '../../lib/dispute/proofs.ts';
import { toHex } from '../../lib/engine/hex.ts';
import type { OpName } from '../../lib/engine/trace/records.ts';
import { type Arena, type Call, type Outcome, type Player, SETTINGS } from './arena.ts';
import { type Contest, type Duel, modelOf, type Turn, toyOf } from './contest.ts';

const NOBODY: Address = '0x0000000000000000000000000000000000000000';
/** Gets what the models earn; no player. */
const RECEIVER: Address = '0x000000000000000000000000000000000000bEEF';
/** The contract's kinds of proof, in its order. */
const PROOFS = ['element', 'carried', 'output', 'shape'] as const;

/** How a game ended. */
export type End = {
  readonly contest: Contest;
  readonly duel: Duel;
  readonly gameId: bigint;
  readonly by: (typeof PROOFS)[number] | 'silence';
  readonly outcome: 'ChallengerWon' | 'AsserterWon' | 'None';
  readonly winner: Address;
  readonly paidWei: bigint;
  readonly burntWei: bigint;
  /** What computes the tensor of which an element was proved wrong. */
  readonly op?: OpName | undefined;
  /** Moves that were taken, on both sides. */
  readonly moves: number;
  /** False moves that were refused. */
  readonly refused: number;
};

type Live = {
  readonly contest: Contest;
  readonly duel: Duel;
  readonly gameId: bigint;
  readonly requestId: bigint;
  readonly moves: PastMove[];
  by: End['by'];
  op?: OpName | undefined;
  taken: number;
  refused: number;
  isStill: boolean;
};

/** Registers the models of the contests; returns the oracle's id of each. */
export async function registerToys(arena: Arena, count: number): Promise<readonly bigint[]> {
  const calls = Array.from({ length: count }, (_, n): Call => {
    const { layout } = toyOf(n);
    const model = {
      modelHash: toHex(modelOf(n).weightsTree().root),
      programHash: toHex(layout.programHash),
      receiver: RECEIVER,
      priceWei: SETTINGS.priceWei,
      uri: `ipfs://toy/${n}`,
    };
    const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'registerModel', args: [model] });
    return { to: arena.oracle, data };
  });
  return (await arena.challenger.send(calls)).map(wordOf);
}

/** Plays the contests to the end, all games of them at once. */
export async function play(arena: Arena, models: readonly bigint[], contests: readonly Contest[]): Promise<End[]> {
  const games = await openAll(arena, models, contests);
  while (games.some((game) => !game.isStill))
    await playRound(
      arena,
      games.filter((game) => !game.isStill),
    );
  await runDown(arena, games);
  return settleAll(arena, games);
}

async function openAll(arena: Arena, models: readonly bigint[], contests: readonly Contest[]): Promise<Live[]> {
  const { oracle, game } = arena;
  const asked = contests.map(({ own, toy }): Call => {
    const args = [models[toy] ?? 0n, toHex(own.input), NOBODY, 0n, '0x'] as const;
    const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'requestCallback', args });
    return { to: oracle, wei: SETTINGS.priceWei, data };
  });
  const requests = (await arena.challenger.send(asked)).map(wordOf);
  const answered = contests.map(({ claim }, i): Call => {
    const args = [requests[i] ?? 0n, toHex(claim.output), claim.traceRoot] as const;
    const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'submitResult', args });
    return { to: oracle, wei: SETTINGS.resultBondWei, data };
  });
  for (const outcome of await arena.asserter.send(answered)) mustSucceed(outcome, 'submitResult');
  const seats = contests.flatMap((contest, i) =>
    contest.duels.map((duel) => ({ contest, duel, requestId: requests[i] ?? 0n })),
  );
  const opened = seats.map(({ contest: { own, claim }, requestId }): Call => {
    const { header, recordsRoot } = programHead(own.layout);
    const args = [requestId, claim.outputHash, claim.traceRoot, header, recordsRoot] as const;
    const data = encodeFunctionData({ abi: disputeGameAbi, functionName: 'open', args });
    return { to: game, wei: SETTINGS.gameBondWei, data };
  });
  const gameIds = (await arena.challenger.send(opened)).map(wordOf);
  return seats.map((seat, i) => {
    const gameId = gameIds[i] ?? 0n;
    return { ...seat, gameId, moves: [], by: 'silence', taken: 0, refused: 0, isStill: false };
  });
}

type Sent = { live: Live; move: Move; isTry: boolean; isHonest: boolean; call: Call };

async function playRound(arena: Arena, games: readonly Live[]): Promise<void> {
  const states = await readGames(arena, games);
  const plans = { asserter: [] as Sent[], challenger: [] as Sent[] };
  games.forEach((live, i) => {
    const state = states[i];
    if (state === undefined) throw new Error('A game was not read.');
    live.isStill = !planTurns(arena, { live, state, plans });
  });
  await sendAll(arena.asserter, plans.asserter);
  await sendAll(arena.challenger, plans.challenger);
}

/** Asks who is to move, and a challenger also before: a fault of shape may be proved in any turn. Whether anything is sent. */
function planTurns(
  arena: Arena,
  at: { live: Live; state: GameState; plans: Record<'asserter' | 'challenger', Sent[]> },
): boolean {
  const { live, state, plans } = at;
  const phase = phaseOf(state);
  if (!phase.startsWith('Reveal') && !phase.startsWith('Pick')) return false;
  const add = (side: 'asserter' | 'challenger', { tries, move }: Turn): boolean => {
    const isHonest = live.duel.honest === side;
    const put = (isTry: boolean, made: Move) => {
      const call = callOf(live.gameId, made);
      if (call === undefined) throw new Error(`${live.contest.label}: the ${side} has nothing to do`);
      plans[side].push({ live, move: made, isTry, isHonest, call: { to: arena.game, data: encode(call) } });
    };
    for (const made of tries) put(true, made);
    if (move === undefined) return false;
    put(false, move);
    return true;
  };
  const challengers = live.duel.challenger(state, live.moves);
  if (phase.startsWith('Pick')) return add('challenger', challengers);
  if (challengers.move !== undefined && challengers.move.kind !== 'nothing') return add('challenger', challengers);
  add('challenger', { tries: challengers.tries });
  return add('asserter', live.duel.asserter(state, live.moves));
}

async function sendAll(player: Player, sent: readonly Sent[]): Promise<void> {
  const outcomes = await player.send(sent.map(({ call }) => call));
  sent.forEach(({ live, move, isTry, isHonest }, i) => {
    const outcome = outcomes[i];
    if (outcome === undefined) throw new Error('A call has no outcome.');
    const what = `${live.contest.label}: ${move.kind} after ${live.moves.length} moves`;
    if (isTry) {
      if (outcome.isOk) throw new Error(`${what} was taken and must be refused.`);
      live.refused++;
      return;
    }
    if (isHonest) mustSucceed(outcome, what);
    // A liar that the contract does not believe has nothing else to say.
    if (!outcome.isOk) live.isStill = true;
    else live.taken++;
    for (const log of outcome.logs) noteEvent(live, log);
  });
}

function noteEvent(live: Live, log: Outcome['logs'][number]): void {
  const event = decodeEventLog({ abi: disputeGameAbi, topics: log.topics, data: log.data });
  if (event.eventName === 'Revealed') {
    const { children, carried } = event.args;
    live.moves.push(pastMoveOf({ eventName: 'Revealed', args: { children, carried } }));
  } else if (event.eventName === 'Picked') {
    const { index, height } = event.args;
    live.moves.push(pastMoveOf({ eventName: 'Picked', args: { index, height } }));
  } else if (event.eventName === 'FraudProved') {
    live.by = PROOFS[event.args.kind] ?? live.by;
    if (live.by === 'element') live.op = live.contest.own.layout.tensors[Number(event.args.tensor)]?.name;
  }
}

/** Runs down the clocks of all who are silent. */
async function runDown(arena: Arena, games: readonly Live[]): Promise<void> {
  const states = await readGames(arena, games);
  const running = games.filter((_, i) => {
    const phase = phaseOf(states[i] ?? { phase: 0, step: 0, tensor: 0, index: 0, height: 0, node: '0x' });
    return phase.startsWith('Reveal') || phase.startsWith('Pick');
  });
  const calls = running.map(({ gameId }): Call => {
    const data = encodeFunctionData({ abi: disputeGameAbi, functionName: 'timeout', args: [gameId] });
    return { to: arena.game, data };
  });
  for (const { isOk } of await arena.challenger.send(calls)) if (isOk) throw new Error('A clock ran out too early.');
  await arena.wait(SETTINGS.clockSec + 1);
  for (const outcome of await arena.challenger.send(calls)) mustSucceed(outcome, 'timeout');
}

async function settleAll(arena: Arena, games: readonly Live[]): Promise<End[]> {
  const calls = games.map(({ gameId }): Call => {
    const data = encodeFunctionData({ abi: disputeGameAbi, functionName: 'settle', args: [gameId] });
    return { to: arena.game, data };
  });
  const outcomes = await arena.asserter.send(calls);
  return games.map(({ contest, duel, gameId, by, op, taken, refused }, i) => {
    const outcome = outcomes[i];
    if (outcome === undefined) throw new Error('A game was not settled.');
    mustSucceed(outcome, `${contest.label}: settle`);
    for (const log of outcome.logs) {
      if (log.address.toLowerCase() !== arena.game.toLowerCase()) continue;
      const event = decodeEventLog({ abi: disputeGameAbi, topics: log.topics, data: log.data });
      if (event.eventName !== 'GameSettled') continue;
      const { winner, paidWei, burntWei } = event.args;
      const ended = phaseOf({ phase: event.args.outcome, step: 0, tensor: 0, index: 0, height: 0, node: '0x' });
      if (ended !== 'ChallengerWon' && ended !== 'AsserterWon' && ended !== 'None')
        throw new Error(`Ended in ${ended}.`);
      return { contest, duel, gameId, by, op, outcome: ended, winner, paidWei, burntWei, moves: taken, refused };
    }
    throw new Error(`${contest.label}: settled without a word.`);
  });
}

async function readGames(arena: Arena, games: readonly Live[]): Promise<readonly GameState[]> {
  const calls = games.map(({ gameId }) =>
    encodeFunctionData({ abi: disputeGameAbi, functionName: 'game', args: [gameId] }),
  );
  const results = await arena.challenger.read(arena.game, calls);
  return results.map((data) => decodeFunctionResult({ abi: disputeGameAbi, functionName: 'game', data }));
}

function encode(call: NonNullable<ReturnType<typeof callOf>>): Hex {
  return encodeFunctionData({ abi: disputeGameAbi, ...call });
}

function mustSucceed({ isOk, result }: Outcome, what: string): void {
  if (!isOk) throw new Error(`${what} was refused: ${result.slice(0, 200)}`);
}

function wordOf(outcome: Outcome): bigint {
  mustSucceed(outcome, 'A call');
  return decodeAbiParameters([{ type: 'uint256' }], outcome.result)[0];
}
