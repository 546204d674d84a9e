import { z } from 'zod';
import { BundleError } from './error.ts';

const bytes = z.templateLiteral(['0x', z.string().regex(/^(?:[0-9a-f]{2})*$/, 'hex bytes')]);

/** The shape of golden.json: runs that every implementation must reproduce to the bit. */
export const goldenSchema = z.strictObject({
  version: z.literal(1),
  cases: z
    .array(z.strictObject({ input: bytes, output: bytes, traceRoot: bytes, steps: z.int().positive() }))
    .min(1)
    .max(1000),
});

/** A parsed golden.json. */
export type Golden = z.infer<typeof goldenSchema>;

/** Parses golden.json; throws `bundle/bad-golden`. */
export function parseGolden(file: Uint8Array): Golden {
  try {
    return goldenSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file)));
  } catch (cause) {
    throw new BundleError('bundle/bad-golden', 'golden.json does not have the shape of golden outputs.', cause);
  }
}

/** The bytes of golden.json. */
export function encodeGolden(golden: Golden): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(goldenSchema.parse(golden), null, 2)}\n`);
}
