import type { Hex } from 'viem';

/**
 * One account's tokens of one model, with what they cost on average.
 *
 * The rule: a buy adds what was paid to the cost of the account that got the tokens. Tokens that arrive by a transfer
 * bring no cost. A transfer out takes its part of the cost with it (cost · tokens / balance, rounded down, the last token
 * taking all), which a sale in the same transaction turns into realised profit: it does not matter whether a market
 * tells of a sale before or after it takes the tokens, nor through how many contracts they go. A burn realises its part
 * of the cost as a loss, and what the redeem pool pays for it in ETH as a gain. Gas is not counted.
 */
export type Position = {
  balance: bigint;
  /** What the tokens held now were bought for, fees included. */
  costWei: bigint;
  /** Proceeds of sales and redemptions less the cost of what was given for them. */
  realisedWei: bigint;
  boughtTokens: bigint;
  boughtWei: bigint;
  soldTokens: bigint;
  soldWei: bigint;
  /** Tokens that left in transaction `pendingTx` and were not sold in it so far; negative: sold, but not yet gone. */
  pendingTokens: bigint;
  /** The cost that left with them. */
  pendingCostWei: bigint;
  pendingTx: Hex | null;
};

/** The position of an account that never had a token. */
export const NO_POSITION: Position = {
  balance: 0n,
  costWei: 0n,
  realisedWei: 0n,
  boughtTokens: 0n,
  boughtWei: 0n,
  soldTokens: 0n,
  soldWei: 0n,
  pendingTokens: 0n,
  pendingCostWei: 0n,
  pendingTx: null,
};

/** Tokens arrived. */
export function receiveTokens<P extends Position>(position: P, tokens: bigint): P {
  return { ...position, balance: position.balance + tokens };
}

/** Tokens left by a transfer. */
export function sendTokens<P extends Position>(position: P, { tokens, txHash }: { tokens: bigint; txHash: Hex }): P {
  const now = openPending(position, txHash);
  // Tokens that a sale has told of already have left their cost there.
  const soldBefore = now.pendingTokens < 0n ? -now.pendingTokens : 0n;
  const others = tokens > soldBefore ? tokens - soldBefore : 0n;
  const shareWei = costShare(now.costWei, { tokens: others, of: now.balance - soldBefore });
  return {
    ...now,
    balance: now.balance - tokens,
    costWei: now.costWei - shareWei,
    pendingTokens: now.pendingTokens + tokens,
    pendingCostWei: now.pendingCostWei + shareWei,
  };
}

/** Tokens were burnt: their cost is lost. What the redeem pool pays comes with `addRedemption`. */
export function burnTokens<P extends Position>(position: P, tokens: bigint): P {
  const shareWei = costShare(position.costWei, { tokens, of: position.balance });
  return {
    ...position,
    balance: position.balance - tokens,
    costWei: position.costWei - shareWei,
    realisedWei: position.realisedWei - shareWei,
  };
}

/** The redeem pool paid ETH for burnt tokens. Other currencies have no price here and are left out. */
export function addRedemption<P extends Position>(position: P, amountWei: bigint): P {
  return { ...position, realisedWei: position.realisedWei + amountWei };
}

/** Tokens were bought for this account; they arrive by a transfer of their own. */
export function addBuy<P extends Position>(
  position: P,
  { tokens, weiAmount }: { tokens: bigint; weiAmount: bigint },
): P {
  return {
    ...position,
    costWei: position.costWei + weiAmount,
    boughtTokens: position.boughtTokens + tokens,
    boughtWei: position.boughtWei + weiAmount,
  };
}

/** This account sold tokens; they leave, or have left, by a transfer of their own in the same transaction. */
export function addSale<P extends Position>(
  position: P,
  { tokens, weiAmount, txHash }: { tokens: bigint; weiAmount: bigint; txHash: Hex },
): P {
  const now = openPending(position, txHash);
  const gone = now.pendingTokens > 0n ? now.pendingTokens : 0n;
  const fromGone = tokens < gone ? tokens : gone;
  const goneCostWei = costShare(now.pendingCostWei, { tokens: fromGone, of: gone });
  const soldBefore = now.pendingTokens < 0n ? -now.pendingTokens : 0n;
  const heldCostWei = costShare(now.costWei, { tokens: tokens - fromGone, of: now.balance - soldBefore });
  return {
    ...now,
    costWei: now.costWei - heldCostWei,
    realisedWei: now.realisedWei + weiAmount - goneCostWei - heldCostWei,
    soldTokens: now.soldTokens + tokens,
    soldWei: now.soldWei + weiAmount,
    pendingTokens: now.pendingTokens - tokens,
    pendingCostWei: now.pendingCostWei - goneCostWei,
  };
}

/** What is pending belongs to one transaction. */
function openPending<P extends Position>(position: P, txHash: Hex): P {
  if (position.pendingTx === txHash) return position;
  return { ...position, pendingTokens: 0n, pendingCostWei: 0n, pendingTx: txHash };
}

function costShare(costWei: bigint, { tokens, of }: { tokens: bigint; of: bigint }): bigint {
  if (tokens <= 0n) return 0n;
  return tokens >= of ? costWei : (costWei * tokens) / of;
}
