import pino, { type Logger } from 'pino';

export type { Logger };

/** The process's one logger: JSON lines on standard output, times in ISO 8601, bigints as decimal strings. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { program: 'node' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: serializeError },
    formatters: { log: withoutBigints },
  });
}

/** JSON has no integers of this size: they are written as text. */
function withoutBigints(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === 'bigint' ? value.toString() : value]),
  );
}

/** The chain of causes as one short list: stacks of expected errors only make a log unreadable. */
function serializeError(error: unknown): unknown {
  const causes: string[] = [];
  let current: unknown = error;
  while (current instanceof Error && causes.length < 5) {
    const [firstLine = ''] = current.message.split('\n');
    causes.push(`${current.name}: ${firstLine}`);
    current = current.cause;
  }
  return causes.length > 0 ? causes : String(error);
}
