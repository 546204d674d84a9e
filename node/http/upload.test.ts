import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { bundleAddedSchema, nodeErrorSchema } from '../../lib/schema/node-api.ts';
import { addFiles } from '../store/admit-bundle.ts';
import { carOf, tinyFiles } from '../store/testing.ts';
import { type Served, serveStore } from './testing.ts';

const CAR = 'application/vnd.ipld.car';

describe('upload', () => {
  let node: Served;
  afterEach(() => node.close());
  const upload = (body: Uint8Array<ArrayBuffer>, type = CAR, method = 'POST') =>
    fetch(`${node.url}/bundles`, { method, headers: { 'content-type': type }, body });
  const refusal = async (answer: Response) => [answer.status, nodeErrorSchema.parse(await answer.json()).message];
  const nothingIsKept = async () => {
    expect(node.store.bundles()).toEqual([]);
    expect(node.store.sizeBytes()).toBe(0);
    expect(await readdir(path.join(node.dir, 'staging')).catch(() => [])).toEqual([]);
  };

  it('takes a sound bundle as a CAR, serves it, and tells who wants to know', async () => {
    node = await serveStore({});
    const { cid, car } = await carOf(tinyFiles('One'));
    const answer = await upload(car);
    expect(answer.status).toBe(201);
    expect(bundleAddedSchema.parse(await answer.json())).toMatchObject({ cid, uri: `ipfs://${cid}` });
    expect((await fetch(`${node.url}/ipfs/${cid}/manifest.json`)).status).toBe(200);
    expect(node.added.map((one) => one.cid)).toEqual([cid]);
    expect((await upload(car, CAR, 'PUT')).status).toBe(201);
    expect(node.store.bundles()).toHaveLength(1);
  });

  it('takes the same bundle from several clients at once', async () => {
    node = await serveStore({});
    const { cid, car } = await carOf(tinyFiles('One'));
    const answers = await Promise.all([upload(car), upload(car), upload(car)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(node.store.bundles().map((one) => one.cid)).toEqual([cid]);
  });

  it('refuses a changed weight, a cut CAR, a missing file, a foreign file, with the reason, and keeps nothing', async () => {
    node = await serveStore({});
    const files = tinyFiles('One');
    const { car } = await carOf(files);
    const weights = files.get('weights.bin') ?? new Uint8Array();
    const wrong = await carOf(new Map([...files, ['weights.bin', weights.with(0, 77)]]));
    const foreign = await carOf(new Map([...files, ['index.html', Uint8Array.of(1)]]));
    const missing = await carOf(new Map([...files].filter(([name]) => name !== 'program.json')));
    const flipped = car.slice();
    flipped[car.length - 1] = (flipped[car.length - 1] ?? 0) ^ 1;
    const cases: [Uint8Array<ArrayBuffer>, string][] = [
      [wrong.car, 'The modelHash is'],
      [foreign.car, 'No bundle has a file index.html'],
      [missing.car, 'no program.json'],
      [car.slice(0, -20), 'broken or cut off'],
      [flipped, 'but got the bytes of'],
      [new Uint8Array(100), 'broken or cut off'],
    ];
    for (const [body, message] of cases) {
      expect(await refusal(await upload(body))).toEqual([400, expect.stringContaining(message)]);
    }
    await nothingIsKept();
  });

  it('takes CARs only', async () => {
    node = await serveStore({});
    const { car } = await carOf(tinyFiles('One'));
    expect((await upload(car, 'application/octet-stream')).status).toBe(415);
    const form = new FormData();
    form.append('files', new Blob([car]), 'bundle.car');
    expect((await fetch(`${node.url}/bundles`, { method: 'POST', body: form })).status).toBe(415);
  });

  it('limits the size, said beforehand or not', async () => {
    node = await serveStore({ limits: { maxBytes: 5_000 } });
    const { car } = await carOf(tinyFiles('One'));
    expect(car.length).toBeGreaterThan(5_000);
    expect(await refusal(await upload(car))).toEqual([413, 'An upload has at most 5000 bytes']);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(car);
        controller.close();
      },
    });
    const init = { method: 'POST', headers: { 'content-type': CAR }, body, duplex: 'half' };
    expect((await fetch(`${node.url}/bundles`, init)).status).toBe(413);
    await nothingIsKept();
  });

  it('limits the rate of one client', async () => {
    node = await serveStore({ burst: 3 });
    const junk = async () => (await upload(new Uint8Array(10))).status;
    expect([await junk(), await junk(), await junk(), await junk()]).toEqual([400, 400, 400, 429]);
    node.pass(1_000);
    expect([await junk(), await junk()]).toEqual([400, 429]);
  });

  it('refuses when the store is full', async () => {
    node = await serveStore({ maxStoreBytes: 15_000 });
    await addFiles(node.store, tinyFiles('One', 'x'.repeat(3_000)), 'models');
    const held = node.store.sizeBytes();
    const { car } = await carOf(tinyFiles('Two', 'y'.repeat(9_000)));
    expect((await upload(car)).status).toBe(507);
    expect(node.store.sizeBytes()).toBe(held);
  });

  /** An upload over a bare connection, so that it can stall; resolves with what the server says. */
  const stalling = async (car: Uint8Array, send: (write: (part: Uint8Array | string) => void) => Promise<void>) => {
    const socket = connect(node.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (part: Buffer) => {
      heard += part.toString('latin1');
    });
    socket.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.write(
      `POST /bundles HTTP/1.1\r\nHost: node\r\nContent-Type: ${CAR}\r\nContent-Length: ${car.length}\r\n\r\n`,
    );
    await send((part) => socket.write(part));
    await Promise.race([ended, delay(5_000)]);
    socket.destroy();
    return heard;
  };

  it('ends an upload that stalls, and one that only drips', async () => {
    node = await serveStore({ limits: { idleMs: 300, minBytesPerSec: 20_000, graceMs: 600 } });
    const { car } = await carOf(tinyFiles('One'));
    const stalled = await stalling(car, async (write) => write(car.slice(0, 2_000)));
    expect(stalled).toContain('408');
    expect(stalled).toContain('Nothing came for');
    let at = 0;
    const dripping = await stalling(car, async (write) => {
      for (; at < 12; at++) {
        write(car.slice(at * 50, (at + 1) * 50));
        await delay(100);
      }
    });
    expect(dripping).toContain('less than 20000 bytes a second');
    await nothingIsKept();
    expect((await upload(car)).status).toBe(201);
  });

  it('keeps nothing of an upload whose sender goes away', async () => {
    node = await serveStore({});
    const { car } = await carOf(tinyFiles('One'));
    const socket = connect(node.port, '127.0.0.1');
    socket.write(
      `POST /bundles HTTP/1.1\r\nHost: node\r\nContent-Type: ${CAR}\r\nContent-Length: ${car.length}\r\n\r\n`,
    );
    socket.write(car.slice(0, 3_000));
    await delay(200);
    socket.destroy();
    await delay(400);
    await nothingIsKept();
  });
});
