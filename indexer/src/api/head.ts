import { db } from 'ponder:api';
import { sql } from 'ponder';

/** The newest block that the tables take in; null before the first. */
export async function indexedBlock(): Promise<{ number: number; timestamp: number } | null> {
  const { rows } = await db.execute(sql`select latest_checkpoint from _ponder_checkpoint limit 1`);
  const [checkpoint] = rows.map((row: Record<string, unknown>) => row.latest_checkpoint);
  if (typeof checkpoint !== 'string') return null;
  // A checkpoint is a text of digits: 10 for the time, 16 for the chain, 16 for the block.
  return { number: Number(checkpoint.slice(26, 42)), timestamp: Number(checkpoint.slice(0, 10)) };
}
