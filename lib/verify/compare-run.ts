import type { Hex } from 'viem';

/** An answer with the commitment to how it was found. */
export type Answer = { output: Hex; traceRoot: Hex };

/** What came of running a model oneself: the same, or what differs. */
export type Verdict =
  | { kind: 'match' }
  | { kind: 'mismatch'; outputDiffers: boolean; traceDiffers: boolean; firstDifferentByte: number | null };

/** Compares a posted answer with one's own run. Both must be equal to the bit: there is no tolerance. */
export function compareRun(posted: Answer, own: Answer): Verdict {
  const theirs = posted.output.toLowerCase();
  const ours = own.output.toLowerCase();
  const outputDiffers = theirs !== ours;
  const traceDiffers = posted.traceRoot.toLowerCase() !== own.traceRoot.toLowerCase();
  if (!outputDiffers && !traceDiffers) return { kind: 'match' };
  return {
    kind: 'mismatch',
    outputDiffers,
    traceDiffers,
    firstDifferentByte: outputDiffers ? firstDifference(theirs, ours) : null,
  };
}

function firstDifference(a: string, b: string): number {
  let at = 2;
  while (at < a.length && at < b.length && a.charAt(at) === b.charAt(at)) at += 1;
  return Math.floor((at - 2) / 2);
}
