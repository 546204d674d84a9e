import { ceilDiv } from './ceil-div.ts';
import type { Curve } from './curve.ts';

const BPS = 10_000n;

/**
 * The fee of a buy in 1/10,000: a straight line from `snipeFeeBps` at the start to `feeBps`, rounded up. A sell pays
 * `curve.feeBps` at any time.
 */
export function feeBpsAt({
  curve,
  startedAtSec,
  nowSec,
}: {
  curve: Pick<Curve, 'feeBps' | 'snipeFeeBps' | 'snipeDurationSec'>;
  startedAtSec: number;
  nowSec: number;
}): number {
  const { feeBps, snipeFeeBps, snipeDurationSec } = curve;
  const elapsedSec = Math.max(0, nowSec - startedAtSec);
  if (elapsedSec >= snipeDurationSec) return feeBps;
  const extra = BigInt(snipeFeeBps - feeBps) * BigInt(snipeDurationSec - elapsedSec);
  return feeBps + Number(ceilDiv(extra, BigInt(snipeDurationSec)));
}

/** `amountWei` less a fee of `feeBps`: the fee rounds up. */
export function netOf(amountWei: bigint, feeBps: number): bigint {
  return (amountWei * (BPS - BigInt(feeBps))) / BPS;
}

/** The least amount that leaves `netWei` after a fee of `feeBps`: rounds up. */
export function grossOf(netWei: bigint, feeBps: number): bigint {
  return ceilDiv(netWei * BPS, BPS - BigInt(feeBps));
}
