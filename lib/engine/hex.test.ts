import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './hex.ts';

test('hex survives the round trip', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
    }),
  );
});

test.each(['', '0x0', '0xzz', '12', '0X12', '0x12 ', ' 0x12'])('%o is not hex', (text) => {
  expect(fromHex(text)).toBeUndefined();
});
