import { z } from 'zod';
import { address, hex, integer, pageOf } from '../fields.ts';
import { withoutEchoes } from './play-piece.ts';
import { type CollectionRow, PIECE_EVENT_KINDS, type PieceDetail, type PieceRow } from './types.ts';

const int = z.number().int();

/** GraphQL fields of one piece without its history. */
export const pieceFields = `
  collection tokenId token requestId minter owner feeWei isFeeHeld heldAttempt transfers isApproved isOperatorApproved
  seller priceWei expiresAtSec isEnded mintId mintedAtSec mintTxHash state isForSale
  inCollection { name symbol royaltyBps } request { status modelId input deadlineSec finalizableAtSec } held { output }`;

const pieceShape = {
  collection: address,
  tokenId: integer,
  token: address,
  requestId: integer,
  minter: address,
  owner: address,
  feeWei: integer,
  isFeeHeld: z.boolean(),
  heldAttempt: int,
  transfers: int,
  isApproved: z.boolean(),
  isOperatorApproved: z.boolean(),
  seller: address.nullable(),
  priceWei: integer.nullable(),
  expiresAtSec: int.nullable(),
  isEnded: z.boolean(),
  mintId: z.string(),
  mintedAtSec: int,
  mintTxHash: hex,
  state: z.enum(['Awaiting', 'Outdated', 'Provisional', 'Final', 'Void']),
  isForSale: z.boolean(),
  inCollection: z.object({ name: z.string(), symbol: z.string(), royaltyBps: int }),
  held: z.object({ output: hex }).nullable(),
};

const requestShape = {
  status: z.enum(['Requested', 'Answered', 'Finalized', 'Refunded']),
  modelId: integer,
  input: hex,
  deadlineSec: int,
  finalizableAtSec: int.nullable(),
};

/** One piece as the indexer gives it. */
export const pieceSchema = z
  .object({ ...pieceShape, request: z.object(requestShape) })
  .transform(({ inCollection, held, request: { input, status: requestStatus, ...request }, ...row }): PieceRow => {
    return { ...row, ...inCollection, ...request, requestStatus, prompt: input, answer: held?.output ?? null };
  });

/** GraphQL fields of one piece with its history. */
export const pieceDetailFields = `${pieceFields} asked: request { output }
  events(orderBy: "id", orderDirection: "asc", limit: 1000) {
    items { id kind requestId from to amountWei royaltyWei expiresAtSec atSec txHash }
  }`;

const eventSchema = z.object({
  id: z.string(),
  kind: z.enum(PIECE_EVENT_KINDS),
  requestId: integer,
  from: address.nullable(),
  to: address.nullable(),
  amountWei: integer.nullable(),
  royaltyWei: integer.nullable(),
  expiresAtSec: int.nullable(),
  atSec: int,
  txHash: hex,
});

/** One piece with its history. */
export const pieceDetailSchema = z
  .object({
    ...pieceShape,
    request: z.object(requestShape),
    asked: z.object({ output: hex.nullable() }),
    events: pageOf(eventSchema),
  })
  .transform(
    ({
      inCollection,
      held,
      request: { input, status: requestStatus, ...request },
      asked,
      events,
      ...row
    }): PieceDetail => {
      const happened = withoutEchoes(events.items);
      const bytes = { prompt: input, answer: held?.output ?? null, present: asked.output };
      return { ...row, ...inCollection, ...request, requestStatus, ...bytes, events: happened };
    },
  );

/** GraphQL fields of one collection. */
export const collectionFields =
  'collection token name symbol modelId mintFeeWei royaltyBps pieceCount saleCount salesWei';

/** One collection. */
export const collectionSchema = z
  .object({
    collection: address,
    token: address,
    name: z.string(),
    symbol: z.string(),
    modelId: integer,
    mintFeeWei: integer,
    royaltyBps: int,
    pieceCount: int,
    saleCount: int,
    salesWei: integer,
  })
  .transform((row): CollectionRow => row);
