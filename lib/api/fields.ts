import { type Address, getAddress, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';

/** An address, in the one spelling (checksummed) that all of our code compares. */
export const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'must be an address')
  .transform((value): Address => getAddress(value));

/** Bytes as 0x hex. */
export const hex = z.custom<Hex>((value) => isHex(value), 'must be hex');

/** A whole number that GraphQL carries as text. */
export const integer = z
  .string()
  .regex(/^-?\d+$/, 'must be a whole number')
  .transform(BigInt);

/** A list of rows as the indexer pages them. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ items: z.array(row) });
}

/** Hex as the indexer stores it. */
export function lowerHex(value: Hex): Hex {
  return `0x${value.slice(2).toLowerCase()}`;
}
