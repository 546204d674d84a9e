import { CarReader } from '@ipld/car/reader';
import { CarWriter } from '@ipld/car/writer';
import fc from 'fast-check';
import { CID } from 'multiformats/cid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Block, readFromBlocks } from './block.ts';
import { openCar, writeCar } from './car.ts';
import { cidOf } from './cid.ts';
import { importFiles } from './import-files.ts';
import { walkDag } from './walk-dag.ts';

const MAX = 10_000_000;
// Without a period, so that no two chunks are the same block.
const weights = Uint8Array.from({ length: 700_000 }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 13) & 255);
let root: string;
let blocks: Block[];
let cids: string[];
let car: Uint8Array;

async function join(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return new Uint8Array(Buffer.concat(all));
}

/** A stream of pieces of any size. */
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function readAll(bytes: Uint8Array, limits: { root?: string; maxBytes?: number; piece?: number } = {}) {
  const { piece = 65_536, ...rest } = limits;
  const opened = await openCar(inPieces(bytes, piece), { maxBytes: MAX, ...rest });
  // Their bytes were checked against these.
  const cids: string[] = [];
  for await (const { cid } of opened.blocks) cids.push(cid);
  return { root: opened.root, cids };
}

/** A CAR as another program writes it. */
async function written(roots: readonly string[], list: readonly Block[]): Promise<Uint8Array> {
  const { writer, out } = CarWriter.create(roots.map((one) => CID.parse(one)));
  const done = (async () => {
    for (const { cid, bytes } of list) await writer.put({ cid: CID.parse(cid), bytes });
    await writer.close();
  })();
  const bytes = await join(out);
  await done;
  return bytes;
}

beforeAll(async () => {
  const imported = await importFiles(
    new Map([
      ['weights.bin', weights],
      ['card.md', weights.slice(0, 9)],
    ]),
  );
  root = imported.cid;
  blocks = [];
  for await (const block of walkDag({ cid: root, read: readFromBlocks(imported.blocks) })) blocks.push(block);
  cids = blocks.map(({ cid }) => cid);
  car = await join(writeCar(root, blocks));
});

describe('a CAR', () => {
  it('is what the library writes, and the library reads it', async () => {
    expect(Buffer.compare(car, await written([root], blocks))).toBe(0);
    const reader = await CarReader.fromBytes(car);
    expect((await reader.getRoots()).map(String)).toEqual([root]);
  });

  it('gives back its blocks, however it is cut into pieces', async () => {
    for (const piece of [1_000, 65_536, car.length]) {
      expect(await readAll(car, { piece })).toEqual({ root, cids });
    }
  });

  it('may repeat a block', async () => {
    const [first, ...rest] = blocks;
    if (first === undefined) throw new Error('no blocks');
    expect((await readAll(await written([root], [first, first, ...rest]))).cids).toEqual(cids);
  });

  it('is refused when one byte of a block was changed', async () => {
    for (const at of [car.length - 1, car.length - 300_000]) {
      const changed = car.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(readAll(changed)).rejects.toMatchObject({ name: 'BundleError', code: 'bundle/cid-mismatch' });
    }
  });

  it('is refused when it is cut off anywhere', async () => {
    const ends = Array.from({ length: 60 }, (_, i) => Math.floor((i * car.length) / 60));
    for (const end of [...ends, car.length - 1]) {
      await expect(readAll(car.slice(0, end))).rejects.toMatchObject({ code: 'bundle/bad-car' });
    }
  });

  it('is refused with no root, two roots, another root, or blocks that the root does not name', async () => {
    const refused = { code: 'bundle/bad-car' };
    await expect(readAll(await written([], blocks))).rejects.toMatchObject(refused);
    await expect(readAll(await written([root, root], blocks))).rejects.toMatchObject(refused);
    await expect(readAll(car, { root: cidOf(weights) })).rejects.toMatchObject(refused);
    const stranger = { cid: cidOf(weights.slice(0, 5)), bytes: weights.slice(0, 5) };
    await expect(readAll(await written([root], [...blocks, stranger]))).rejects.toThrow('no block before it names');
    await expect(readAll(await written([root], blocks.slice().reverse()))).rejects.toMatchObject(refused);
    // Who names the root looks at nothing that the CAR says of it.
    expect(await readAll(await written([], blocks), { root })).toEqual({ root, cids });
  });

  it('is refused by what it claims before that is gathered', async () => {
    // A section of 2^40 bytes, and a header of as many.
    const length = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x20);
    const header = await join(writeCar(root, []));
    let pulled = 0;
    async function* endless(start: Uint8Array): AsyncGenerator<Uint8Array> {
      yield start;
      for (;;) {
        pulled += 65_536;
        yield new Uint8Array(65_536);
      }
    }
    const cid = CID.parse(root).bytes;
    const section = new Uint8Array([...header, ...length, ...cid]);
    const opened = await openCar(endless(section), { maxBytes: MAX });
    await expect(opened.blocks.next()).rejects.toMatchObject({ code: 'bundle/too-large' });
    await expect(openCar(endless(length), { maxBytes: MAX })).rejects.toMatchObject({ code: 'bundle/too-large' });
    expect(pulled).toBeLessThan(1_000_000);
    await expect(readAll(car, { maxBytes: 600_000 })).rejects.toMatchObject({ code: 'bundle/too-large' });
  });

  it('is refused, and never breaks the reader, whatever bytes it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(car.length - 1), fc.uint8Array({ minLength: 1, maxLength: 64 }), async (at, junk) => {
        const changed = car.slice();
        changed.set(junk.subarray(0, car.length - at), at);
        const outcome = await readAll(changed).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'BundleError' });
        else expect(outcome).toEqual({ root, cids });
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await expect(readAll(bytes)).rejects.toMatchObject({ name: 'BundleError' });
      }),
      { numRuns: 150 },
    );
  });
});
