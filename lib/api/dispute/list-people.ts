import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { pageOf } from '../fields.ts';
import { queryIndexer } from '../query-indexer.ts';
import type { Read } from '../types.ts';
import { withFallback } from '../with-fallback.ts';
import { operatorFields, operatorSchema, validatorFields, validatorSchema } from './fields.ts';
import type { OperatorRow, ValidatorRow } from './types.ts';

const LIMIT = 200;

/**
 * Operators, those seen last first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listOperators(api: ApiContext): Promise<Read<OperatorRow[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        fields: `operators(orderBy: "lastSeenSec", orderDirection: "desc", limit: ${LIMIT}) { items { ${operatorFields} } }`,
        schema: z.object({ operators: pageOf(operatorSchema) }),
      });
      return { data: data.operators.items, ...at };
    },
    chain: async () => {
      const { readOperators } = await import('./read-people.ts');
      const { data, blockNumber } = await readOperators(api);
      return { data: lastSeenFirst(data), blockNumber };
    },
  });
}

/**
 * Validators, those seen last first.
 *
 * @throws AppError when neither indexer nor chain answers
 */
export function listValidators(api: ApiContext): Promise<Read<ValidatorRow[]>> {
  return withFallback(api, {
    indexer: async () => {
      const { data, ...at } = await queryIndexer(api, {
        fields: `validators(orderBy: "lastSeenSec", orderDirection: "desc", limit: ${LIMIT}) { items { ${validatorFields} } }`,
        schema: z.object({ validators: pageOf(validatorSchema) }),
      });
      return { data: data.validators.items, ...at };
    },
    chain: async () => {
      const { readValidators } = await import('./read-people.ts');
      const { data, blockNumber } = await readValidators(api);
      return { data: lastSeenFirst(data), blockNumber };
    },
  });
}

function lastSeenFirst<T extends { lastSeenSec: number }>(rows: T[]): T[] {
  return rows.toSorted((a, b) => b.lastSeenSec - a.lastSeenSec).slice(0, LIMIT);
}
