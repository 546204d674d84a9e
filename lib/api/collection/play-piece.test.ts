import { zeroAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import { type PieceEvent, playPiece, withoutEchoes } from './play-piece.ts';
import type { PieceEntry, PieceEventRow } from './types.ts';

const ANN = '0x1111111111111111111111111111111111111111';
const BEN = '0x2222222222222222222222222222222222222222';
const MARKET = '0x3333333333333333333333333333333333333333';
const tokenId = 5n;

const minted: PieceEvent = {
  eventName: 'Minted',
  args: { tokenId, requestId: 9n, minter: ANN, to: ANN, feeWei: 3n },
  isOperatorApproved: false,
};
const listed: PieceEvent = { eventName: 'Listed', args: { tokenId, seller: ANN, priceWei: 8n, expiresAt: 99n } };
const moved: PieceEvent = {
  eventName: 'Transfer',
  args: { tokenId, from: ANN, to: BEN },
  isOperatorApproved: false,
};

function playAll(events: readonly PieceEvent[], txHash: `0x${string}` = '0x01') {
  let piece: PieceEntry | null = null;
  const happened: PieceEventRow[] = [];
  for (const [index, event] of events.entries()) {
    const played = playPiece(piece, event, { collection: MARKET, id: String(index), atSec: index, txHash });
    if (played === null) continue;
    piece = played.piece;
    if (played.happened !== null) happened.push(played.happened);
  }
  return { piece, happened };
}

describe('playPiece', () => {
  it('knows nothing of a piece before its mint, whose transfer comes first', () => {
    const born: PieceEvent = { ...moved, args: { tokenId, from: zeroAddress, to: ANN } };
    expect(playAll([born, listed]).piece).toBeNull();
    expect(playAll([born, minted]).piece).toMatchObject({ owner: ANN, transfers: 0, mintId: '1', isFeeHeld: true });
  });

  it('holds no fee where a mint is free', () => {
    const free: PieceEvent = { ...minted, args: { tokenId, requestId: 9n, minter: ANN, to: ANN, feeWei: 0n } };
    expect(playAll([free]).piece?.isFeeHeld).toBe(false);
  });

  it('ends a listing and an approval with a transfer, also with one to oneself', () => {
    const approved: PieceEvent = { eventName: 'Approval', args: { tokenId, approved: MARKET }, market: MARKET };
    const gone = { seller: null, priceWei: null, expiresAtSec: null, isApproved: false, transfers: 1 };
    expect(playAll([minted, approved, listed]).piece).toMatchObject({ seller: ANN, priceWei: 8n, isApproved: true });
    expect(playAll([minted, approved, listed, moved]).piece).toMatchObject({ ...gone, owner: BEN });
    const toSelf: PieceEvent = { ...moved, args: { tokenId, from: ANN, to: ANN } };
    expect(playAll([minted, approved, listed, toSelf]).piece).toMatchObject({ ...gone, owner: ANN });
  });

  it('an approval of somebody else is none of the market', () => {
    const other: PieceEvent = { eventName: 'Approval', args: { tokenId, approved: BEN }, market: MARKET };
    expect(playAll([minted, other]).piece?.isApproved).toBe(false);
  });

  it('nothing but a new mint follows an end', () => {
    const ended: PieceEvent = { eventName: 'PieceEnded', args: { tokenId, minter: ANN, feeWei: 3n } };
    expect(playAll([minted, ended, listed, moved]).piece).toMatchObject({ isEnded: true, owner: ANN, seller: null });
    const again: PieceEvent = { ...minted, args: { tokenId, requestId: 4n, minter: BEN, to: BEN, feeWei: 0n } };
    const { piece, happened } = playAll([minted, ended, again]);
    expect(piece).toMatchObject({ isEnded: false, requestId: 4n, owner: BEN });
    expect(happened.map(({ kind }) => kind)).toEqual(['minted', 'ended', 'minted']);
  });
});

describe('withoutEchoes', () => {
  it('tells a sale once, and keeps other transfers', () => {
    const sold: PieceEvent = {
      eventName: 'Sold',
      args: { tokenId, seller: ANN, buyer: BEN, priceWei: 8n, royaltyWei: 1n },
    };
    const { happened } = playAll([minted, listed, sold, moved]);
    expect(withoutEchoes(happened).map(({ kind }) => kind)).toEqual(['minted', 'listed', 'sold']);
    expect(withoutEchoes(playAll([minted, moved]).happened).map(({ kind }) => kind)).toEqual(['minted', 'transferred']);
  });
});
