import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { type BenchRow, benchRowSchema } from './row.ts';

/** Replaces the rows of the benches that `fresh` holds in the results file; rows of other benches stay. */
export async function mergeResults(path: string, fresh: BenchRow[]): Promise<void> {
  const measured = new Set(fresh.map((row) => row.bench));
  const kept = (await readResults(path)).filter((row) => !measured.has(row.bench));
  // Sorted by bench only (the sort is stable), so that cases stay in the order in which they tell their story.
  const rows = [...kept, ...fresh].sort((a, b) => a.bench.localeCompare(b.bench));
  const temporary = `${path}.tmp`;
  await writeFile(temporary, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  await rename(temporary, path);
}

async function readResults(path: string): Promise<BenchRow[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return z.array(benchRowSchema).parse(JSON.parse(text));
}
