/** What one can do with a holding now, in wei. */
export type ExitInput = {
  balance: bigint;
  claimableWei: bigint;
  releasingWei: bigint;
  redeemWei: bigint;
  sellWei: bigint;
};

export type ExitOption = {
  id: 'claim' | 'sell' | 'burn';
  /** ETH in hand after it, revenue that is claimable in any case included. */
  totalWei: bigint;
  /** Of that, what this choice itself adds. */
  addedWei: bigint;
  /** The estimated share of later revenue that is kept. */
  keepsWei: bigint;
  keepsTokens: boolean;
};

/**
 * Claim, sell and burn side by side for a whole balance. What past snapshots owe is claimable in every case, because
 * claims never expire; selling and burning give up what is not in a snapshot yet.
 */
export function compareExits({ claimableWei, releasingWei, redeemWei, sellWei }: ExitInput): ExitOption[] {
  return [
    { id: 'claim', totalWei: claimableWei, addedWei: 0n, keepsWei: releasingWei, keepsTokens: true },
    { id: 'sell', totalWei: claimableWei + sellWei, addedWei: sellWei, keepsWei: 0n, keepsTokens: false },
    { id: 'burn', totalWei: claimableWei + redeemWei, addedWei: redeemWei, keepsWei: 0n, keepsTokens: false },
  ];
}

/** One sentence on which way out pays more now; null where there is nothing to say. */
export function exitAdvice({ balance, redeemWei, sellWei }: ExitInput): string | null {
  if (balance === 0n) return null;
  if (redeemWei === 0n && sellWei === 0n) return 'Neither selling nor burning pays anything now.';
  if (sellWei >= redeemWei) return 'If you want to leave, selling pays more than burning now.';
  return 'If you want to leave, burning pays more than selling now.';
}
