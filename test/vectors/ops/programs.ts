import { hexToBytes } from 'viem';
import { loadEngine } from '../../../lib/engine/engine.ts';
import { parseProgram } from '../../../lib/engine/program.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../../../lib/engine/testing/tiny.ts';
import { layOut } from '../../../lib/engine/trace/records.ts';
import { Tree } from '../../../lib/engine/trace/tree.ts';
import { StepCase } from '../../differential/step-case.ts';

/** What a program that generates does not have: the input as a tensor, and maps of every type. Sizes are odd. */
const onceProgram = {
  format: 'openimo-program',
  version: 3,
  mode: 'once',
  context: 1,
  minInput: 37,
  maxInput: 37,
  maxOutput: 37,
  minOutput: 37,
  terminator: 0,
  weightsBytes: 4096,
  states: [],
  ops: [
    { op: 'input', size: 37 },
    { op: 'map', x: 0, table: 3, dtype: 'i7' },
    { op: 'map', x: 0, table: 300, dtype: 'u7' },
    { op: 'map', x: 1, table: 777, dtype: 'i8' },
    { op: 'map', x: 3, table: 1001, dtype: 'u8' },
  ],
};

/** Windows of every kind over 4 × 3 pixels of three channels, and what only moves elements or computes them one by one. */
const pictureProgram = {
  ...onceProgram,
  ...{ minInput: 36, maxInput: 36, minOutput: 36, maxOutput: 36 },
  ops: [
    { op: 'input', size: 36 },
    { op: 'map', x: 0, table: 3, dtype: 'i7' },
    {
      ...{ op: 'conv', x: 1, groups: 1, rows: 2, weights: 300, shift: 21, pad: 5, dtype: 'i8' },
      window: window({ kernel: [3, 2], padding: [1, 1], out: [4, 4] }),
    },
    {
      ...{ op: 'conv', x: 1, groups: 3, rows: 6, weights: 501, shift: 12, pad: -64, dtype: 'i16' },
      window: window({ kernel: [2, 2], stride: [2, 1], dilation: [1, 2], padding: [0, 1], out: [2, 3] }),
    },
    { op: 'pool', x: 1, window: window({ kernel: [2, 2], stride: [2, 1], padding: [1, 0], out: [3, 2] }) },
    { op: 'pool', x: 3, window: { ...window({ kernel: [1, 2], out: [2, 2] }), shape: [2, 3, 6] } },
    { op: 'move', x: 1, dims: [3, 4, 3], strides: [3, 9, -1], base: 2 },
    { op: 'concat', x: 6, y: 4, parts: [6, 3] },
    { op: 'constant', size: 9, dtype: 'i32', table: 701 },
    { op: 'constant', size: 36, dtype: 'u7', table: 1111 },
    { op: 'gather', x: 0, idBytes: 2, vocab: 101, width: 3, table: 1200, dtype: 'i16' },
    { op: 'gather', x: 0, idBytes: 1, vocab: 200, width: 1, table: 2100, dtype: 'i7' },
    { op: 'multiply', x: 1, y: 9, mul: 3, shift: 1, dtype: 'i16' },
    { op: 'requantise', x: 12, mul: 999, shift: 14, offset: 100, dtype: 'u8' },
  ],
};

function window(fields: Record<string, readonly number[]>): Record<string, readonly number[]> {
  return { shape: [4, 3, 3], stride: [1, 1], dilation: [1, 1], padding: [0, 0], ...fields };
}

/** Attention from each of five rows of four to all of them, and norms of rows. */
const rowsProgram = {
  ...onceProgram,
  ...{ minInput: 20, maxInput: 20, minOutput: 20, maxOutput: 20 },
  ops: [
    { op: 'input', size: 20 },
    { op: 'map', x: 0, table: 3, dtype: 'i7' },
    { op: 'matmul', x: 1, y: 1, dims: [5, 5, 4], mul: 999, shift: 16, dtype: 'i8' },
    { op: 'max', x: 2, rows: 5 },
    { op: 'exp', x: 2, max: 3, table: 300 },
    { op: 'sum', x: 4 },
    { op: 'matmul', x: 4, y: 1, dims: [5, 4, 5], mul: 3, shift: 1, dtype: 'i32' },
    { op: 'divide', x: 6, sum: 5, mul: 3, shift: 1, dtype: 'i8' },
    { op: 'divide', x: 4, sum: 5, mul: 64, shift: 1, dtype: 'u7' },
    { op: 'requantise', x: 6, mul: 5, shift: 6, offset: -1, dtype: 'i16' },
    { op: 'center', x: 9, rows: 5 },
    { op: 'sumSquares', x: 10, shift: 3, rows: 5 },
    { op: 'rsqrt', x: 11 },
    { op: 'argmax', x: 10, rows: 4 },
    { op: 'scale', x: 10, by: 12, mul: 40, shift: 28 },
  ],
};

/** The runs that the vectors in this folder are taken from. */
export const RUNS = {
  tiny: { program: tinyProgram, input: Uint8Array.of(104, 101, 108, 108, 111) },
  once: { program: onceProgram, input: Uint8Array.from({ length: 37 }, (_, index) => (index * 7) % 256) },
  pictures: { program: pictureProgram, input: Uint8Array.from({ length: 36 }, (_, index) => (index * 61) % 256) },
  rows: { program: rowsProgram, input: Uint8Array.from({ length: 20 }, (_, index) => (index * 83) % 256) },
} as const;

export type RunName = keyof typeof RUNS;

/** One claim about one element, and whether it is false. Bytes as 0x…; what they mean: docs/op-spec.md, "Witness". */
export type Vector = {
  run: RunName;
  step: number;
  steps: number;
  tensor: number;
  element: number;
  value: number;
  isWrong: boolean;
  header: `0x${string}`;
  record: `0x${string}`;
  chunk: `0x${string}`;
  inputBytes: number;
  inputHash: `0x${string}`;
  modelHash: `0x${string}`;
  stepRoot: `0x${string}`;
  stepsRoot: `0x${string}`;
  witness: `0x${string}`;
};

/** Step `step` of a run, as the last of it. */
export function openStep(name: RunName, step: number): StepCase {
  const { program: source, input } = RUNS[name];
  const program = parseProgram(encodeProgram(source));
  const { hashPairs } = loadEngine();
  const weights = tinyWeights();
  const weightsTree = Tree.ofBytes(weights, hashPairs);
  const request = { program, weights, input, layout: layOut(program), weightsTree, step };
  return new StepCase(request, { later: [], hashPairs });
}

/** The vector's claim, as the contract takes it. */
export function claimOf(vector: Vector) {
  const bytes = (hex: `0x${string}`): Uint8Array => hexToBytes(hex);
  const { step, steps, inputBytes, tensor, element, isWrong } = vector;
  return {
    shared: {
      ...{ step, steps, inputBytes, header: bytes(vector.header), inputHash: bytes(vector.inputHash) },
      ...{ modelHash: bytes(vector.modelHash), stepRoot: bytes(vector.stepRoot), stepsRoot: bytes(vector.stepsRoot) },
    },
    one: {
      ...{ tensor, element, isWrong, record: bytes(vector.record) },
      ...{ chunk: bytes(vector.chunk), witness: bytes(vector.witness) },
    },
  };
}
