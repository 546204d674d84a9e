import { AppError } from '../../lib/errors/app-error.ts';

/** How much a sender may send, and how slowly. */
export type StreamLimits = {
  maxBytes: number;
  /** The longest silence. */
  idleMs: number;
  /** The least rate, over all that came, once `graceMs` have passed. */
  minBytesPerSec: number;
  graceMs: number;
};

/** What a sender is refused for; `kind` says which limit it broke. */
export class SenderRefused extends AppError {
  readonly kind: 'too-large' | 'too-slow';

  constructor(kind: 'too-large' | 'too-slow', message: string) {
    super({ code: 'input/invalid', message });
    this.kind = kind;
  }
}

/** Passes a stream on within limits. Throws `SenderRefused`; the stream is cancelled whenever reading ends. */
export async function* guardStream(
  body: ReadableStream<Uint8Array>,
  { maxBytes, idleMs, minBytesPerSec, graceMs }: StreamLimits,
  nowMs: () => number,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const startMs = nowMs();
  let length = 0;
  try {
    for (;;) {
      const part = await within(reader.read(), idleMs);
      if (part === null) throw new SenderRefused('too-slow', `Nothing came for ${idleMs / 1000} seconds`);
      if (part.done) return;
      length += part.value.length;
      if (length > maxBytes) throw new SenderRefused('too-large', `An upload has at most ${maxBytes} bytes`);
      const elapsedMs = nowMs() - startMs;
      if (elapsedMs > graceMs && length < (minBytesPerSec * elapsedMs) / 1000)
        throw new SenderRefused('too-slow', `The upload comes at less than ${minBytesPerSec} bytes a second`);
      yield part.value;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
