import { expect, test } from 'vitest';
import { map } from './map.ts';

const table = Int8Array.from({ length: 256 }, (_, index) => index);

test.each([
  ['i8', [0, 127, -128, -1]],
  ['u8', [0, 127, 128, 255]],
  ['i7', [0, 63, -64, -1]],
  ['u7', [0, 127, 0, 0]],
] as const)('map to %s reads the entry by its type and saturates', (dtype, expected) => {
  const out = new Uint8Array(4);
  map(Uint8Array.of(0, 127, 128, 255), { table, dtype }, out);
  expect([...(dtype === 'u8' ? out : new Int8Array(out.buffer))]).toEqual(expected);
});
