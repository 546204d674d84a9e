import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Machine } from './machine.ts';
import { parseProgram } from './program.ts';
import { Reference } from './testing/reference.ts';
import { encodeProgram, tinyProgram, tinyWeights } from './testing/tiny.ts';

const program = parseProgram(encodeProgram(tinyProgram));
const big = (values: Iterable<number>): bigint[] => Array.from(values, BigInt);

/** Every tensor of every step, from both readings of the spec. */
function compare(weights: Uint8Array, text: Uint8Array): void {
  const machine = new Machine(program, weights, text);
  const reference = new Reference(program, weights, text);
  text.forEach((byte, position) => {
    const next = machine.step(position, byte);
    const expected = reference.step(position, byte);
    machine.tensors.forEach((tensor, id) => {
      expect(big(tensor), `${tinyProgram.ops[id]?.op} ${id} at ${position}`).toEqual(expected[id]);
    });
    expect(BigInt(next)).toBe(expected.at(-1)?.[0]);
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

test.each([0, 0x7f, 0x80, 0xff])('weights of nothing but %i saturate alike in both readings', (byte) => {
  compare(new Uint8Array(4096).fill(byte), Uint8Array.of(1, 2, 3));
});

test('the weights may start at any offset of their buffer', () => {
  const shifted = new Uint8Array(4099);
  shifted.set(tinyWeights(), 3);
  compare(shifted.subarray(3), Uint8Array.of(9, 8, 7));
});
