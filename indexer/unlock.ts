// Run before the indexer starts: `node --import tsx indexer/unlock.ts`. Clears the lock that an ended indexer leaves in its
// database (a start would else wait 25 s for it), deletes databases of other versions of the code, and deletes the one of
// this version where the chain has gone back behind it. Only when no indexer runs on the database.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createPublicClient, http } from 'viem';
import { type IndexerSettings, readIndexerSettings } from './settings.ts';

/** The part of PGlite that is used here; the real one comes with Ponder and is its own version. */
type Database = {
  query: (sql: string) => Promise<{ rows: Record<string, unknown>[] }>;
  close: () => Promise<void>;
};

/** Blocks after which Ponder calls a block of this chain final. */
const FINALITY_BLOCKS = 30n;
const SCHEMA = 'app';

async function main(): Promise<void> {
  const settings = readIndexerSettings(process.env);
  deleteOthers(settings);
  if (!existsSync(settings.databaseDir)) return;
  const state = await unlock(settings.databaseDir).catch((error: unknown) => {
    console.error(`the index cannot be opened and starts over: ${String(error)}`);
    return 'broken' as const;
  });
  if (state === 'broken' || (state.finalSec !== null && (await isChainBehind(settings, state.finalSec)))) {
    console.error('the index is rebuilt from the chain');
    rmSync(settings.databaseDir, { recursive: true, force: true });
  }
}

function deleteOthers({ baseDir, databaseDir }: IndexerSettings): void {
  if (!existsSync(baseDir)) return;
  for (const entry of readdirSync(baseDir, { withFileTypes: true })) {
    const isVersion = entry.isDirectory() && /^[0-9a-f]{12}$/.test(entry.name);
    if (isVersion && entry.name !== path.basename(databaseDir)) {
      rmSync(path.join(baseDir, entry.name), { recursive: true, force: true });
    }
  }
}

async function unlock(directory: string): Promise<{ finalSec: number | null }> {
  const database = openDatabase(directory);
  try {
    const tables = await database.query(
      `select table_name from information_schema.tables where table_schema = '${SCHEMA}'`,
    );
    const names = new Set(tables.rows.map((row) => row.table_name));
    if (!names.has('_ponder_meta') || !names.has('_ponder_checkpoint')) return { finalSec: null };
    await database.query(`update ${SCHEMA}._ponder_meta set value = jsonb_set(value, '{is_locked}', '0')`);
    const { rows } = await database.query(`select finalized_checkpoint from ${SCHEMA}._ponder_checkpoint`);
    const [checkpoint] = rows.map((row) => row.finalized_checkpoint);
    // A checkpoint is a text of digits that begins with ten for the time.
    return { finalSec: typeof checkpoint === 'string' ? Number(checkpoint.slice(0, 10)) : null };
  } finally {
    await database.close();
  }
}

/** Ponder refuses to start when the block it would call final is older than the one it called so before. */
async function isChainBehind({ rpcUrl }: IndexerSettings, finalSec: number): Promise<boolean> {
  const client = createPublicClient({ transport: http(rpcUrl, { retryCount: 3 }) });
  const head = await client.getBlockNumber().catch(() => null);
  if (head === null) return false;
  const blockNumber = head > FINALITY_BLOCKS ? head - FINALITY_BLOCKS : 0n;
  const block = await client.getBlock({ blockNumber });
  return Number(block.timestamp) < finalSec;
}

function openDatabase(directory: string): Database {
  const fromPonder = createRequire(import.meta.resolve('ponder'));
  const { PGlite } = fromPonder('@electric-sql/pglite') as { PGlite: new (directory: string) => Database };
  return new PGlite(directory);
}

await main();
