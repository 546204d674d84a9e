import { MAX_BLOCK_BYTES } from '../../lib/bundle/block.ts';
import { CAR_TYPE, RAW_TYPE } from '../../lib/bundle/car-type.ts';
import { verifyCid } from '../../lib/bundle/cid.ts';
import { streamParts } from '../../lib/bundle/stream-parts.ts';

/** A trustless IPFS gateway: what it gives is checked by whoever asks. */
export type GatewayClient = {
  readonly url: string;
  /** One block, checked against its CID. */
  block: (cid: string, signal?: AbortSignal) => Promise<Uint8Array>;
  /** A CAR of everything below `cid`, as it comes. Throws when nothing comes for some time. */
  car: (cid: string, signal?: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
};

const BLOCK_TIMEOUT_MS = 20_000;
/** A gateway may have to search the network before the first byte. */
const FIRST_BYTE_MS = 30_000;
const STALL_MS = 20_000;

/** A client of the gateway at `url`, which has no trailing slash. */
export function createGatewayClient(url: string, fetchFn: typeof fetch = fetch): GatewayClient {
  return {
    url,
    block: async (cid, signal) => {
      const response = await fetchFn(`${url}/ipfs/${cid}?format=raw`, {
        headers: { accept: RAW_TYPE },
        signal: either(AbortSignal.timeout(BLOCK_TIMEOUT_MS), signal),
      });
      const bytes = await readLimited(bodyOf(response), MAX_BLOCK_BYTES);
      verifyCid({ cid, bytes });
      return bytes;
    },
    car: async (cid, signal) => {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(new Error('the gateway does not answer')), FIRST_BYTE_MS);
      try {
        const response = await fetchFn(`${url}/ipfs/${cid}?format=car&dag-scope=all`, {
          headers: { accept: `${CAR_TYPE}; version=1; order=dfs; dups=n` },
          signal: either(abort.signal, signal),
        });
        return unstalled(bodyOf(response), abort);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function bodyOf(response: Response): ReadableStream<Uint8Array> {
  if (response.ok && response.body !== null) return response.body;
  void response.body?.cancel().catch(() => undefined);
  throw new Error(`HTTP ${response.status}`);
}

/** Passes a stream on, and aborts it when a part takes too long. */
async function* unstalled(body: ReadableStream<Uint8Array>, abort: AbortController): AsyncGenerator<Uint8Array> {
  const watch = () => setTimeout(() => abort.abort(new Error('the gateway stopped sending')), STALL_MS);
  let timer = watch();
  try {
    for await (const part of streamParts(body)) {
      clearTimeout(timer);
      yield part;
      timer = watch();
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Reads a stream whole, but never more than the limit, whatever its headers say. */
async function readLimited(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of streamParts(body)) {
    length += part.length;
    if (length > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function either(own: AbortSignal, given: AbortSignal | undefined): AbortSignal {
  return given === undefined ? own : AbortSignal.any([own, given]);
}
