import { encode, prepare } from '@ipld/dag-pb';
import fc from 'fast-check';
import { UnixFS } from 'ipfs-unixfs';
import { exporter } from 'ipfs-unixfs-exporter';
import { CID } from 'multiformats/cid';
import { describe, expect, it } from 'vitest';
import { readFromBlocks } from './block.ts';
import { cidOf } from './cid.ts';
import { importFiles } from './import-files.ts';
import { openFile, readFile } from './read-file.ts';
import { decodeNode, readDirectory } from './unixfs-node.ts';

const CHUNK = 262_144;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 9)) & 255);

/** A dag-pb block made by hand. */
function node(unixfs: ConstructorParameters<typeof UnixFS>[0], links: readonly (readonly [string, string])[] = []) {
  const Links = links.map(([Name, cid]) => ({ Name, Hash: CID.parse(cid) }));
  const bytes = encode(prepare({ Data: new UnixFS(unixfs).marshal(), Links }));
  return { cid: cidOf(bytes, 'dag-pb'), bytes };
}

describe('importFiles', () => {
  it('gives the CIDs that ipfs add gives', async () => {
    // Published and often seen: the empty directory, and what `echo "hello world" | ipfs add --cid-version 1` prints.
    expect(node({ type: 'directory' }).cid).toBe('bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354');
    const { cid, blocks } = await importFiles(new Map([['hello.txt', utf8('hello world\n')]]));
    const entries = await readDirectory(readFromBlocks(blocks), cid);
    expect(entries.get('hello.txt')).toBe('bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4');
  });

  it('cuts a file into chunks of 256 KiB below nodes of 174 links', async () => {
    const { cid, blocks } = await importFiles(new Map([['f', new Uint8Array(175 * CHUNK)]]));
    const file = (await readDirectory(readFromBlocks(blocks), cid)).get('f') ?? '';
    const root = decodeNode({ cid: file, bytes: blocks.get(file) ?? new Uint8Array() });
    if (root.kind !== 'parts') throw new Error('a file of 175 chunks is one block');
    expect(root.parts.map(({ size }) => size)).toEqual([174 * CHUNK, CHUNK]);
    // A file of one chunk is its raw leaf.
    const small = await importFiles(new Map([['f', bytesOf(CHUNK)]]));
    expect([...small.blocks.keys()]).toContain(cidOf(bytesOf(CHUNK)));
    expect(small.blocks.size).toBe(2);
  });

  it.each(['', '.', '..', 'a/b', '/etc/passwd', '../x', 'a\\b', 'a\0'])('refuses the file name %o', async (name) => {
    await expect(importFiles(new Map([[name, utf8('x')]]))).rejects.toMatchObject({ code: 'bundle/bad-files' });
  });
});

