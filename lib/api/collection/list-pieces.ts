import { type Address, isAddressEqual } from 'viem';
import { z } from 'zod';
import { type ApiContext, nowSecOf } from '../context.ts';
import { pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { findWithFallback, withFallback } from '../with-fallback.ts';
import { pieceDetailFields, pieceDetailSchema, pieceFields, pieceSchema } from './fields.ts';
import type { PieceDetail, PieceRow, PieceState } from './types.ts';

/** Which pieces, by where they stand: all that are not ended, those that can be bought, final ones, or not final ones. */
export const PIECE_SHOWS = ['all', 'sale', 'final', 'open'] as const;
export type PieceShow = (typeof PIECE_SHOWS)[number];

const STATES: Record<'final' | 'open', readonly PieceState[]> = {
  final: ['Final'],
  open: ['Awaiting', 'Outdated', 'Provisional', 'Void'],
};

/** `token` is that of the model; `before` the `mintId` of the last piece of the page before. */
export type ListPiecesOptions = {
  token?: Address | undefined;
  owner?: Address | undefined;
  show?: PieceShow;
  before?: string;
  limit?: number;
};

/**
 * Pieces that are not ended, the newest mint first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listPieces(api: ApiContext, options: ListPiecesOptions = {}): Promise<Read<PieceRow[]>> {
  const { token, owner, show = 'all', before, limit = 24 } = options;
  const nowSec = nowSecOf(api);
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: pieceFilter, $limit: Int!)',
        fields: `pieces(where: $where, orderBy: "mintId", orderDirection: "desc", limit: $limit) {
          items { ${pieceFields} }
        }`,
        variables: {
          where: {
            isEnded: false,
            ...(token === undefined ? {} : { token: token.toLowerCase() }),
            ...(owner === undefined ? {} : { owner: owner.toLowerCase() }),
            ...(before === undefined ? {} : { mintId_lt: before }),
            ...(show === 'sale' ? { isForSale: true, expiresAtSec_gte: nowSec } : {}),
            ...(show === 'final' || show === 'open' ? { state_in: STATES[show] } : {}),
          },
          limit,
        },
        schema: z.object({ pieces: pageOf(pieceSchema) }),
      });
      return { data: data.pieces.items, ...at };
    },
    chain: async () => {
      const { readPieces } = await import('./read-pieces.ts');
      const { data, blockNumber } = await readPieces(api);
      const isShown = (piece: PieceRow) => {
        if (show === 'sale') return piece.isForSale && (piece.expiresAtSec ?? 0) >= nowSec;
        return show === 'all' || STATES[show].includes(piece.state);
      };
      const found = data
        .filter((piece) => !piece.isEnded && isShown(piece))
        .filter((piece) => token === undefined || isAddressEqual(piece.token, token))
        .filter((piece) => owner === undefined || isAddressEqual(piece.owner, owner))
        .filter((piece) => before === undefined || BigInt(piece.mintId) < BigInt(before))
        .map(({ events: _, present: __, ...piece }): PieceRow => piece);
      return { data: found.slice(0, limit), blockNumber };
    },
  });
}

/**
 * One piece with its history; null for one that was never minted. One that ended is still told.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function getPiece(
  api: ApiContext,
  { collection, tokenId }: { collection: Address; tokenId: bigint },
): Promise<Read<PieceDetail | null>> {
  return findWithFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($collection: String!, $tokenId: BigInt!)',
        fields: `piece(collection: $collection, tokenId: $tokenId) { ${pieceDetailFields} }`,
        variables: { collection: collection.toLowerCase(), tokenId: tokenId.toString() },
        schema: z.object({ piece: pieceDetailSchema.nullable() }),
      });
      return { data: data.piece, ...at };
    },
    chain: async () => {
      const { readPieces } = await import('./read-pieces.ts');
      const { data, blockNumber } = await readPieces(api, { collection, tokenId });
      return { data: data[0] ?? null, blockNumber };
    },
  });
}
