import { getAddress, isAddress } from 'viem';
import { z } from 'zod';
import { attemptFields, attemptSchema, gameFields, gameSchema } from './dispute/fields.ts';
import { address, hex, integer, pageOf } from './fields.ts';
import type { RequestRow } from './types.ts';

/** GraphQL fields of one request. */
export const requestFields = `
  requestId modelId token payer status input output traceRoot operator assignedOperator assignedUntilSec feeWei operatorWei
  modelWei requestedAtSec deadlineSec finalizableAtSec callbackContract txHash
  events(orderBy: "id", orderDirection: "asc", limit: 100) { items { kind atSec txHash detail } }
  attempts(orderBy: "attempt", orderDirection: "asc", limit: 50) { items { ${attemptFields} } }
  games(orderBy: "gameId", orderDirection: "asc", limit: 50) { items { ${gameFields} } }`;

const int = z.number().int();

/** Where the detail is an address, in the spelling of all others. */
const spelled = (text: string): string => (isAddress(text, { strict: false }) ? getAddress(text) : text);

/** One request as the indexer gives it, turned into the type that pages use. */
export const requestSchema = z
  .object({
    requestId: integer,
    modelId: integer,
    token: address.nullable(),
    payer: address,
    status: z.enum(['Requested', 'Answered', 'Finalized', 'Refunded']),
    input: hex,
    output: hex.nullable(),
    traceRoot: hex.nullable(),
    operator: address.nullable(),
    assignedOperator: address.nullable(),
    assignedUntilSec: int,
    feeWei: integer,
    operatorWei: integer.nullable(),
    modelWei: integer.nullable(),
    requestedAtSec: int,
    deadlineSec: int,
    finalizableAtSec: int.nullable(),
    callbackContract: address.nullable(),
    txHash: hex,
    events: pageOf(
      z.object({
        kind: z.enum(['requested', 'answered', 'callback', 'voided', 'finalized', 'refunded']),
        atSec: int,
        txHash: hex,
        detail: z.string().transform(spelled).nullable(),
      }),
    ),
    attempts: pageOf(attemptSchema),
    games: pageOf(gameSchema),
  })
  .transform(
    (row): RequestRow => ({
      ...row,
      events: row.events.items,
      attempts: row.attempts.items,
      games: row.games.items,
    }),
  );
