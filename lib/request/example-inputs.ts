import type { Golden } from '../bundle/golden.ts';
import { fromHex } from '../engine/hex.ts';

const MOST = 10;

/** Inputs of golden outputs that a person may want to begin with: not the plain fillings that every model is tried on. */
export function exampleInputs({ cases }: Golden): Uint8Array[] {
  return cases
    .map(({ input }) => fromHex(input) ?? new Uint8Array())
    .filter((input) => input.length > 0 && !isFilling(input))
    .slice(0, MOST);
}

/** Every byte as far from the one before as the next: one value all over, or a ramp. */
function isFilling(input: Uint8Array): boolean {
  const step = ((input[1] ?? 0) - (input[0] ?? 0)) & 255;
  return input.every((byte, at) => at === 0 || ((byte - (input[at - 1] ?? 0)) & 255) === step);
}
