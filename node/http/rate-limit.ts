/** Says whether a caller may act now; what it grants it counts. */
export type RateLimit = (caller: string) => boolean;

/** More callers than this are not remembered: the one that was quiet longest is forgotten first. */
const MAX_CALLERS = 10_000;

/** A token bucket per caller: `burst` at once, then one every `everyMs`. */
export function createRateLimit(options: { burst: number; everyMs: number; nowMs: () => number }): RateLimit {
  const { burst, everyMs, nowMs } = options;
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (caller) => {
    const now = nowMs();
    const bucket = buckets.get(caller) ?? { tokens: burst, atMs: now };
    const tokens = Math.min(burst, bucket.tokens + (now - bucket.atMs) / everyMs);
    if (tokens < 1) return false;
    buckets.delete(caller);
    buckets.set(caller, { tokens: tokens - 1, atMs: now });
    if (buckets.size > MAX_CALLERS) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return true;
  };
}
