import type { Address, Hex } from 'viem';
import type { RequestRow } from '../types.ts';

/** Where a piece stands, in the contract's names; see `PieceState` of IAIGCCollection. */
export type PieceState = 'Awaiting' | 'Outdated' | 'Provisional' | 'Final' | 'Void';

/** What collection and market say of a piece in their events. Times in Unix seconds of the chain. */
export type PieceEntry = {
  collection: Address;
  tokenId: bigint;
  requestId: bigint;
  minter: Address;
  owner: Address;
  feeWei: bigint;
  /** Whether the mint fee waits for finality; else it is revenue, or went back. */
  isFeeHeld: boolean;
  /** Which answer to the request it holds; 0 for none. */
  heldAttempt: number;
  transfers: number;
  /** Whether the market may move it: by its own approval, and by one for all pieces of its owner. */
  isApproved: boolean;
  isOperatorApproved: boolean;
  /** The listing that stands; all null without one. */
  seller: Address | null;
  priceWei: bigint | null;
  /** Last second in which it can be bought. */
  expiresAtSec: number | null;
  /** Burnt, because no answer came or an earlier payer took the prompt. */
  isEnded: boolean;
  /** Event id of the mint: the order of pieces. */
  mintId: string;
  mintedAtSec: number;
  mintTxHash: Hex;
};

/** What can happen to a piece. */
export const PIECE_EVENT_KINDS = [
  'minted',
  'answered',
  'updated',
  'settled',
  'ended',
  'transferred',
  'listed',
  'cancelled',
  'sold',
] as const;

/** One thing that happened to a piece. */
export type PieceEventRow = {
  id: string;
  kind: (typeof PIECE_EVENT_KINDS)[number];
  requestId: bigint;
  /** Who gave or did it, and who got it, where that means something. */
  from: Address | null;
  to: Address | null;
  /** Mint fee, price, or what came back. */
  amountWei: bigint | null;
  royaltyWei: bigint | null;
  expiresAtSec: number | null;
  atSec: number;
  txHash: Hex;
};

/** One piece with what it was made from, and where it stands. */
export type PieceRow = PieceEntry & {
  token: Address;
  name: string;
  symbol: string;
  royaltyBps: number;
  /** The version of the model that was asked. */
  modelId: bigint;
  prompt: Hex;
  /** The answer that it holds. */
  answer: Hex | null;
  /** Where it stands, but for a deadline that has passed since: see `pieceStateAt`. */
  state: PieceState;
  requestStatus: RequestRow['status'];
  /** When its request can have no answer any more. */
  deadlineSec: number;
  /** From when on its request can be final; null without an answer. */
  finalizableAtSec: number | null;
  /** Whether its listing can be bought until it expires. */
  isForSale: boolean;
};

/** A piece with its history, oldest first. */
export type PieceDetail = PieceRow & {
  /** The present answer of its request, which an outdated piece does not hold. */
  present: Hex | null;
  events: PieceEventRow[];
};

/** The collection of one model. */
export type CollectionRow = {
  collection: Address;
  token: Address;
  name: string;
  symbol: string;
  modelId: bigint;
  mintFeeWei: bigint;
  royaltyBps: number;
  /** Pieces that are not ended. */
  pieceCount: number;
  saleCount: number;
  salesWei: bigint;
};
