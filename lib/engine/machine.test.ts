import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Machine } from './machine.ts';
import { parseProgram } from './program.ts';
import { Random } from './testing/random.ts';
import { type RandomCase, randomCase } from './testing/random-program.ts';
import { Reference } from './testing/reference.ts';
import { encodeProgram, tinyProgram, tinyWeights } from './testing/tiny.ts';

/** Random programs of each mode. */
const PROGRAMS = 60;

const program = parseProgram(encodeProgram(tinyProgram));
const big = (values: Iterable<number>): bigint[] => Array.from(values, BigInt);

const compare = (weights: Uint8Array, input: Uint8Array): void => compareCase({ program, weights, input });

/** Every tensor of every step that reads the input, from both readings of the spec. */
function compareCase({ program, weights, input }: RandomCase): void {
  const machine = new Machine(program, weights, input);
  const reference = new Reference(program, weights, input);
  const bytes = program.mode === 'once' ? Uint8Array.of(0) : input;
  bytes.forEach((byte, position) => {
    const next = machine.step(position, byte);
    const expected = reference.step(position, byte);
    machine.tensors.forEach((tensor, id) => {
      expect(big(tensor), `${program.ops[id]?.op} ${id} at ${position}`).toEqual(expected[id]);
    });
    if (program.mode === 'generate') expect(BigInt(next)).toBe(expected.at(-1)?.[0]);
  });
}

test('every operator agrees with the BigInt reading at full context', () => {
  compare(tinyWeights(), Uint8Array.of(0, 255, 104, 101, 108, 108, 111, 10, 128, 7, 7, 7));
});

test('any bytes are valid weights, and both readings agree on them', () => {
  const any = fc.uint8Array({ minLength: 4096, maxLength: 4096 });
  const text = fc.uint8Array({ minLength: 1, maxLength: 6 });
  fc.assert(fc.property(any, text, compare), { numRuns: 60 });
});

test.each(['generate', 'once'] as const)('random programs of mode %s agree with the BigInt reading', (mode) => {
  const seen = new Set<string>();
  for (let seed = 0; seed < PROGRAMS; seed++) {
    const random = new Random(seed);
    const drawn = randomCase(random, { mode, length: random.int(6, 30) });
    for (const { op } of drawn.program.ops) seen.add(op);
    compareCase(drawn);
  }
  expect(seen.size).toBeGreaterThan(mode === 'once' ? 20 : 12);
});

test.each([0, 0x7f, 0x80, 0xff])('weights of nothing but %i saturate alike in both readings', (byte) => {
  compare(new Uint8Array(4096).fill(byte), Uint8Array.of(1, 2, 3));
});

test('the weights may start at any offset of their buffer', () => {
  const shifted = new Uint8Array(4099);
  shifted.set(tinyWeights(), 3);
  compare(shifted.subarray(3), Uint8Array.of(9, 8, 7));
});
