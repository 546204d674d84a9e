import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ReadBlock } from '../../lib/bundle/block.ts';
import { writeCar } from '../../lib/bundle/car.ts';
import { CAR_TYPE } from '../../lib/bundle/car-type.ts';
import { streamOf } from '../../lib/bundle/stream-parts.ts';
import { walkDag } from '../../lib/bundle/walk-dag.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { PinTarget } from './target.ts';

const TIMEOUT_MS = 15 * 60_000;

/** One line of what `dag/import` answers; other kinds of lines have no Root. */
const lineSchema = z.object({
  Root: z.object({ Cid: z.object({ '/': z.string() }), PinErrorMsg: z.string().default('') }).optional(),
});

/** The RPC interface of a Kubo node at `url`: bundles are sent as CARs, and pinned. `authorization` is the header of that name. */
export function createKuboTarget(options: {
  url: string;
  authorization: string | null;
  read: ReadBlock;
  fetchFn?: typeof fetch;
}): PinTarget {
  const { url, authorization, read, fetchFn = fetch } = options;
  return {
    name: 'kubo',
    url,
    pin: async ({ cid }, signal) => {
      const boundary = `openimo-${randomUUID()}`;
      const init = {
        method: 'POST',
        headers: {
          'content-type': `multipart/form-data; boundary=${boundary}`,
          ...(authorization === null ? {} : { authorization }),
        },
        body: streamOf(form(boundary, cid, read)),
        duplex: 'half',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      };
      const answer = await fetchFn(`${url}/api/v0/dag/import?pin-roots=true`, init);
      const text = await answer.text();
      if (!answer.ok) throw failed(`Kubo answered HTTP ${answer.status}: ${text.slice(0, 200)}`);
      const root = rootsIn(text).find((one) => one.Cid['/'] === cid);
      if (root === undefined) throw failed('Kubo did not say that it has the root');
      if (root.PinErrorMsg !== '') throw failed(`Kubo did not pin: ${root.PinErrorMsg.slice(0, 200)}`);
    },
  };
}

async function* form(boundary: string, cid: string, read: ReadBlock): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder();
  const disposition = `form-data; name="file"; filename="${cid}.car"`;
  yield text.encode(`--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${CAR_TYPE}\r\n\r\n`);
  yield* writeCar(cid, walkDag({ cid, read }));
  yield text.encode(`\r\n--${boundary}--\r\n`);
}

function rootsIn(text: string) {
  return text.split('\n').flatMap((line) => {
    try {
      return lineSchema.parse(JSON.parse(line)).Root ?? [];
    } catch {
      return [];
    }
  });
}

function failed(message: string): AppError {
  return new AppError({ code: 'store/unreachable', message, isRetryable: true });
}
