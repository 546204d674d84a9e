import { parseAmount } from '../format/parse-amount.ts';
import type { TypedTime } from './draft.ts';
import { SECONDS_OF } from './draft-fields.ts';

/** A typed value, or the sentence that says what is wrong with it. */
export type Typed<T> = { value: T; error?: undefined } | { value?: undefined; error: string };

/** Reads a typed ETH amount between two bounds, in wei. `empty` is what an empty field means; null when it must be filled. */
export function readWei(
  text: string,
  { min, max, empty, range }: { min: bigint; max: bigint; empty: bigint | null; range: string },
): Typed<bigint> {
  const parsed = parseAmount(text);
  if (parsed.kind === 'empty') return empty === null ? { error: 'Enter an amount of ETH.' } : { value: empty };
  if (parsed.kind === 'invalid') return { error: parsed.reason };
  return parsed.value < min || parsed.value > max ? { error: range } : { value: parsed.value };
}

/** Reads a typed percentage with at most two decimals, in 1/10,000. */
export function readBps(text: string, { min, max }: { min: number; max: number }): Typed<number> {
  const parsed = parseAmount(text, 2);
  if (parsed.kind === 'empty') return { error: 'Enter a percentage.' };
  if (parsed.kind === 'invalid') return { error: parsed.reason };
  const bps = parsed.value > 1_000_000n ? 1_000_000 : Number(parsed.value);
  return bps < min || bps > max ? { error: `Between ${min / 100} % and ${max / 100} %.` } : { value: bps };
}

/** Reads a typed time in whole seconds, rounded down. */
export function readSeconds(
  { amount, unit }: TypedTime,
  { min, max, range }: { min: number; max: number; range: string },
): Typed<number> {
  const parsed = parseAmount(amount, 6);
  if (parsed.kind === 'empty') return { error: 'Enter a time.' };
  if (parsed.kind === 'invalid') return { error: parsed.reason };
  const seconds = (parsed.value * SECONDS_OF[unit]) / 1_000_000n;
  return seconds < BigInt(min) || seconds > BigInt(max) ? { error: range } : { value: Number(seconds) };
}
