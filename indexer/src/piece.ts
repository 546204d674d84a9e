import type { Context } from 'ponder:registry';
import { attempt, collection, piece, pieceEvent, pieceOfRequest, request } from 'ponder:schema';
import type { Address } from 'viem';
import { isForSale, pieceStateOf } from '../../lib/api/collection/piece-state.ts';
import { type PieceEvent, type PiecePlace, playPiece } from '../../lib/api/collection/play-piece.ts';
import type { PieceEntry, PieceEventRow } from '../../lib/api/collection/types.ts';
import type { RequestRow } from '../../lib/api/types.ts';

type Row = typeof piece.$inferSelect;
type Collection = typeof collection.$inferSelect;
type Key = { collection: Address; tokenId: bigint };

/** Carries a piece on by an event. An event of a collection that is not ours, or of no piece, does nothing. */
export async function play(context: Context, event: PieceEvent, place: PiecePlace): Promise<void> {
  const key = { collection: place.collection, tokenId: event.args.tokenId };
  const found = await context.db.find(collection, { collection: key.collection });
  if (found === null) return;
  const before = await context.db.find(piece, key);
  const played = playPiece(before === null ? null : entryOf(before), event, place);
  if (played === null) return;
  await store(context, played.piece, found.token);
  const { happened } = played;
  if (happened === null) return;
  await context.db.insert(pieceEvent).values({ ...key, ...happened, id: BigInt(happened.id) });
  if (happened.kind === 'minted') {
    const { requestId } = played.piece;
    await context.db
      .insert(pieceOfRequest)
      .values({ requestId, ...key })
      .onConflictDoUpdate(key);
  }
  const counted = counts(happened);
  if (counted !== null) await context.db.update(collection, { collection: key.collection }).set(counted);
}

/** Brings the state of the piece of a request, if there is one, to where the request stands now. */
export async function followRequest(context: Context, requestId: bigint): Promise<void> {
  const of = await context.db.find(pieceOfRequest, { requestId });
  if (of === null) return;
  const { collection: at, tokenId } = of;
  const row = await context.db.find(piece, { collection: at, tokenId });
  if (row === null || row.isEnded || row.requestId !== requestId) return;
  await store(context, entryOf(row), row.token);
}

/** How many answers a request has had. */
export async function attemptOf(context: Context, { collection: at, tokenId }: Key): Promise<number> {
  const row = await context.db.find(piece, { collection: at, tokenId });
  if (row === null) return 0;
  return (await context.db.find(request, { requestId: row.requestId }))?.attempt ?? 0;
}

/** Stores a piece with what follows from it. */
export async function store(context: Context, entry: PieceEntry, token: Address): Promise<void> {
  const asked = await context.db.find(request, { requestId: entry.requestId });
  if (asked === null) throw new Error(`a piece without its request ${entry.requestId}`);
  const { requestId, heldAttempt } = entry;
  const held = heldAttempt === 0 ? null : await context.db.find(attempt, { requestId, attempt: heldAttempt });
  const { mintId, ...rest } = entry;
  const row: Row = {
    ...rest,
    token,
    mintId: BigInt(mintId),
    state: pieceStateOf({
      heldAttempt,
      answer: held?.output ?? null,
      // The handlers of the oracle write the contract's names.
      request: { status: asked.status as RequestRow['status'], attempt: asked.attempt, output: asked.output },
    }),
    isForSale: isForSale(entry),
  };
  const { collection: _, tokenId: __, ...changed } = row;
  await context.db.insert(piece).values(row).onConflictDoUpdate(changed);
}

/** A stored piece as the functions of lib/api take it. */
export function entryOf({ token: _, state: __, isForSale: ___, mintId, ...row }: Row): PieceEntry {
  return { ...row, mintId: mintId.toString() };
}

function counts({ kind, amountWei }: PieceEventRow): ((row: Collection) => Partial<Collection>) | null {
  switch (kind) {
    case 'minted':
      return (row) => ({ pieceCount: row.pieceCount + 1 });
    case 'ended':
      return (row) => ({ pieceCount: row.pieceCount - 1 });
    case 'sold':
      return (row) => ({ saleCount: row.saleCount + 1, salesWei: row.salesWei + (amountWei ?? 0n) });
    default:
      return null;
  }
}
