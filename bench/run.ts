// `npm run -s bench -- <name> [--json]`: measures, prints a table or a JSON array of rows, and writes bench/results.json.
import { fileURLToPath } from 'node:url';
import { ofContracts } from './contracts.ts';
import { mergeResults } from './results.ts';
import type { Bench } from './row.ts';
import { renderTable } from './table.ts';

/** Every bench by name, loaded when asked for. */
const BENCHES: Record<string, () => Promise<Bench>> = {
  gas: async () => ofContracts((await import('./gas.ts')).gas),
  dispute: async () => ofContracts((await import('./dispute.ts')).dispute),
  indexer: async () => ofContracts((await import('./indexer.ts')).indexer),
  inference: async () => (await import('./inference.ts')).inference,
  market: async () => ofContracts((await import('./market.ts')).market),
  lighthouse: async () => (await import('./lighthouse.ts')).lighthouseBench,
  models: async () => ofContracts((await import('./models.ts')).models),
  size: async () => ofContracts((await import('./size.ts')).size),
};

const args = process.argv.slice(2);
const isJson = args.includes('--json');
const [name, ...rest] = args.filter((arg) => arg !== '--json');
const load = name === undefined || rest.length > 0 || !Object.hasOwn(BENCHES, name) ? undefined : BENCHES[name];

if (load === undefined) {
  const asked = [name, ...rest].filter((arg) => arg !== undefined).join(' ');
  console.error(
    `${asked === '' ? 'No bench named.' : `Unknown bench: ${asked}.`} Known: ${Object.keys(BENCHES).join(', ')}.`,
  );
  console.error('Usage: npm run -s bench -- <name> [--json]');
  process.exitCode = 2;
} else {
  const bench = await load();
  const rows = await bench((line) => process.stderr.write(`${line}\n`));
  await mergeResults(fileURLToPath(new URL('./results.json', import.meta.url)), rows);
  console.log(isJson ? JSON.stringify(rows, null, 2) : renderTable(rows));
}
