import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect, test } from 'vitest';
import { toHex } from '../hex.ts';
import { parseProgram } from '../program.ts';
import { run } from '../run.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../testing/tiny.ts';
import { readsOf } from './reads.ts';
import { layOut } from './records.ts';
import { traceStep } from './step-trace.ts';
import { concat, Tree } from './tree.ts';
import { bytesOfTensor, largestWitness, witnessOf } from './witness.ts';

const program = parseProgram(encodeProgram(tinyProgram));
const layout = layOut(program);
const weights = tinyWeights();
const input = Uint8Array.of(97, 98, 97, 10, 5);
const result = run({ program, weights, input });

test('the trace root is over input, output and what each step carried', () => {
  const last = traceStep({ program, weights, input, layout, step: result.steps - 1 });
  const roots = last.carried.map((step) => Tree.ofLeaves(step.map((bytes) => Tree.ofBytes(bytes).root)).root);
  expect(roots.map(toHex)).toEqual(result.carriedRoots.map(toHex));
  const stepsRoot = Tree.ofLeaves(roots).root;
  expect(toHex(stepsRoot)).toBe(toHex(result.stepsRoot));
  expect(toHex(keccak_256(concat([keccak_256(input), keccak_256(result.output), stepsRoot])))).toBe(
    toHex(result.traceRoot),
  );
});

test('what a step carries are tensors of its trace, and the last carried byte is the one chosen', () => {
  for (let step = 0; step < result.steps; step++) {
    const trace = traceStep({ program, weights, input, layout, step });
    expect(trace.tensors.map((bytes) => bytes.length)).toEqual(
      layout.tensors.map((_, id) => bytesOfTensor(layout, id)),
    );
    expect(trace.carried[step]).toEqual(layout.carried.map((id) => trace.tensors[id]));
    const chosen = trace.carried[step]?.at(-1)?.[0];
    if (step >= input.length - 1 && step - input.length + 1 < result.output.length) {
      expect(chosen).toBe(result.output[step - input.length + 1]);
    }
  }
});

test('a run can be followed beyond its end, as far as the context goes', () => {
  const beyond = traceStep({ program, weights, input, layout, step: result.steps });
  expect(beyond.carried).toHaveLength(result.steps + 1);
  expect(beyond.byte).toBe(beyond.carried[result.steps - 1]?.at(-1)?.[0]);
  expect(() => traceStep({ program, weights, input, layout, step: program.context })).toThrow(RangeError);
});

test('a mix has two records, and records are found through the program hash', () => {
  expect(layout.tensors).toHaveLength(tinyProgram.ops.length + 1);
  expect(layout.tensors.filter(({ op }) => op === 13).map(({ name }) => name)).toEqual(['partial', 'mix']);
  expect(layout.carried).toEqual([7, 8, 25]);
  const leaves = layout.records.map((record) => keccak_256(record));
  expect(toHex(layout.programHash)).toBe(toHex(keccak_256(concat([layout.header, Tree.ofLeaves(leaves).root]))));
});

test('changing any field of the program changes its hash', () => {
  const hashes = new Set<string>([toHex(layout.programHash)]);
  const changes = [{ minOutput: 1 }, { terminator: 11 }, { maxOutput: 7 }, { maxInput: 4 }, { context: 13 }];
  for (const change of changes) {
    hashes.add(toHex(layOut(parseProgram(encodeProgram({ ...tinyProgram, ...change }))).programHash));
  }
  tinyProgram.ops.forEach((op, id) => {
    for (const [field, value] of Object.entries(op)) {
      if (typeof value !== 'number') continue;
      for (const other of [value - 1, value + 1]) {
        const ops = tinyProgram.ops.map((one, at) => (at === id ? { ...one, [field]: other } : one));
        try {
          hashes.add(toHex(layOut(parseProgram(encodeProgram({ ...tinyProgram, ops }))).programHash));
        } catch {
          continue; // not a program: nothing to commit to
        }
        hashes.add(`${id} ${field} ${other}`);
      }
    }
  });
  const marks = [...hashes].filter((hash) => !hash.startsWith('0x'));
  expect(marks.length).toBeGreaterThan(30);
  expect(hashes.size).toBe(1 + changes.length + 2 * marks.length);
});

test('no witness of any element of any step is longer than the bound', () => {
  const bound = largestWitness(layout).bytes;
  let longest = 0;
  for (const step of [0, 3, result.steps - 1]) {
    const trace = traceStep({ program, weights, input, layout, step });
    const tree = (bytes: Uint8Array | undefined) => Tree.ofBytes(bytes ?? new Uint8Array());
    const carried = (s: number) => trace.carried[s] ?? [];
    const trees = {
      input,
      weights: Tree.ofBytes(weights),
      tensor: (id: number) => tree(trace.tensors[id]),
      step: Tree.ofLeaves(trace.tensors.map((bytes) => tree(bytes).root)),
      carried: (s: number, index: number) => tree(carried(s)[index]),
      carriedRoots: (s: number) => Tree.ofLeaves(carried(s).map((bytes) => tree(bytes).root)),
      steps: Tree.ofLeaves(result.carriedRoots),
    };
    const facts = {
      step,
      inputBytes: input.length,
      seed: keccak_256(input),
      byte: trace.byte,
      value: (id: number, element: number) => valueAt(trace.tensors[id], layout.tensors[id]?.dtype, element),
    };
    layout.tensors.forEach(({ size, dtype }, tensor) => {
      for (let element = 0; element < size; element++) {
        const value = valueAt(trace.tensors[tensor], dtype, element);
        longest = Math.max(longest, witnessOf(readsOf(layout, { tensor, element, value }, facts), trees).length);
      }
    });
  }
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThanOrEqual(bound);
});

function valueAt(bytes: Uint8Array | undefined, dtype: string | undefined, element: number): number {
  const view = new DataView((bytes ?? new Uint8Array(8)).slice().buffer);
  if (dtype === 'i16') return view.getInt16(2 * element, true);
  if (dtype === 'i32') return view.getInt32(4 * element, true);
  return dtype === 'u8' ? view.getUint8(element) : view.getInt8(element);
}
