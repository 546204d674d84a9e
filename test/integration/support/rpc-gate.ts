import { createServer } from 'node:http';

/** A JSON-RPC proxy whose gate can hold calls back, so that a test decides what happens in between. */
export type RpcGate = {
  url: string;
  /** Calls of this method wait from now on, unanswered and not passed on. */
  hold: (method: string) => void;
  /** Lets everything pass again; what waits is dropped. */
  open: () => void;
  /** How many calls of a method have arrived. */
  seen: (method: string) => number;
  /** Answers nothing at all, as if the chain were down. */
  setDown: (isDown: boolean) => void;
  close: () => Promise<void>;
};

/** Starts a proxy in front of `rpcUrl`. */
export async function startRpcGate(rpcUrl: string): Promise<RpcGate> {
  const held = new Set<string>();
  const counts = new Map<string, number>();
  let isDown = false;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const methods = [...body.matchAll(/"method"\s*:\s*"(\w+)"/g)].map((match) => match[1] ?? '');
    for (const method of methods) counts.set(method, (counts.get(method) ?? 0) + 1);
    if (isDown) {
      outgoing.destroy();
      return;
    }
    if (methods.some((method) => held.has(method))) return;
    try {
      const answer = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      outgoing.writeHead(answer.status, { 'content-type': 'application/json' });
      outgoing.end(await answer.text());
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    hold: (method) => held.add(method),
    open: () => held.clear(),
    seen: (method) => counts.get(method) ?? 0,
    setDown: (down) => {
      isDown = down;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