describe('reading files', () => {
  it('gives back every byte and every range, as the IPFS library does', async () => {
    const lengths = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17];
    for (const length of lengths) {
      const bytes = bytesOf(length);
      const { cid, blocks } = await importFiles(new Map([['f', bytes]]));
      const read = readFromBlocks(blocks);
      const file = (await readDirectory(read, cid)).get('f') ?? '';
      expect(Buffer.compare(await readFile({ cid: file, read, maxBytes: length }), bytes)).toBe(0);
      const theirs: Uint8Array[] = [];
      const entry = await exporter(file, {
        get: async function* (one: CID) {
          yield await read(one.toString());
        },
      } as unknown as Parameters<typeof exporter>[1]);
      if (entry.type !== 'file' && entry.type !== 'raw') throw new Error('no file');
      for await (const part of entry.content()) theirs.push(part);
      expect(Buffer.compare(Buffer.concat(theirs), bytes)).toBe(0);
    }
    const bytes = bytesOf(3 * CHUNK);
    const { cid, blocks } = await importFiles(new Map([['f', bytes]]));
    const read = readFromBlocks(blocks);
    const { size, stream } = await openFile({ cid: (await readDirectory(read, cid)).get('f') ?? '', read });
    await fc.assert(
      fc.asyncProperty(fc.nat(size), fc.nat(size), async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const parts: Uint8Array[] = [];
        for await (const part of stream({ from, to })) parts.push(part);
        expect(Buffer.compare(Buffer.concat(parts), bytes.subarray(from, to))).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses a file above the limit after its first block', async () => {
    const { cid, blocks } = await importFiles(new Map([['f', bytesOf(2 * CHUNK)]]));
    const file = (await readDirectory(readFromBlocks(blocks), cid)).get('f') ?? '';
    const asked: string[] = [];
    const read = async (one: string) => {
      asked.push(one);
      return readFromBlocks(blocks)(one);
    };
    const reading = readFile({ cid: file, read, maxBytes: 2 * CHUNK - 1 });
    await expect(reading).rejects.toMatchObject({ code: 'bundle/too-large' });
    expect(asked).toEqual([file]);
  });
});

describe('hostile nodes', () => {
  const leaf = { cid: cidOf(bytesOf(10)), bytes: bytesOf(10) };
  const refused = { code: 'bundle/bad-node' };

  it('refuses sizes that contradict the parts, and claims of enormous ones', async () => {
    const lie = node({ type: 'file', blockSizes: [11n] }, [['', leaf.cid]]);
    const read = readFromBlocks(new Map([leaf, lie].map(({ cid, bytes }) => [cid, bytes])));
    await expect(readFile({ cid: lie.cid, read, maxBytes: 100 })).rejects.toMatchObject(refused);
    const huge = node({ type: 'file', blockSizes: [1n << 60n] }, [['', leaf.cid]]);
    expect(() => decodeNode(huge)).toThrow('part of');
    const large = node({ type: 'file', blockSizes: [1n << 50n] }, [['', leaf.cid]]);
    const readLarge = readFile({ cid: large.cid, read: async () => large.bytes, maxBytes: 2 ** 28 });
    await expect(readLarge).rejects.toMatchObject({ code: 'bundle/too-large' });
  });

  it('refuses parts of no bytes, which could be as many as one likes', () => {
    expect(() => decodeNode(node({ type: 'file', blockSizes: [0n] }, [['', leaf.cid]]))).toThrow('part of 0 bytes');
    expect(() => decodeNode(node({ type: 'file', blockSizes: [] }, [['', leaf.cid]]))).toThrow('1 parts but 0 sizes');
  });

  it('ends on a file that is deeper or has more blocks than any writer makes', async () => {
    const store = new Map([[leaf.cid, leaf.bytes]]);
    let at = leaf.cid;
    for (let i = 0; i < 12; i++) {
      const next = node({ type: 'file', blockSizes: [10n] }, [['', at]]);
      store.set(next.cid, next.bytes);
      at = next.cid;
    }
    const deep = readFile({ cid: at, read: readFromBlocks(store), maxBytes: 10 });
    await expect(deep).rejects.toThrow('levels');
    // 40 · 40 · 40 links to one leaf: 64,000 reads from three small blocks.
    let wide = leaf.cid;
    let size = 10n;
    for (let i = 0; i < 3; i++) {
      const next = node(
        { type: 'file', blockSizes: Array.from({ length: 40 }, () => size) },
        Array.from({ length: 40 }, () => ['', wide] as const),
      );
      store.set(next.cid, next.bytes);
      wide = next.cid;
      size *= 40n;
    }
    const many = readFile({ cid: wide, read: readFromBlocks(store), maxBytes: 1e9 });
    await expect(many).rejects.toThrow('more than 16384 blocks');
  });

  it.each([
    ['a symbolic link', node({ type: 'symlink', data: utf8('/etc/passwd') })],
    ['a sharded directory', node({ type: 'hamt-sharded-directory', hashType: 0x22n, fanout: 256n })],
    ['bytes and parts at once', node({ type: 'file', data: utf8('x'), blockSizes: [10n] }, [['', leaf.cid]])],
    ['an entry that climbs out', node({ type: 'directory' }, [['../weights.bin', leaf.cid]])],
    ['an entry without a name', node({ type: 'directory' }, [['', leaf.cid]])],
    ['no UnixFS', { cid: cidOf(utf8('junk'), 'dag-pb'), bytes: utf8('junk') }],
  ])('refuses %s', (_, block) => {
    expect(() => decodeNode(block)).toThrow(expect.objectContaining(refused));
  });
});
