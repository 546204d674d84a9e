import { type Address, type Hex, zeroAddress } from 'viem';
import type { PieceEntry, PieceEventRow } from './types.ts';

type Of = { tokenId: bigint };

/** An event of a piece, as viem decodes it, with what the handler must look up. */
export type PieceEvent =
  | {
      eventName: 'Minted';
      args: Of & { requestId: bigint; minter: Address; to: Address; feeWei: bigint };
      isOperatorApproved: boolean;
    }
  /** `attempt`: how many answers the request had by then. */
  | { eventName: 'AigcData' | 'Update'; args: Of; attempt: number }
  | { eventName: 'FeeSettled'; args: Of & { feeWei: bigint } }
  | { eventName: 'PieceEnded'; args: Of & { minter: Address; feeWei: bigint } }
  /** `isOperatorApproved`: whether the market may move all pieces of who gets it. */
  | { eventName: 'Transfer'; args: Of & { from: Address; to: Address }; isOperatorApproved: boolean }
  | { eventName: 'Approval'; args: Of & { approved: Address }; market: Address }
  | { eventName: 'Listed'; args: Of & { seller: Address; priceWei: bigint; expiresAt: bigint } }
  | { eventName: 'ListingCancelled'; args: Of & { seller: Address } }
  | { eventName: 'Sold'; args: Of & { seller: Address; buyer: Address; priceWei: bigint; royaltyWei: bigint } };

/** Where an event happened. */
export type PiecePlace = { collection: Address; id: string; atSec: number; txHash: Hex };

/** What an event made of a piece; `happened` is null for what is told elsewhere, or is no news. */
export type PlayedPiece = { piece: PieceEntry; happened: PieceEventRow | null };

const NOT_LISTED = { seller: null, priceWei: null, expiresAtSec: null } as const;

/**
 * Carries a piece on by one event of its collection or of the market. The indexer and the reading of the chain both use this.
 * Null for an event before the mint: a mint says Transfer first, and an end too.
 */
export function playPiece(before: PieceEntry | null, event: PieceEvent, place: PiecePlace): PlayedPiece | null {
  if (event.eventName === 'Minted') {
    const { tokenId, requestId, minter, to, feeWei } = event.args;
    const piece: PieceEntry = {
      ...NOT_LISTED,
      collection: place.collection,
      tokenId,
      requestId,
      minter,
      owner: to,
      feeWei,
      isFeeHeld: feeWei > 0n,
      heldAttempt: 0,
      transfers: 0,
      isApproved: false,
      isOperatorApproved: event.isOperatorApproved,
      isEnded: false,
      mintId: place.id,
      mintedAtSec: place.atSec,
      mintTxHash: place.txHash,
    };
    return { piece, happened: { ...rowOf(piece, 'minted', place), from: minter, to, amountWei: feeWei } };
  }
  if (before === null || before.isEnded) return null;
  const row = (kind: PieceEventRow['kind']) => rowOf(before, kind, place);
  switch (event.eventName) {
    case 'AigcData':
      return { piece: { ...before, heldAttempt: event.attempt }, happened: row('answered') };
    case 'Update':
      return { piece: { ...before, heldAttempt: event.attempt }, happened: row('updated') };
    case 'FeeSettled':
      return { piece: { ...before, isFeeHeld: false }, happened: { ...row('settled'), amountWei: event.args.feeWei } };
    case 'PieceEnded': {
      const { minter, feeWei } = event.args;
      const to = minter === zeroAddress ? null : minter;
      const piece = { ...before, ...NOT_LISTED, isFeeHeld: false, isApproved: false, isEnded: true };
      return { piece, happened: { ...row('ended'), to, amountWei: feeWei } };
    }
    case 'Transfer': {
      const { from, to } = event.args;
      if (from === zeroAddress || to === zeroAddress) return null;
      const { isOperatorApproved } = event;
      const moved = { ...before, ...NOT_LISTED, owner: to, transfers: before.transfers + 1, isApproved: false };
      return { piece: { ...moved, isOperatorApproved }, happened: { ...row('transferred'), from, to } };
    }
    case 'Approval': {
      const isApproved = event.args.approved.toLowerCase() === event.market.toLowerCase();
      return { piece: { ...before, isApproved }, happened: null };
    }
    case 'Listed': {
      const { seller, priceWei } = event.args;
      const expiresAtSec = Number(event.args.expiresAt);
      const happened = { ...row('listed'), from: seller, amountWei: priceWei, expiresAtSec };
      return { piece: { ...before, seller, priceWei, expiresAtSec }, happened };
    }
    case 'ListingCancelled':
      return { piece: { ...before, ...NOT_LISTED }, happened: { ...row('cancelled'), from: event.args.seller } };
    case 'Sold': {
      const { seller, buyer, priceWei, royaltyWei } = event.args;
      const happened = { ...row('sold'), from: seller, to: buyer, amountWei: priceWei, royaltyWei };
      return { piece: { ...before, ...NOT_LISTED }, happened };
    }
    default:
      return event satisfies never;
  }
}

/** A history without the transfers that sales are: they follow in the same transaction. */
export function withoutEchoes(events: readonly PieceEventRow[]): PieceEventRow[] {
  const sales = new Set(events.flatMap(({ kind, txHash }) => (kind === 'sold' ? [txHash] : [])));
  return events.filter(({ kind, txHash }) => kind !== 'transferred' || !sales.has(txHash));
}

function rowOf(piece: PieceEntry, kind: PieceEventRow['kind'], place: PiecePlace): PieceEventRow {
  const { id, atSec, txHash } = place;
  const nothing = { from: null, to: null, amountWei: null, royaltyWei: null, expiresAtSec: null };
  return { ...nothing, id, kind, requestId: piece.requestId, atSec, txHash };
}
