import { expect, test } from 'vitest';
import { add } from './add.ts';
import { embed } from './embed.ts';

test('embed adds the byte row and the position row, little-endian, saturating', () => {
  const weights = new DataView(new ArrayBuffer(1 + 256 * 4 + 2 * 4)); // tokens at 1: alignment is not assumed
  const positions = 1 + 256 * 4;
  weights.setInt16(1 + 255 * 4, 30000, true);
  weights.setInt16(1 + 255 * 4 + 2, -30000, true);
  weights.setInt16(positions + 4, 3000, true);
  weights.setInt16(positions + 6, -3, true);
  const out = new Int16Array(2);
  embed({ weights, tokens: 1, positions, byte: 255, position: 1 }, out);
  expect([...out]).toEqual([32767, -30003]);
});

test('add saturates at both ends', () => {
  const out = new Int16Array(4);
  add(Int16Array.of(32767, -32768, 5, -1), Int16Array.of(1, -1, -7, 1), out);
  expect([...out]).toEqual([32767, -32768, -2, 0]);
});
