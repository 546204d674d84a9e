import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Logger } from '../logger.ts';
import type { Bindings } from './app.ts';

/** A fetch-style handler. */
export type FetchHandler = (request: Request, bindings: Bindings) => Response | Promise<Response>;

/** A listening server. */
export type HttpServer = {
  port: number;
  /** Accepts nothing new and resolves when open calls are answered, at most after some seconds. */
  close: () => Promise<void>;
};

const CLOSE_GRACE_MS = 2_000;
const MAX_DRAIN_BYTES = 64 * 1024 * 1024;
const MAX_DRAIN_MS = 5_000;
/** The largest upload at a modest rate. What takes bodies ends those that stall or drip. */
const REQUEST_TIMEOUT_MS = 1_800_000;

/**
 * Serves `handler` over HTTP.
 *
 * @throws AppError `config/invalid` when the port is taken
 */
export async function listen(options: {
  handler: FetchHandler;
  host: string;
  port: number;
  logger: Logger;
}): Promise<HttpServer> {
  const { handler, host, port, logger } = options;
  const server = createServer((incoming, outgoing) => {
    serve(handler, incoming, outgoing).catch((error: unknown) => {
      logger.debug({ error, url: incoming.url }, 'connection broken');
      outgoing.destroy();
    });
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new AppError({ code: 'config/invalid', message: `Cannot listen on ${host}:${port}`, cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

async function serve(handler: FetchHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = toRequest(incoming);
  const response = await handler(request, { remoteAddress: incoming.socket.remoteAddress ?? 'unknown' });
  await drain(request);
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) headers[name] = value;
  // What was not drained must not be taken for a next call.
  if (!incoming.complete && incoming.method !== 'GET' && incoming.method !== 'HEAD') headers.connection = 'close';
  outgoing.writeHead(response.status, headers);
  if (response.body === null || incoming.method === 'HEAD') {
    outgoing.end();
    return;
  }
  await pipeline(Readable.fromWeb(response.body as import('node:stream/web').ReadableStream), outgoing);
}

/** A refused upload is read to its end, within bounds: a client that is still sending would not read the refusal. */
async function drain(request: Request): Promise<void> {
  if (request.body === null || request.bodyUsed || request.body.locked) return;
  const reader = request.body.getReader();
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), MAX_DRAIN_MS);
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > MAX_DRAIN_BYTES) return;
    }
  } finally {
    clearTimeout(timer);
  }
}

function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    const name = incoming.rawHeaders[i] ?? '';
    if (!name.startsWith(':')) headers.append(name, incoming.rawHeaders[i + 1] ?? '');
  }
  const url = new URL(incoming.url ?? '/', 'http://node.invalid');
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? (Readable.toWeb(incoming) as unknown as ReadableStream<Uint8Array>) : null;
  return new Request(url, { method, headers, ...(body === null ? {} : { body, duplex: 'half' }) } as RequestInit);
}
