import type { Hex } from 'viem';
import type { RequestRow } from '../types.ts';
import type { PieceEntry, PieceState } from './types.ts';

/** What a piece's state follows from: what it holds, and its request. */
export type PieceFacts = {
  heldAttempt: number;
  /** The bytes of the answer it holds. */
  answer: Hex | null;
  request: { status: RequestRow['status']; attempt: number; output: Hex | null };
};

/**
 * Where a piece stands, as `stateOf` of AIGCCollection says it, but for a deadline that has passed: that needs no event, so it is
 * left to `pieceStateAt`.
 */
export function pieceStateOf({ heldAttempt, answer, request }: PieceFacts): PieceState {
  switch (request.status) {
    case 'Requested':
      return 'Awaiting';
    case 'Refunded':
      return 'Void';
    case 'Answered':
    case 'Finalized': {
      // Two answers are told apart by their number; a second one may well be the same bytes.
      const isCurrent = heldAttempt !== 0 && (heldAttempt === request.attempt || answer === request.output);
      if (!isCurrent) return 'Outdated';
      return request.status === 'Finalized' ? 'Final' : 'Provisional';
    }
    default:
      return request.status satisfies never;
  }
}

/** Where a piece stands at a time: one that waits for an answer after the deadline never gets one. */
export function pieceStateAt(
  { state, deadlineSec }: { state: PieceState; deadlineSec: number },
  nowSec: number,
): PieceState {
  return state === 'Awaiting' && nowSec > deadlineSec ? 'Void' : state;
}

/** Whether the listing of a piece can be bought, until it expires: it stands, and the market may move the piece. */
export function isForSale(entry: Pick<PieceEntry, 'seller' | 'isApproved' | 'isOperatorApproved'>): boolean {
  return entry.seller !== null && (entry.isApproved || entry.isOperatorApproved);
}
