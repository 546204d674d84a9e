import { type Address, zeroAddress } from 'viem';

/** ETH as a currency of revenue. */
export const ETH: Address = zeroAddress;

/** An amount of one currency, 18 decimals. */
export type CurrencyAmount = { currency: Address; amount: bigint };

/** What one snapshot of one token still owes an account. */
export type ClaimableSnapshot = { snapshotId: bigint; recordTimeSec: number; amounts: readonly CurrencyAmount[] };

/** An account's stake in one model token, read from the chain. */
export type Position = {
  token: Address;
  name: string;
  symbol: string;
  balance: bigint;
  isExcluded: boolean;
  /** What burning the whole balance would pay now, in ETH. */
  redeemWei: bigint;
  /** What selling the whole balance to the curve would pay now. */
  sellWei: bigint;
  /** Estimates at today's balances: released and waiting for a snapshot; still to be released. */
  pendingShareWei: bigint;
  unreleasedShareWei: bigint;
  /** Of the token as a whole, for the decision to take a snapshot. */
  tokenPendingWei: bigint;
  tokenUnreleasedWei: bigint;
  releaseEndSec: number;
  /** From when on the next snapshot is allowed; 0 for the first one. */
  nextSnapshotAtSec: number;
  /** Snapshots with something to claim, oldest first. */
  claims: readonly ClaimableSnapshot[];
};
