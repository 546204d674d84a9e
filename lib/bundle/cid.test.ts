import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cidOf, cidOfUri, parseCid, uriOf, verifyCid } from './cid.ts';
import { BundleError } from './error.ts';

const hello = new TextEncoder().encode('hello world');
// The well-known CID of these eleven bytes as one raw block.
const HELLO = 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';

test('the CID of known bytes is the known one', () => {
  expect(cidOf(hello)).toBe(HELLO);
  expect(cidOf(new Uint8Array())).toBe('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku');
});

test('bytes are what their CID names, and one changed bit is not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(), (bytes, seed) => {
      const cid = cidOf(bytes);
      verifyCid({ cid, bytes });
      const changed = bytes.slice();
      const at = seed % bytes.length;
      changed[at] = (changed[at] ?? 0) ^ (1 << (seed % 8));
      expect(() => verifyCid({ cid, bytes: changed })).toThrow(BundleError);
    }),
    { numRuns: 50 },
  );
});

test.each([
  '',
  'hello',
  HELLO.toUpperCase(),
  `${HELLO} `,
  'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG', // version 0
  'bafyreigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi', // dag-cbor
  'bafkqaaa', // no hash at all
  '../../etc/passwd',
])('%o is not a CID of a bundle’s block', (text) => {
  expect(() => parseCid(text)).toThrow(BundleError);
});

test('an ipfs address and its CID say the same', () => {
  expect(uriOf(HELLO)).toBe(`ipfs://${HELLO}`);
  expect(cidOfUri(uriOf(HELLO))).toBe(HELLO);
  expect(() => cidOfUri(`https://example.org/${HELLO}`)).toThrow('Not an ipfs:// address');
  expect(() => cidOfUri(`ipfs://${HELLO}/manifest.json`)).toThrow('Not a CID');
});
