import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchBundle, uploadBundle } from '../../lib/bundle/bundle-store.ts';
import { openBundle } from '../../lib/bundle/open-bundle.ts';
import { type Served, serveStore } from '../../node/http/testing.ts';
import { carOf, tinyFiles } from '../../node/store/testing.ts';
import { GET as list, POST as upload } from './bundles/route.ts';
import { GET as read } from './ipfs/[...path]/route.ts';

const SITE = 'http://site.test';
const LARGE = Uint8Array.from({ length: 600_000 }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 13) & 255);

/** What a browser's `fetch` does with the paths of this site, without a server between. */
const fetchFn = (async (path: string, init: RequestInit = {}): Promise<Response> => {
  const request = new Request(`${SITE}${path}`, { ...init, ...(init.body ? { duplex: 'half' } : {}) } as RequestInit);
  const { pathname } = new URL(request.url);
  if (pathname === '/api/bundles') return init.method === 'POST' ? upload(request) : list();
  const segments = pathname.slice('/api/ipfs/'.length).split('/').map(decodeURIComponent);
  return read(request, { params: Promise.resolve({ path: segments }) });
}) as typeof fetch;

describe('bundles through the site', () => {
  let node: Served;
  const files = tinyFiles('One');
  files.set('quantisation.json', LARGE);
  beforeAll(async () => {
    node = await serveStore({});
    process.env.OPENIMO_NODE_PORT = String(node.port);
  });
  afterAll(async () => {
    delete process.env.OPENIMO_NODE_PORT;
    await node.close();
  });

  it('uploads a bundle as the browser makes it, and reads it back with every block checked', async () => {
    const added = await uploadBundle(files, fetchFn);
    expect(added.cid).toBe((await carOf(files)).cid);
    const bundle = await openBundle(await fetchBundle(added.cid, { fetchFn }));
    expect(bundle.manifest.name).toBe('One');
    const listed: unknown = await (await fetchFn('/api/bundles')).json();
    expect(listed).toMatchObject({ bundles: [{ cid: added.cid }] });
  });

  it('passes refusals on with their reason', async () => {
    const wrong = new Map([...files, ['golden.json', Uint8Array.of(1)]]);
    await expect(uploadBundle(wrong, fetchFn)).rejects.toThrow('golden.json does not have the shape');
    const form = await upload(new Request(`${SITE}/api/bundles`, { method: 'POST', body: new FormData() }));
    expect(form.status).toBe(415);
    const headers = { 'content-type': 'application/vnd.ipld.car', 'sec-fetch-site': 'cross-site' };
    const foreign = await upload(new Request(`${SITE}/api/bundles`, { method: 'POST', headers, body: 'x' }));
    expect(foreign.status).toBe(403);
  });

  it('gives CARs, blocks and ranges of files, never as a page of this origin', async () => {
    const { cid, car } = await carOf(files);
    const whole = await fetchFn(`/api/ipfs/${cid}?format=car`);
    expect(Buffer.compare(new Uint8Array(await whole.arrayBuffer()), car)).toBe(0);
    expect(whole.headers.get('content-type')).toBe('application/vnd.ipld.car; version=1; order=dfs; dups=n');
    expect(whole.headers.get('content-security-policy')).toContain('sandbox');
    const part = await fetchFn(`/api/ipfs/${cid}/quantisation.json`, { headers: { range: 'bytes=300000-300003' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 300000-300003/600000']);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(LARGE.slice(300_000, 300_004));
    const etag = part.headers.get('etag') ?? '';
    const again = await fetchFn(`/api/ipfs/${cid}/quantisation.json`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('answers what is no address without asking the node for it', async () => {
    const status = async (path: string[]) =>
      (await read(new Request(`${SITE}/api/ipfs/x`), { params: Promise.resolve({ path }) })).status;
    expect(await status(['..', 'health'])).toBe(400);
    expect(await status(['../health'])).toBe(400);
    expect(await status(['bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4'])).toBe(404);
    expect((await fetchFn(`/api/ipfs/${(await carOf(files)).cid}?format=zip`)).status).toBe(400);
  });
});
