import { keccak_256 } from '@noble/hashes/sha3.js';
import { encodeFunctionData, type Hex, parseEther, parseEventLogs, size, zeroAddress } from 'viem';
import { aiOracleAbi, disputeGameAbi } from '../lib/chain/generated/abis.ts';
import { type Claim, type PastMove, pastMoveOf, twoWords } from '../lib/dispute/game.ts';
import { callOf, type Move } from '../lib/dispute/moves.ts';
import { OwnRun, ownModel } from '../lib/dispute/own-run.ts';
import { nextMove } from '../lib/dispute/solve.ts';
import { toHex } from '../lib/engine/hex.ts';
import { traceRootOf } from '../lib/engine/trace/roots.ts';
import { Tree } from '../lib/engine/trace/tree.ts';
import { FalseAsserter, type FalseTrace, replace, trueStep, trueTrace } from '../test/games/false-trace.ts';
import { startChain } from './chain.ts';
import { type BenchModel, network, textModel } from './dispute-models.ts';
import { makeWorld, type World } from './gas-world.ts';
import type { Bench, BenchRow } from './row.ts';

/** ORA's opml at commit of 2024, its MNIST network of 784→20→10: measured on a machine like this one. */
const PEER = { name: 'ORA opml, MNIST 784-20-10', transactions: 69, gas: 8_129_358, seconds: 316 };

type Phase = 'open' | 'reveal' | 'pick' | 'prove' | 'settle';
type Sent = { phase: Phase; gas: number; calldataBytes: number; floorGas: number };
type Lie = { output: Uint8Array; traceRoot: Uint8Array; trace: FalseTrace };
type Case = {
  name: string;
  model: () => BenchModel;
  lie: (own: OwnRun) => Lie;
  goals: Partial<Record<string, number>>;
};

const CASES: readonly Case[] = [
  {
    name: 'mnist-784-20-10',
    model: () => network([784, 20, 10], 1),
    lie: falseWeights,
    goals: { transactions: 6, gas: 600_000, seconds: 10 },
  },
  { name: 'text', model: textModel, lie: deepestLie, goals: { transactions: 14, gas: 1_300_000 } },
  { name: 'row-4096', model: () => network([4096, 10], 2), lie: falseWeights, goals: { 'floor-ratio': 1.15 } },
  {
    name: 'row-11008',
    model: () => network([64, 11_008, 10], 3),
    lie: falseLastLayer,
    goals: { 'floor-ratio': 1.15 },
  },
];

/** Whole disputes between a liar and an honest challenger, on the real contracts and a chain with a block a second. */
export const dispute: Bench = async (log) => {
  const chain = await startChain(['--block-time', '1']);
  try {
    const world = await makeWorld(chain.rpcUrl, () => undefined);
    const rows: BenchRow[] = [];
    for (const one of CASES) {
      log(one.name);
      rows.push(...(await measure(world, one)));
    }
    return rows;
  } finally {
    chain.stop();
  }
};

