import { feeBpsAt } from '../../curve/fee.ts';

/** The lasting fee of trades on a curve: the launchpad's constant, which no event tells. */
export const LASTING_FEE_BPS = 100;

/** What is known of a trade on a curve and of its launch. */
export type FeeFacts = {
  isBuy: boolean;
  /** Whether it is the creator's buy inside the launch, which pays the lasting fee only. */
  isFirstBuy: boolean;
  feeWei: bigint;
  atSec: number;
  launchedAtSec: number;
  snipeFeeBps: number;
  snipeDurationSec: number;
};

/** The part of a trade's fee that is there against snipers: what goes beyond the lasting rate, rounded down. */
export function snipeFeeOf(trade: FeeFacts): bigint {
  if (!trade.isBuy || trade.isFirstBuy) return 0n;
  const { snipeFeeBps, snipeDurationSec, launchedAtSec, atSec } = trade;
  const curve = { feeBps: LASTING_FEE_BPS, snipeFeeBps, snipeDurationSec };
  const rateBps = feeBpsAt({ curve, startedAtSec: launchedAtSec, nowSec: atSec });
  return (trade.feeWei * BigInt(rateBps - LASTING_FEE_BPS)) / BigInt(rateBps);
}
