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

/** The runs that the vectors in this folder are taken from. */
export const RUNS = {
  tiny: { program: tinyProgram, input: Uint8Array.of(104, 101, 108, 108, 111) },
  once: { program: onceProgram, input: Uint8Array.from({ length: 37 }, (_, index) => (index * 7) % 256) },
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
