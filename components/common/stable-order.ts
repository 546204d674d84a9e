/** What to show of a list that changes under a reader: the keys in order, and how many new ones wait. */
export type StableOrder = { keys: readonly string[]; waiting: number };

/**
 * While somebody reads, rows keep their places: those that left disappear, new ones wait to be let in. Otherwise the
 * fresh order holds.
 */
export function stableOrder({
  shown,
  fresh,
  isReading,
}: {
  shown: readonly string[];
  fresh: readonly string[];
  isReading: boolean;
}): StableOrder {
  if (!isReading || shown.length === 0) return { keys: fresh, waiting: 0 };
  const existing = new Set(fresh);
  const kept = shown.filter((key) => existing.has(key));
  if (kept.length === 0) return { keys: fresh, waiting: 0 };
  return { keys: kept, waiting: fresh.length - kept.length };
}
