import { z } from 'zod';

/** Tables of the market, by the name that GraphQL has for one row and for many. */
const TABLES = {
  model: 'models',
  trade: 'trades',
  candle: 'candles',
  holder: 'holders',
  revenue: 'revenues',
  curve: 'curves',
  pool: 'pools',
  snapshot: 'snapshots',
  claim: 'claims',
  redemption: 'redemptions',
  collection: 'collections',
  piece: 'pieces',
  pieceEvent: 'pieceEvents',
  proposal: 'proposals',
  vote: 'votes',
  grant: 'grants',
  tranche: 'tranches',
  objection: 'objections',
  movement: 'movements',
} as const;

const KEYS = [
  'id',
  'token',
  'account',
  'intervalSec',
  'startSec',
  'curve',
  'poolId',
  'snapshotId',
  'collection',
  'tokenId',
  'grantId',
  'tranche',
];

const typeSchema = z.object({
  data: z.object({
    __type: z.object({
      fields: z.array(
        z.object({
          name: z.string(),
          type: z.object({ kind: z.string(), ofType: z.object({ kind: z.string() }).nullable() }),
        }),
      ),
    }),
  }),
});
const rowsSchema = z.object({
  data: z.record(z.string(), z.object({ items: z.array(z.record(z.string(), z.unknown())) })),
});

/** Every row of the market's tables, with every column, in an order of its own: two indexers of one chain have the same. */
export async function dumpTables(graphqlUrl: string): Promise<Record<string, Record<string, unknown>[]>> {
  const dump: Record<string, Record<string, unknown>[]> = {};
  for (const [name, plural] of Object.entries(TABLES)) {
    const type = `{ __type(name: "${name}") { fields { name type { kind ofType { kind } } } } }`;
    const { fields } = typeSchema.parse(await ask(graphqlUrl, type)).data.__type;
    const columns = fields
      .filter(({ type: { kind, ofType } }) => kind === 'SCALAR' || (kind === 'NON_NULL' && ofType?.kind === 'SCALAR'))
      .map((field) => field.name);
    const answer = await ask(graphqlUrl, `{ ${plural}(limit: 1000) { items { ${columns.join(' ')} } } }`);
    const items = rowsSchema.parse(answer).data[plural]?.items ?? [];
    if (items.length === 1_000) throw new Error(`there may be more rows of ${plural}`);
    dump[plural] = items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }
  return dump;
}

function keyOf(row: Record<string, unknown>): string {
  return KEYS.map((column) => String(row[column] ?? '')).join(':');
}

async function ask(url: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return response.json();
}
