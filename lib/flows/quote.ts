const BPS = 10_000n;
const PIPS = 1_000_000n;
const ONE_TOKEN = 10n ** 18n;

/** The least to accept for a quote, given a slippage in 1/10,000; cut down, so never more than the quote. */
export function withSlippage(quoted: bigint, slippageBps: number): bigint {
  return (quoted * (BPS - BigInt(slippageBps))) / BPS;
}

/** The most to pay for a quote, given a slippage in 1/10,000; rounded up, so never less than the quote. */
export function withSlippageUp(quoted: bigint, slippageBps: number): bigint {
  return (quoted * (BPS + BigInt(slippageBps)) + BPS - 1n) / BPS;
}

/** The fee in wei of a trade whose trader pays (buy) or gets (sell) `weiAmount`, fee included in both; rounded up. */
export function feeOf({ isBuy, weiAmount, feePips }: { isBuy: boolean; weiAmount: bigint; feePips: number }): bigint {
  const pips = BigInt(feePips);
  const of = isBuy ? PIPS : PIPS - pips;
  return of <= 0n ? 0n : (weiAmount * pips + of - 1n) / of;
}

/**
 * How much worse than the marginal price a trade is, in 1/10,000, fee not counted: (paid − worth) / worth for a buy, the
 * reverse for a sell. `netWei` is what the trade moves without its fee; `priceWei` the price of one whole token before it.
 */
export function priceImpactBps({
  tokens,
  netWei,
  priceWei,
}: {
  tokens: bigint;
  netWei: bigint;
  priceWei: bigint;
}): number {
  const worthWei = (tokens * priceWei) / ONE_TOKEN;
  if (worthWei === 0n) return 0;
  const gap = netWei > worthWei ? netWei - worthWei : worthWei - netWei;
  return Number((gap * BPS) / worthWei);
}

/** How loudly an impact is said: noted above 1 %, amber above 3 %, red above 5 %, confirmed in writing above 10 %. */
export function impactLevel(impactBps: number): 'none' | 'note' | 'amber' | 'red' | 'confirm' {
  if (impactBps > 1_000) return 'confirm';
  if (impactBps > 500) return 'red';
  if (impactBps > 300) return 'amber';
  return impactBps > 100 ? 'note' : 'none';
}

/** What `Max` offers of a balance: everything but the gas of this trade and one more. */
export function maxSpend({
  balanceWei,
  gasPriceWei,
  gasLimit,
}: {
  balanceWei: bigint;
  gasPriceWei: bigint;
  gasLimit: bigint;
}): bigint {
  const reserve = gasPriceWei * gasLimit * 2n;
  return balanceWei > reserve ? balanceWei - reserve : 0n;
}
