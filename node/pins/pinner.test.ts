import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CarReader } from '@ipld/car/reader';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFromBlocks } from '../../lib/bundle/block.ts';
import { cidOf } from '../../lib/bundle/cid.ts';
import { createMetrics } from '../metrics.ts';
import { carOf, tinyFiles } from '../store/testing.ts';
import { createKuboTarget } from './kubo.ts';
import { createPinner } from './pinner.ts';
import { createPinningService } from './pinning-service.ts';
import type { PinTarget } from './target.ts';

const logger = pino({ level: 'silent' });
const BACKOFF = { firstMs: 10, maxMs: 50 };

type Call = { method: string; url: URL; headers: IncomingMessage['headers']; body: Buffer };
type Answer = { status: number; body: string };

describe('pinner', () => {
  let dir: string;
  let end: AbortController;
  const servers: Server[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'openimo-pins-'));
    end = new AbortController();
  });
  afterEach(async () => {
    end.abort();
    for (const server of servers.splice(0)) server.close();
    await rm(dir, { recursive: true });
  });

  /** A server that answers as told; what it got is kept. */
  const serve = async (answer: (call: Call) => Answer | Promise<Answer>) => {
    const calls: Call[] = [];
    const server = createServer(async (request, respond) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const url = new URL(request.url ?? '/', 'http://pins.test');
      const call = { method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(parts) };
      calls.push(call);
      const { status, body } = await answer(call);
      respond.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
  };
  const pinnerOf = (metrics: ReturnType<typeof createMetrics>, ...targets: PinTarget[]) =>
    createPinner({ targets, dir, backoff: BACKOFF, signal: end.signal, logger, metrics });
  const imported = (cid: string, error = '') =>
    JSON.stringify({ Root: { Cid: { '/': cid }, PinErrorMsg: error } }).concat('\n', '{"Stats":{"BlockCount":6}}\n');

  it('gives Kubo the bundle as a CAR to import and pin, whole and in the form of its RPC interface', async () => {
    const { cid, blocks } = await carOf(tinyFiles('One'));
    const kubo = await serve(() => ({ status: 200, body: imported(cid) }));
    const target = createKuboTarget({ url: kubo.url, authorization: 'Bearer open', read: readFromBlocks(blocks) });
    const pinner = await pinnerOf(createMetrics(), target);
    pinner.push({ cid, name: 'One' });
    await pinner.settled();
    const [call] = kubo.calls;
    if (call === undefined) throw new Error('no call');
    expect([call.method, call.url.pathname, call.url.search]).toEqual([
      'POST',
      '/api/v0/dag/import',
      '?pin-roots=true',
    ]);
    expect(call.headers.authorization).toBe('Bearer open');
    const form = await new Response(new Uint8Array(call.body), {
      headers: { 'content-type': call.headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file');
    if (!(file instanceof File)) throw new Error('no file in the form');
    const car = await CarReader.fromBytes(new Uint8Array(await file.arrayBuffer()));
    expect((await car.getRoots()).map(String)).toEqual([cid]);
    const got: string[] = [];
    for await (const block of car.blocks()) {
      expect(cidOf(block.bytes, block.cid.code === 0x55 ? 'raw' : 'dag-pb')).toBe(block.cid.toString());
      got.push(block.cid.toString());
    }
    expect(got.sort()).toEqual([...blocks.keys()].sort());
    expect(pinner.health()).toEqual([{ target: 'kubo', pinned: 1, waiting: 0, lastFailure: null }]);
  });

  it('tries again with back-off until Kubo confirms the pin, shows the failures, and asks once after a restart', async () => {
    const { cid, blocks } = await carOf(tinyFiles('One'));
    const answers: Answer[] = [
      { status: 500, body: 'out of disk' },
      { status: 200, body: imported(cid, 'pin: not enough space') },
      { status: 200, body: imported(cidOf(Uint8Array.of(1))) },
      { status: 200, body: 'not JSON' },
    ];
    let seen: string | null = null;
    const kubo = await serve(() => {
      seen = pinner.health()[0]?.lastFailure ?? seen;
      return answers.shift() ?? { status: 200, body: imported(cid) };
    });
    const metrics = createMetrics();
    const target = createKuboTarget({ url: kubo.url, authorization: null, read: readFromBlocks(blocks) });
    const pinner = await pinnerOf(metrics, target);
    pinner.push({ cid, name: 'One' });
    pinner.push({ cid, name: 'One' });
    expect(pinner.health()[0]).toMatchObject({ waiting: 1 });
    await pinner.settled();
    expect(kubo.calls).toHaveLength(5);
    expect(seen).toContain('did not say that it has the root');
    expect(metrics.render()).toContain('openimo_pins_total{target="kubo",outcome="failed"} 4');
    expect(metrics.render()).toContain('openimo_pins_waiting{target="kubo"} 0');
    const again = await pinnerOf(metrics, target);
    again.push({ cid, name: 'One' });
    await again.settled();
    expect(kubo.calls).toHaveLength(5);
  });

  it('asks a pinning service, follows its progress, and finds its own request again after a restart', async () => {
    const { cid } = await carOf(tinyFiles('One'));
    const statusOf = (status: string) => ({ requestid: 'r/1', status, pin: { cid }, created: 'x', delegates: [] });
    const progress = ['queued', 'pinning', 'pinned'];
    let isKnown = false;
    const service = await serve(({ method, url }) => {
      if (method === 'POST') {
        isKnown = true;
        return { status: 202, body: JSON.stringify(statusOf('queued')) };
      }
      if (url.pathname === '/psa/pins')
        return { status: 200, body: JSON.stringify({ count: 1, results: isKnown ? [statusOf('pinning')] : [] }) };
      return { status: 200, body: JSON.stringify(statusOf(progress.shift() ?? 'pinned')) };
    });
    const origins = ['/dns4/node.example/tcp/4001/p2p/12D3KooW'];
    const target = createPinningService({ url: `${service.url}/psa`, token: 'secret', origins, pollMs: 5 });
    const pinner = await pinnerOf(createMetrics(), target);
    pinner.push({ cid, name: 'One' });
    await pinner.settled();
    const posts = service.calls.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    expect(JSON.parse(posts[0]?.body.toString() ?? '')).toEqual({ cid, name: 'One', origins });
    expect(service.calls.every(({ headers }) => headers.authorization === 'Bearer secret')).toBe(true);
    expect(service.calls.at(-1)?.url.pathname).toBe('/psa/pins/r%2F1');
    await rm(dir, { recursive: true });
    const again = await pinnerOf(createMetrics(), target);
    again.push({ cid, name: 'One' });
    await again.settled();
    expect(service.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('never makes one target wait for another, nor the node for any', async () => {
    const { cid, blocks } = await carOf(tinyFiles('One'));
    const kubo = await serve(() => new Promise(() => undefined));
    const service = await serve(({ method }) => {
      const found = { requestid: 'r', status: 'pinned', pin: { cid } };
      return { status: 200, body: JSON.stringify(method === 'POST' ? found : { count: 0, results: [] }) };
    });
    const pinner = await pinnerOf(
      createMetrics(),
      createKuboTarget({ url: kubo.url, authorization: null, read: readFromBlocks(blocks) }),
      createPinningService({ url: service.url, token: 't', origins: [], pollMs: 5 }),
    );
    pinner.push({ cid, name: 'One' });
    await expect
      .poll(() => pinner.health().map(({ target, pinned, waiting }) => [target, pinned, waiting]), { timeout: 20_000 })
      .toEqual([
        ['kubo', 0, 1],
        ['pinning-service', 1, 0],
      ]);
    end.abort();
    await pinner.settled();
  });
});