async function measure(world: World, { name, model, lie: makeLie, goals }: Case): Promise<BenchRow[]> {
  const { layout, weights, input } = model();
  const own = new OwnRun({ model: ownModel({ layout, weights }), input });
  const lie = makeLie(own);
  const posted = await postLie(world, { own, lie });
  own.model.weightsTree(); // a validator has it from checking the model's hash

  const startMs = performance.now();
  const sent = await play(world, { own, lie, ...posted });
  const seconds = (performance.now() - startMs) / 1000;

  const sum = (phase?: Phase, of: (one: Sent) => number = ({ gas }) => gas): number =>
    sent.filter((one) => phase === undefined || one.phase === phase).reduce((total, one) => total + of(one), 0);
  const prove = sent.find(({ phase }) => phase === 'prove');
  if (prove === undefined) throw new Error('Nothing was proved.');
  const isPeer = name === 'mnist-784-20-10';
  const row = (metric: string, unit: string, value: number, peer?: number): BenchRow => ({
    bench: 'dispute',
    case: name,
    metric,
    unit,
    value,
    ...(isPeer && peer !== undefined && { peer, peerName: PEER.name }),
    ...(goals[metric] !== undefined && { goal: goals[metric] }),
  });
  return [
    {
      ...row('transactions', 'transactions', sent.length, PEER.transactions),
      note: sent.map((one) => one.phase).join(' '),
    },
    row('gas', 'gas', sum(), PEER.gas),
    ...(['open', 'reveal', 'pick', 'prove', 'settle'] as const).map((phase) => row(`gas-${phase}`, 'gas', sum(phase))),
    row(
      'calldata-bytes',
      'bytes',
      sum(undefined, (one) => one.calldataBytes),
    ),
    row('seconds', 's', round(seconds, 1), PEER.seconds),
    { ...row('floor-ratio', '×', round(prove.gas / prove.floorGas, 3)), note: `proof of ${prove.calldataBytes} bytes` },
  ];
}

/** Registers the model, asks it and answers with the lie. */
async function postLie(world: World, { own, lie }: { own: OwnRun; lie: Lie }) {
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
async function play(
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

  const send = async (phase: Phase, hash: Promise<Hex>): Promise<void> => {
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

/** An honest run of weights of which one was changed so that the answer is another. */
function falseWeights(own: OwnRun): Lie {
  return changedWeights(own, 0);
}

/** The same, in the last layer. */
function falseLastLayer(own: OwnRun): Lie {
  const last = own.layout.tensors.findLast(({ name }) => name === 'linear');
  return changedWeights(own, last?.weights ?? 0);
}

function changedWeights(own: OwnRun, from: number): Lie {
  const { layout, weights } = own.model;
  // High bytes of biases are what one change turns an answer with; weights of zero inputs would change nothing.
  for (const tensor of layout.tensors) {
    if (tensor.name !== 'linear' || tensor.weights < from) continue;
    const rowBytes = tensor.xInfo.size + 8;
    for (let row = 0; row < tensor.size; row++) {
      const other = weights.slice();
      const at = tensor.weights + row * rowBytes + tensor.xInfo.size + 2;
      other[at] = (other[at] ?? 0) ^ 0x40;
      const run = new OwnRun({ model: ownModel({ layout, weights: other }), input: own.input });
      if (toHex(run.result.traceRoot) !== toHex(own.result.traceRoot)) {
        const { output, traceRoot, steps } = run.result;
        return { output, traceRoot, trace: trueTrace(run, steps) };
      }
    }
  }
  throw new Error('No change of one bias changes the answer.');
}

/** The longest game there is: one partial sum of the last step changed, and what that step carries made up. */
function deepestLie(own: OwnRun): Lie {
  const t = own.result.steps - 1;
  const trace = trueTrace(own, own.result.steps);
  const step = trueStep(own, t);
  const deepest = own.layout.tensors.reduce(
    (best, { size: elements }, i, all) => (elements > (all[best]?.size ?? 0) ? i : best),
    0,
  );
  const chunks = step.chunks[deepest]?.slice() ?? new Uint8Array(32);
  const at = 4 * Math.floor(((own.layout.tensors[deepest]?.size ?? 0) / own.layout.program.context) * (t - 0.5));
  chunks[at] = (chunks[at] ?? 0) ^ 1;
  replace(step, deepest, chunks);
  step.carried.splice(0, 1, keccak_256(new Uint8Array([t])));
  const steps = trace.steps.map((root, i) => (i === t ? Tree.ofLeaves(step.carried).root : root));
  const { output } = own.result;
  const stepsRoot = Tree.ofLeaves(steps).root;
  const traceRoot = traceRootOf({ inputHash: own.inputHash, outputHash: keccak_256(output), stepsRoot });
  return { output, traceRoot, trace: { steps, open: (i) => (i === t ? step : trace.open(i)) } };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
