import { encodeFunctionData, type Hex, parseEther, parseEventLogs, size, zeroAddress } from 'viem';
import { aiOracleAbi, disputeGameAbi } from '../../lib/chain/generated/abis.ts';
import { type Claim, type PastMove, pastMoveOf, twoWords } from '../../lib/dispute/game.ts';
import { callOf, type Move } from '../../lib/dispute/moves.ts';
import type { OwnRun } from '../../lib/dispute/own-run.ts';
import { nextMove } from '../../lib/dispute/solve.ts';
import { toHex } from '../../lib/engine/hex.ts';
import { FalseAsserter } from '../../test/games/false-trace.ts';
import type { World } from '../gas-world.ts';
import type { Lie } from './lies.ts';

/** What a transaction of a game is for. */
export const PHASES = ['open', 'reveal', 'pick', 'prove', 'settle'] as const;

/** One transaction of a game. `floorGas` is what its calldata costs at least (EIP-7623). */
export type Sent = { phase: (typeof PHASES)[number]; gas: number; calldataBytes: number; floorGas: number };

/** Registers the model, asks it and answers with the lie. */
export async function postLie(world: World, { own, lie }: { own: OwnRun; lie: Lie }) {
  const { client, actor, contracts } = world;
  const oracle = { address: contracts.aiOracle, abi: aiOracleAbi } as const;
  const [asserter, payer] = [actor(1), actor(2)];
  const { layout, weightsTree } = own.model;
  const model = {
    modelHash: toHex(weightsTree().root),
    programHash: toHex(layout.programHash),
    receiver: payer.account.address,
    priceWei: 0n,
    uri: 'ipfs://none',
  };
  await sendAndWait(world, payer.writeContract({ ...oracle, functionName: 'registerModel', args: [model] }));
  const modelId = await client.readContract({ ...oracle, functionName: 'modelCount' });
  const request = [modelId, toHex(own.input), zeroAddress, 0n, '0x'] as const;
  await sendAndWait(world, payer.writeContract({ ...oracle, functionName: 'requestCallback', args: request }));
  const requestId = await client.readContract({ ...oracle, functionName: 'requestCount' });
  const result = [requestId, toHex(lie.output), toHex(lie.traceRoot)] as const;
  const value = parseEther('0.1');
  await sendAndWait(world, asserter.writeContract({ ...oracle, functionName: 'submitResult', args: result, value }));
  const claimed = await client.readContract({ ...oracle, functionName: 'resultClaim', args: [requestId] });
  return { requestId, claim: { ...claimed, output: lie.output } satisfies Claim };
}

/** The game from `open` to `settle`. */
export async function play(
  world: World,
  { own, lie, requestId, claim }: { own: OwnRun; lie: Lie; requestId: bigint; claim: Claim },
): Promise<Sent[]> {
  const { client, actor, contracts } = world;
  const game = { address: contracts.disputeGame, abi: disputeGameAbi } as const;
  const [asserter, challenger] = [actor(1), actor(3)];
  const liar = new FalseAsserter(lie.trace);
  const { layout } = own;
  const sent: Sent[] = [];
  const moves: PastMove[] = [];

  const send = async (phase: Sent['phase'], hash: Promise<Hex>): Promise<void> => {
    const { receipt, input } = await sendAndWait(world, hash);
    const zeros = (input.slice(2).match(/../g) ?? []).filter((byte) => byte === '00').length;
    const calldataBytes = size(input);
    const floorGas = 21_000 + 10 * (zeros + 4 * (calldataBytes - zeros)); // EIP-7623
    sent.push({ phase, gas: Number(receipt.gasUsed), calldataBytes, floorGas });
    for (const event of parseEventLogs({
      abi: disputeGameAbi,
      logs: receipt.logs,
      eventName: ['Revealed', 'Picked'],
    })) {
      moves.push(pastMoveOf(event));
    }
  };

  const { bondWei } = await client.readContract({ ...game, functionName: 'settings' });
  const opening = [
    requestId,
    claim.outputHash,
    claim.traceRoot,
    twoWords(layout.header),
    toHex(layout.recordTree.root),
  ];
  await send(
    'open',
    challenger.writeContract({
      ...game,
      functionName: 'open',
      args: opening as [bigint, Hex, Hex, readonly [Hex, Hex], Hex], // the tuple, as written above
      value: bondWei,
    }),
  );
  const gameId = await client.readContract({ ...game, functionName: 'gameCount' });
  for (;;) {
    const state = await client.readContract({ ...game, functionName: 'game', args: [gameId] });
    const mine = nextMove({ role: 'challenger', game: state, moves, claim, own });
    if (mine.kind === 'nothing' && mine.why === 'over') break;
    const isTheirs = mine.kind === 'nothing';
    const move: Move | undefined = isTheirs ? liar.answer(state) : mine;
    const call = move && callOf(gameId, move);
    if (move === undefined || call === undefined) throw new Error(`Nobody moves: ${JSON.stringify(mine)}.`);
    const phase = move.kind === 'reveal' || move.kind === 'pick' ? move.kind : 'prove';
    const data = encodeFunctionData({ abi: disputeGameAbi, ...call });
    await send(phase, (isTheirs ? asserter : challenger).sendTransaction({ to: game.address, data }));
  }
  await send('settle', challenger.writeContract({ ...game, functionName: 'settle', args: [gameId] }));
  return sent;
}

async function sendAndWait({ client }: World, sending: Promise<Hex>) {
  const hash = await sending;
  const [receipt, { input }] = await Promise.all([
    client.waitForTransactionReceipt({ hash }),
    client.getTransaction({ hash }),
  ]);
  if (receipt.status !== 'success') throw new Error(`transaction ${hash} failed`);
  return { receipt, input };
}
