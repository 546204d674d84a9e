/** Traded volume counts half after this long. */
const HALF_LIFE_SEC = 6 * 3600;

/** The score of a model without trades: below every other. */
export const NO_TREND = -1e9;

/**
 * Adds a trade to a volume that decays with time, kept as a base-2 logarithm of Σ wei · 2^(time / half-life). Because all
 * models decay alike, the order of these scores is right at any later time without touching them again.
 */
export function addToTrend(score: number, trade: { weiAmount: bigint; atSec: number }): number {
  if (trade.weiAmount === 0n) return score;
  const added = Math.log2(Number(trade.weiAmount)) + trade.atSec / HALF_LIFE_SEC;
  const [high, low] = added > score ? [added, score] : [score, added];
  return high + Math.log2(1 + 2 ** (low - high));
}
