import { OwnRun, ownModel } from '../lib/dispute/own-run.ts';
import { startChain } from './chain.ts';
import { deepestLie, falseLastLayer, falseWeights, type Lie } from './dispute/lies.ts';
import { type BenchModel, network, textModel } from './dispute/models.ts';
import { PHASES, play, postLie, type Sent } from './dispute/play.ts';
import { makeWorld, type World } from './gas-world.ts';
import type { Bench, BenchRow } from './row.ts';

/** ORA's opml at commit of 2024, its MNIST network of 784→20→10: measured on a machine like this one. */
const PEER = { name: 'ORA opml, MNIST 784-20-10', transactions: 69, gas: 8_129_358, seconds: 316 };

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

  const sum = (phase?: Sent['phase'], of: (one: Sent) => number = ({ gas }) => gas): number =>
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
    ...PHASES.map((phase) => row(`gas-${phase}`, 'gas', sum(phase))),
    row(
      'calldata-bytes',
      'bytes',
      sum(undefined, (one) => one.calldataBytes),
    ),
    row('seconds', 's', round(seconds, 1), PEER.seconds),
    { ...row('floor-ratio', '×', round(prove.gas / prove.floorGas, 3)), note: `proof of ${prove.calldataBytes} bytes` },
  ];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
