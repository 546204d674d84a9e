import { setTimeout as sleep } from 'node:timers/promises';

/** Asks a URL until it answers with a 2xx. `post` is a JSON body to send; without it the method is GET. */
export async function waitFor({
  what,
  url,
  timeoutMs,
  post,
}: {
  what: string;
  url: string;
  timeoutMs: number;
  post?: string;
}): Promise<void> {
  const end = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < end) {
    try {
      const init =
        post === undefined ? {} : { method: 'POST', body: post, headers: { 'content-type': 'application/json' } };
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 400)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(250);
  }
  throw new Error(`${what} did not become ready within ${Math.round(timeoutMs / 1000)} s (${url}): ${last}`);
}
