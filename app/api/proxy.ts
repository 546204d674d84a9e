/** A refusal or an outage as JSON, in the one shape of all proxies. */
export function problem(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers: { 'cache-control': 'no-store' } });
}

/** Reads a JSON request body up to a limit in bytes. Null when it is larger. */
export async function readLimited(request: Request, limitBytes: number): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) return null;
  const reader = request.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > limitBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Passes bytes on as they come and breaks the stream off when they exceed the limit. */
export function limitStream(body: ReadableStream<Uint8Array>, limitBytes: number): ReadableStream<Uint8Array> {
  let size = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        if (size > limitBytes) controller.error(new Error(`more than ${limitBytes} bytes`));
        else controller.enqueue(chunk);
      },
    }),
  );
}

type ForwardOptions = { url: string; body: string; what: string; timeoutMs: number; responseLimitBytes: number };

/** Posts JSON to a part of this product and streams its answer back; 502 with a clear message when it is down. */
export async function forwardJson({
  url,
  body,
  what,
  timeoutMs,
  responseLimitBytes,
}: ForwardOptions): Promise<Response> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(timeoutMs),
      cache: 'no-store',
    });
    if (answer.status >= 500) return problem(502, 'upstream/failed', `${what} answered with an error.`);
    return new Response(answer.body === null ? null : limitStream(answer.body, responseLimitBytes), {
      status: answer.status,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    });
  } catch {
    return problem(502, 'upstream/unreachable', `${what} cannot be reached.`);
  }
}

/** JSON requests only: a form of another site cannot send this content type without asking first. */
export function isJson(request: Request): boolean {
  return request.headers.get('content-type')?.toLowerCase().startsWith('application/json') ?? false;
}
