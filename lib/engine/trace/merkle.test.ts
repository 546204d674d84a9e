import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect, test } from 'vitest';
import { toHex } from '../hex.ts';
import { leafHash, merkleRoot } from './merkle.ts';

const keccak = (...parts: (number | Uint8Array)[]) =>
  keccak_256(Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part]))));

const bytes = [Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)];
const zero = new Uint8Array(32);
const [a, b, c] = [keccak(0, 1), keccak(0), keccak(0, 2, 3)];

test('a leaf is keccak256 of 0x00 and the bytes', () => {
  expect(bytes.map(leafHash)).toEqual([a, b, c]);
});

test('three leaves are padded to four and their number is bound in', () => {
  const top = keccak(1, keccak(1, a, b), keccak(1, c, zero));
  expect(merkleRoot([a, b, c])).toEqual(keccak(2, 0, 0, 0, 3, top));
});

test('five leaves are padded to eight', () => {
  const left = keccak(1, keccak(1, a, b), keccak(1, c, a));
  const right = keccak(1, keccak(1, b, zero), keccak(1, zero, zero));
  expect(merkleRoot([a, b, c, a, b])).toEqual(keccak(2, 0, 0, 0, 5, keccak(1, left, right)));
});

test('one leaf is its own top, and zero padding is no leaf', () => {
  expect(merkleRoot([a])).toEqual(keccak(2, 0, 0, 0, 1, a));
  expect(toHex(merkleRoot([a, b, c]))).not.toBe(toHex(merkleRoot([a, b, c, zero])));
});
