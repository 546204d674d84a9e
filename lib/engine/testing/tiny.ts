import { keccak_256 } from '@noble/hashes/sha3.js';

/** A program small enough to read, with every operator in it: width 4, two heads, context 12, alphabet "ab\n". */
export const tinyProgram = {
  format: 'openimo-program',
  version: 3,
  mode: 'generate',
  context: 12,
  minInput: 1,
  maxInput: 5,
  maxOutput: 8,
  minOutput: 2,
  terminator: 10,
  weightsBytes: 4096,
  states: [
    { dtype: 'i7', width: 4 },
    { dtype: 'i8', width: 4 },
  ],
  ops: [
    { op: 'embed', width: 4, tokens: 0, positions: 2048 },
    { op: 'sumSquares', x: 0, shift: 2 },
    { op: 'rsqrt', x: 1 },
    { op: 'scale', x: 0, by: 2, mul: 12, shift: 30 },
    { op: 'linear', x: 3, rows: 4, weights: 2144, shift: 18, dtype: 'i8' },
    { op: 'linear', x: 3, rows: 4, weights: 2192, shift: 18, dtype: 'i7' },
    { op: 'linear', x: 3, rows: 4, weights: 2240, shift: 18, dtype: 'i8' },
    { op: 'append', x: 5, state: 0 },
    { op: 'append', x: 6, state: 1 },
    { op: 'scores', x: 4, state: 0, heads: 2, mul: 999, shift: 14 },
    { op: 'max', x: 9 },
    { op: 'exp', x: 9, max: 10, table: 2288 },
    { op: 'sum', x: 11 },
    { op: 'mix', x: 11, sum: 12, state: 1, mul: 300, shift: 8 },
    { op: 'linear', x: 13, rows: 4, weights: 2544, shift: 10, dtype: 'i16' },
    { op: 'add', x: 0, y: 14 },
    { op: 'sumSquares', x: 15, shift: 2 },
    { op: 'rsqrt', x: 16 },
    { op: 'scale', x: 15, by: 17, mul: 12, shift: 30 },
    { op: 'linear', x: 18, rows: 7, weights: 2592, shift: 18, dtype: 'u7' },
    { op: 'linear', x: 19, rows: 3, weights: 2676, shift: 16, dtype: 'i16' },
    { op: 'noise', size: 3, table: 2721 },
    { op: 'add', x: 20, y: 21 },
    { op: 'argmax', x: 22 },
    { op: 'lookup', x: 23, table: 3233 },
  ],
};

/** 4096 bytes from keccak256 of a counter; the alphabet is put where the lookup reads. */
export function tinyWeights(): Uint8Array {
  const weights = new Uint8Array(tinyProgram.weightsBytes);
  for (let at = 0; at < weights.length; at += 32) weights.set(keccak_256(Uint8Array.of(at >> 8, at & 255)), at);
  weights.set([0x61, 0x62, 0x0a], 3233);
  return weights;
}

/** A program as the bytes of its program.json. */
export function encodeProgram(program: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(program));
}
