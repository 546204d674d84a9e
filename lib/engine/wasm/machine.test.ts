import { expect, test } from 'vitest';
import { Machine } from '../machine.ts';
import type { Op } from '../op.ts';
import { bytesOf } from '../tensor.ts';
import { Random } from '../testing/random.ts';
import { type RandomCase, randomCase } from '../testing/random-program.ts';
import { OPCODES } from '../trace/records.ts';
import { compileKernels, instantiate } from './kernel.ts';
import { type Host, WasmMachine } from './machine.ts';

/** Cases of each operator that a build must get right: each is one operator of a random program in one step. */
const CASES = 10_000;

/** A program that runs once has one step: it is run on this many weights and inputs. */
const ROUNDS_ONCE = 4;

const hosts: Host[] = compileKernels().map((module) => ({ kernel: instantiate(module), build: module.build }));

/** Every tensor of every step of every build, until the text or the context ends; counts the operators. */
function compare({ program, weights, input }: RandomCase, count: (op: Op) => void): void {
  const plain = new Machine(program, weights, input);
  const machines = hosts.map((host) => ({ build: host.build, wasm: new WasmMachine(host, program, weights) }));
  for (const { wasm } of machines) wasm.begin(input);
  for (let step = 0, byte = input[0] ?? 0; step < program.context; step++) {
    const next = plain.step(step, byte);
    for (const { build, wasm } of machines) {
      const found = wasm.step(step, byte);
      program.ops.forEach((op, id) => {
        const expected = plain.tensors[id] ?? new Uint8Array();
        if (Buffer.compare(bytesOf(expected), bytesOf(wasm.tensor(id))) === 0) return;
        expect([...wasm.tensor(id)], `${build}: ${JSON.stringify(op)} in step ${step}`).toEqual([...expected]);
      });
      if (program.mode === 'generate') expect(found, build).toBe(next);
    }
    program.ops.forEach(count);
    byte = input[step + 1] ?? next;
  }
}

test('this host runs both builds', () => {
  expect(hosts.map(({ build }) => build)).toEqual(['relaxed', 'plain']);
});

test('in both builds every tensor of random programs is that of the plain engine', () => {
  const names = Object.keys(OPCODES).filter((name) => name !== 'partial');
  const cases = new Map<string, number>(names.map((name) => [name, 0]));
  const isEnough = () => [...cases.values()].every((count) => count >= CASES);
  for (let seed = 0; !isEnough() && seed < 4000; seed++) {
    const random = new Random(seed);
    const mode = seed % 2 === 0 ? 'generate' : 'once';
    const length = mode === 'once' ? 200 : random.int(5, 60);
    const made = randomCase(random, { mode, length });
    for (let round = 0; round < (mode === 'once' ? ROUNDS_ONCE : 1); round++) {
      const { weights, input } = made;
      const other = { weights: random.bytes(weights.length), input: random.bytes(input.length) };
      compare({ ...made, ...(round > 0 && other) }, ({ op }) => {
        cases.set(op, (cases.get(op) ?? 0) + 1);
      });
    }
  }
  expect([...cases].filter(([, count]) => count < CASES)).toEqual([]);
}, 240_000);
