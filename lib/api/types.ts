import type { Address, Hex } from 'viem';
import type { AttemptRow, GameRow } from './dispute/types.ts';
import type { HolderTag } from './market/holder-tag.ts';
import type { RevenueSource } from './market/revenue-source.ts';

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
  /** The sale has reached its target; a sale back to the curve can undo it until it has graduated. */
  complete: boolean;
  /** Whether it trades in its pool now, since when, and the pool's id and lasting fee in 1/1,000,000. */
  graduated: boolean;
  graduatedAtSec: number | null;
  poolId: Hex | null;
  poolFeePips: number | null;
  tradeCount: number;
  volumeWei: bigint;
  volume24hWei: bigint;
  /** Price change over 24 h (or since launch if younger) in 1/10,000; null when there was no trade. */
  change24hBps: number | null;
  holderCount: number;
  requestCount: number;
  /** All ETH that arrived as revenue; the parts below by source, what is left of it sent by others. */
  revenueWei: bigint;
  inferenceRevenueWei: bigint;
  /** Fees of trades, on the curve and in the pool. */
  tradingRevenueWei: bigint;
  /** Part of the trading revenue: the fee against snipers, and the fees collected from the pool. */
  snipeRevenueWei: bigint;
  poolRevenueWei: bigint;
  mintRevenueWei: bigint;
  royaltyRevenueWei: bigint;
  /** Inference and trading revenue of the last 7 and 30 days. */
  inferenceRevenue7dWei: bigint;
  inferenceRevenue30dWei: bigint;
  tradingRevenue7dWei: bigint;
  tradingRevenue30dWei: bigint;
  /** Annualised revenue against the market cap in 1/10,000: see `aprBps` of market/apr.ts; null without a market cap. */
  inferenceApr7dBps: number | null;
  inferenceApr30dBps: number | null;
  tradingApr7dBps: number | null;
  tradingApr30dBps: number | null;
  sparkline: PricePoint[];
};

/** One trade, on the curve or in the pool. */
export type Trade = {
  id: string;
  token: Address;
  venue: 'curve' | 'pool';
  /** Who traded: paid for a buy, gave the tokens of a sale. */
  trader: Address;
  /** Who got the tokens of a buy or the ETH of a sale. */
  recipient: Address;
  isBuy: boolean;
  /** What the trader paid or got, fee included in both readings. */
  weiAmount: bigint;
  tokenAmount: bigint;
  /** Fee in wei; for a sale in the pool, which takes its fee in tokens, what they were worth. */
  feeWei: bigint;
  /** Part of `feeWei`: what goes beyond the lasting fee in a launch's first minutes. */
  snipeFeeWei: bigint;
  /** Marginal price after the trade. */
  priceWei: bigint;
  atSec: number;
  blockNumber: bigint;
  txHash: Hex;
};

/** One account's balance of one token. Excluded accounts can never claim. */
export type Holder = {
  token: Address;
  account: Address;
  balance: bigint;
  isExcluded: boolean;
  /** What the account is, where it is more than an account. */
  tag: HolderTag | null;
};

/** One account's tokens of one model, what they cost and what they brought; see market/position.ts for the rule. */
export type PositionRow = {
  token: Address;
  name: string;
  symbol: string;
  balance: bigint;
  tokenPriceWei: bigint;
  /** The balance at the present price at the margin: an upper bound of what selling would bring. */
  valueWei: bigint;
  /** What the tokens held now cost; tokens that came by a transfer cost nothing. */
  costWei: bigint;
  /** Cost of one whole token on average; null without a balance. */
  averageCostWei: bigint | null;
  realisedWei: bigint;
  /** `valueWei` less `costWei`. */
  unrealisedWei: bigint;
  boughtTokens: bigint;
  boughtWei: bigint;
  soldTokens: bigint;
  soldWei: bigint;
};

/** ETH that arrived at a token as revenue. */
export type RevenueEntry = {
  id: string;
  token: Address;
  from: Address;
  source: RevenueSource;
  amount: bigint;
  /** Part of a trading fee: what goes beyond the lasting fee in a launch's first minutes. */
  snipeWei: bigint;
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

/**
 * Which models of a list; all of what is given must hold. `complete`: the sale has reached its target. `graduated`: it
 * trades in its pool.
 */
export type ModelFilter = {
  complete?: boolean;
  graduated?: boolean;
  creator?: Address;
  tokens?: readonly Address[];
};
