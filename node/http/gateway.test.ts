import { rm } from 'node:fs/promises';
import path from 'node:path';
import { CarReader } from '@ipld/car/reader';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cidOf } from '../../lib/bundle/cid.ts';
import { readDirectory } from '../../lib/bundle/unixfs-node.ts';
import { addFiles } from '../store/admit-bundle.ts';
import { carOf, tinyFiles } from '../store/testing.ts';
import { type Served, serveStore } from './testing.ts';

const RAW = 'application/vnd.ipld.raw';
const CAR = 'application/vnd.ipld.car';

describe('trustless gateway', () => {
  let node: Served;
  let cid: string;
  let car: Uint8Array;
  let blocks: ReadonlyMap<string, Uint8Array>;
  let entries: ReadonlyMap<string, string>;
  const files = tinyFiles('One');
  // Three chunks, so that one file of the bundle is a tree.
  files.set(
    'quantisation.json',
    Uint8Array.from({ length: 700_000 }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 13) & 255),
  );
  const big = files.get('quantisation.json') ?? new Uint8Array();

  beforeAll(async () => {
    node = await serveStore({});
    ({ cid, car, blocks } = await carOf(files));
    expect((await addFiles(node.store, files, 'models')).cid).toBe(cid);
    entries = await readDirectory(node.store.blocks.get, cid);
  });
  afterAll(() => node.close());

  const ask = (rest: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${node.url}/ipfs/${rest}`, { headers, method });
  const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
  const cidsOf = async (answer: Response) => {
    const found: string[] = [];
    for await (const block of (await CarReader.fromBytes(await bytesOf(answer))).blocks()) {
      expect(cidOf(block.bytes, block.cid.code === 0x55 ? 'raw' : 'dag-pb')).toBe(block.cid.toString());
      found.push(block.cid.toString());
    }
    return found;
  };

  it('gives every block as raw bytes that hash to its CID, never as a page', async () => {
    for (const one of blocks.keys()) {
      const answer = await ask(`${one}?format=raw`);
      expect(answer.status).toBe(200);
      const { headers } = answer;
      expect(headers.get('content-type')).toBe(RAW);
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${one}.bin"`);
      expect(headers.get('cache-control')).toContain('immutable');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect([headers.get('x-ipfs-path'), headers.get('x-ipfs-roots')]).toEqual([`/ipfs/${one}`, one]);
      expect(await bytesOf(answer)).toEqual(blocks.get(one));
    }
  });

  it('takes the format from the Accept header, and says where that answer is without it', async () => {
    const raw = await ask(cid, { Accept: RAW });
    expect(raw.headers.get('content-type')).toBe(RAW);
    expect(raw.headers.get('content-location')).toBe(`/ipfs/${cid}?format=raw`);
    const both = await ask(`${cid}?format=raw`, { Accept: `${CAR};version=1;order=dfs` });
    expect(both.headers.get('content-type')).toBe(RAW);
    expect((await ask(cid, { Accept: `${CAR}; version=2` })).status).toBe(400);
  });

  it('gives the whole bundle as a CAR in depth-first order', async () => {
    const answer = await ask(`${cid}?format=car`);
    expect(answer.headers.get('content-type')).toBe(`${CAR}; version=1; order=dfs; dups=n`);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${cid}.car"`);
    expect(Buffer.compare(await bytesOf(answer), car)).toBe(0);
  });

  it('gives a path with the blocks that prove it, and as much below as the scope says', async () => {
    const file = entries.get('quantisation.json') ?? '';
    const all = await cidsOf(await ask(`${cid}/quantisation.json?format=car`));
    expect(all.slice(0, 2)).toEqual([cid, file]);
    expect(all).toHaveLength(2 + 3);
    expect(await cidsOf(await ask(`${cid}/quantisation.json?format=car&dag-scope=block`))).toEqual([cid, file]);
    expect(await cidsOf(await ask(`${cid}?format=car&dag-scope=block`))).toEqual([cid]);
    expect(await cidsOf(await ask(`${cid}?format=car&dag-scope=entity`))).toEqual([cid]);
    expect(await cidsOf(await ask(`${cid}/quantisation.json?format=car&dag-scope=entity`))).toEqual(all);
    const answer = await ask(`${cid}/quantisation.json?format=car`);
    expect(answer.headers.get('x-ipfs-roots')).toBe(`${cid},${file}`);
    const tags = await Promise.all(
      ['all', 'entity', 'block'].map(async (scope) =>
        (await ask(`${cid}?format=car&dag-scope=${scope}`)).headers.get('etag'),
      ),
    );
    expect(new Set(tags).size).toBe(3);
  });

  it('gives the bytes of a file, whole or a range', async () => {
    const whole = await ask(`${cid}/quantisation.json`);
    expect(whole.headers.get('content-type')).toBe('application/octet-stream');
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(Buffer.compare(await bytesOf(whole), big)).toBe(0);
    const ranges = [
      ['bytes=0-0', 0, 1],
      ['bytes=262140-262150', 262_140, 262_151],
      ['bytes=600000-', 600_000, 700_000],
      ['bytes=-5', 699_995, 700_000],
      ['bytes=699999-999999999', 699_999, 700_000],
    ] as const;
    for (const [range, from, to] of ranges) {
      const answer = await ask(`${cid}/quantisation.json`, { Range: range });
      expect(answer.status).toBe(206);
      expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/700000`);
      expect(answer.headers.get('content-length')).toBe(String(to - from));
      expect(await bytesOf(answer)).toEqual(big.slice(from, to));
    }
    for (const range of ['bytes=5-2', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=-']) {
      expect((await ask(`${cid}/quantisation.json`, { Range: range })).status).toBe(200);
    }
    const beyond = await ask(`${cid}/quantisation.json`, { Range: 'bytes=700000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */700000']);
    const stale = await ask(`${cid}/quantisation.json`, { Range: 'bytes=0-0', 'If-Range': '"other"' });
    expect(stale.status).toBe(200);
  });

  it('answers 304 to who has it already, and HEAD without a body', async () => {
    for (const rest of [`${cid}?format=raw`, `${cid}?format=car`, `${cid}/card.md`]) {
      const etag = (await ask(rest)).headers.get('etag') ?? '';
      const again = await ask(rest, { 'If-None-Match': `"x", ${etag}` });
      expect([again.status, await again.text()]).toEqual([304, '']);
      const head = await ask(rest, {}, 'HEAD');
      expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
    }
  });

  it('says what it has not, and what is no address', async () => {
    const away = cidOf(Uint8Array.of(9));
    expect((await ask(`${away}?format=raw`)).status).toBe(404);
    expect((await ask(`${away}?format=car`)).status).toBe(404);
    expect((await ask(`${away}?format=raw`, { 'Cache-Control': 'only-if-cached' })).status).toBe(412);
    expect((await ask(`${cid}/nothing.md`)).status).toBe(404);
    expect((await ask(`${cid}/card.md/deeper`)).status).toBe(404);
    expect((await ask(cid)).status).toBe(406);
    const bad = [
      '..%2f..%2fetc%2fpasswd',
      'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG',
      `${cid.toUpperCase()}`,
      `${cid}/card.md?format=raw`,
      `${cid}?format=tar`,
      `${cid}?format=car&dag-scope=some`,
      `${cid}?format=car&car-version=2`,
      `${cid}/%ff?format=car`,
    ];
    for (const rest of bad) expect([rest, (await ask(rest)).status]).toEqual([rest, 400]);
    expect((await ask(`${cid}/..%2f..%2fbundles?format=car`)).status).toBe(404);
    expect((await ask(cid, {}, 'DELETE')).status).toBe(404);
  });

  it('answers the probe for gateways', async () => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask('bafkqaaa?format=raw', {}, method);
      expect([answer.status, (await bytesOf(answer)).length]).toEqual([200, 0]);
    }
  });

  it('breaks a CAR off, rather than lie, when a block is away', async () => {
    const weights = entries.get('weights.bin') ?? '';
    await rm(path.join(node.store.blocks.dir, weights.slice(-2), weights));
    const answer = await ask(`${cid}?format=car`);
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
    await node.store.mend({ cid: weights, bytes: blocks.get(weights) ?? new Uint8Array() });
    expect((await bytesOf(await ask(`${cid}?format=car`))).length).toBe(car.length);
  });
});
