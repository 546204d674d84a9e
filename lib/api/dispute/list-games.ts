import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { findWithFallback, withFallback } from '../with-fallback.ts';
import { gameDetailFields, gameDetailSchema } from './fields.ts';
import type { GameDetail } from './types.ts';

/** Which games; all unless `requestId` is given. */
export type ListGamesOptions = { requestId?: bigint; limit?: number };

/**
 * Dispute games with their moves, newest first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listGames(
  api: ApiContext,
  { requestId, limit = 25 }: ListGamesOptions = {},
): Promise<Read<GameDetail[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($where: gameFilter, $limit: Int!)',
        fields: `games(where: $where, orderBy: "gameId", orderDirection: "desc", limit: $limit) {
          items { ${gameDetailFields} }
        }`,
        variables: { where: requestId === undefined ? {} : { requestId: requestId.toString() }, limit },
        schema: z.object({ games: pageOf(gameDetailSchema) }),
      });
      return { data: data.games.items, ...at };
    },
    chain: async () => {
      const { readGames } = await import('./read-games.ts');
      const { data, blockNumber } = await readGames(api, { requestId });
      return { data: data.slice(0, limit), blockNumber };
    },
  });
}

/**
 * One game with its moves; null for an unknown id.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function getGame(api: ApiContext, gameId: bigint): Promise<Read<GameDetail | null>> {
  return findWithFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        head: '($gameId: BigInt!)',
        fields: `game(gameId: $gameId) { ${gameDetailFields} }`,
        variables: { gameId: gameId.toString() },
        schema: z.object({ game: gameDetailSchema.nullable() }),
      });
      return { data: data.game, ...at };
    },
    chain: async () => {
      const { readGames } = await import('./read-games.ts');
      const { data, blockNumber } = await readGames(api, { gameId });
      return { data: data[0] ?? null, blockNumber };
    },
  });
}
