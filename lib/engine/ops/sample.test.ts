import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect, test } from 'vitest';
import { toHex } from '../hex.ts';
import { argmax, noise } from './sample.ts';

test('argmax takes the lowest index of the largest', () => {
  const places = (x: Int16Array, rows = 1) => {
    const out = new Int32Array(rows);
    argmax(x, out);
    return [...out];
  };
  expect(places(Int16Array.of(-32768))).toEqual([0]);
  expect(places(Int16Array.of(1, 7, 7, 2))).toEqual([1]);
  expect(places(Int16Array.of(-5, -4, -4))).toEqual([1]);
  expect(places(Int16Array.of(-32768, -32768))).toEqual([0]);
  expect(places(Int16Array.of(1, 2, 9, 3), 2)).toEqual([1, 0]);
});

test('noise is the table read at the bytes of keccak256(seed, step, block)', () => {
  const weights = new DataView(new ArrayBuffer(515));
  for (let b = 0; b < 256; b++) weights.setInt16(3 + 2 * b, b - 300, true);
  const seed = keccak_256(Uint8Array.of(1, 2, 3));
  const out = new Int16Array(40);
  noise({ weights, table: 3, seed, step: 258 }, out);
  const block = (index: number) => keccak_256(Uint8Array.of(...seed, 0, 0, 1, 2, 0, 0, 0, index));
  expect([...out.slice(0, 32)]).toEqual([...block(0)].map((b) => b - 300));
  expect([...out.slice(32)]).toEqual([...block(1).slice(0, 8)].map((b) => b - 300));
});

test('the hash is keccak-256, not SHA3-256', () => {
  expect(toHex(keccak_256(new Uint8Array()))).toBe(
    '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  );
});
