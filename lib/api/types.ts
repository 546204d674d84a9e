import type { Address, Hex } from 'viem';
import type { AttemptRow, GameRow } from './dispute/types.ts';

/** Where an answer came from: the indexer, or straight from the chain because the indexer was down. */
export type Source = 'indexer' | 'chain';

/** An answer of the data door. `blockNumber` is the newest block it takes in; `atSec` when it was read (Unix seconds). */
export type Read<T> = { data: T; source: Source; blockNumber: bigint; atSec: number };

/** One point of a price line: wei for one whole token, at Unix seconds. */
export type PricePoint = { atSec: number; priceWei: bigint };

/** One launched model with its token, sale and running totals. Token amounts have 18 decimals; prices are wei a whole token. */
export type ModelSummary = {
  token: Address;
  name: string;
  symbol: string;
  contractURI: string;
  creator: Address;
  curve: Address;
  vesting: Address | null;
  modelId: bigint;
  modelHash: Hex;
  programHash: Hex;
  bundleURI: string;
  inferencePriceWei: bigint;
  saleBps: number;
  liquidityBps: number;
  creatorBps: number;
  treasuryBps: number;
  claimableBps: number;
  targetWei: bigint;
  releasePeriodSec: number;
  snapshotIntervalSec: number;
  cliffSec: number;
  vestingSec: number;
  snipeFeeBps: number;
  snipeDurationSec: number;
  launchedAtSec: number;
  launchBlock: bigint;
  launchTxHash: Hex;
  totalSupply: bigint;
  tokenPriceWei: bigint;
  marketCapWei: bigint;
  reserveWei: bigint;
  tokensSold: bigint;
  complete: boolean;
  tradeCount: number;
  volumeWei: bigint;
  volume24hWei: bigint;
  /** Price change over 24 h (or since launch if younger) in 1/10,000; null when there was no trade. */
  change24hBps: number | null;
  holderCount: number;
  requestCount: number;
  revenueWei: bigint;
  inferenceRevenueWei: bigint;
  tradingRevenueWei: bigint;
  /** Inference revenue of the last 7 days, for the APR. */
  inferenceRevenue7dWei: bigint;
  sparkline: PricePoint[];
};

/** One trade on the curve. */
export type Trade = {
  id: string;
  token: Address;
  trader: Address;
  isBuy: boolean;
  weiAmount: bigint;
  tokenAmount: bigint;
  feeWei: bigint;
  /** Marginal price after the trade. */
  priceWei: bigint;
  atSec: number;
  blockNumber: bigint;
  txHash: Hex;
};

/** One account's balance of one token. */
export type Holder = { token: Address; account: Address; balance: bigint; isExcluded: boolean };

/** ETH that arrived at a token as revenue. */
export type RevenueEntry = {
  id: string;
  token: Address;
  from: Address;
  source: 'inference' | 'trading' | 'other';
  amount: bigint;
  atSec: number;
  txHash: Hex;
};

/** One revenue snapshot of one token; `amounts` by currency (the zero address is ETH). */
export type SnapshotRow = {
  token: Address;
  snapshotId: bigint;
  recordTimeSec: number;
  amounts: { currency: Address; amount: bigint }[];
  txHash: Hex;
};

/** One paid claim. */
export type ClaimRow = {
  id: string;
  token: Address;
  account: Address;
  snapshotId: bigint;
  currency: Address;
  amount: bigint;
  wrapped: boolean;
  atSec: number;
  txHash: Hex;
};

/** One step of a request's life, as the chain recorded it. */
export type RequestEvent = {
  kind: 'requested' | 'answered' | 'callback' | 'voided' | 'finalized' | 'refunded';
  atSec: number;
  txHash: Hex;
  detail: string | null;
};

/** One inference request. `status` has the contract's names. */
export type RequestRow = {
  requestId: bigint;
  modelId: bigint;
  token: Address | null;
  payer: Address;
  status: 'Requested' | 'Answered' | 'Finalized' | 'Refunded';
  input: Hex;
  output: Hex | null;
  traceRoot: Hex | null;
  operator: Address | null;
  assignedOperator: Address | null;
  assignedUntilSec: number;
  feeWei: bigint;
  operatorWei: bigint | null;
  modelWei: bigint | null;
  requestedAtSec: number;
  deadlineSec: number;
  finalizableAtSec: number | null;
  callbackContract: Address | null;
  txHash: Hex;
  events: RequestEvent[];
  /** Every answer, oldest first; all but the last are voided. */
  attempts: AttemptRow[];
  /** Dispute games over any of the answers, oldest first. */
  games: GameRow[];
};

/** The order of a list of models. */
export type ModelSort = 'newest' | 'marketCap' | 'volume' | 'revenue' | 'progress' | 'trending';

/** Which models of a list; all of what is given must hold. `complete`: the sale has reached its target. */
export type ModelFilter = { complete?: boolean; creator?: Address; tokens?: readonly Address[] };
