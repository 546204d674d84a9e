import { createWriter, headerLength } from '@ipld/car/buffer-writer';
import { asyncIterableReader, readBlockHead, readHeader } from '@ipld/car/decoder';
import { varint } from 'multiformats';
import { CID } from 'multiformats/cid';
import { type Block, MAX_BLOCK_BYTES } from './block.ts';
import { parseCid, verifyCid } from './cid.ts';
import { BundleError } from './error.ts';
import { decodeNode } from './unixfs-node.ts';
import { linksOf, MAX_DAG_BLOCKS } from './walk-dag.ts';

/** A CAR (version 1) with one root, in pieces as they are asked for. */
export async function* writeCar(
  root: string,
  blocks: AsyncIterable<Block> | Iterable<Block>,
): AsyncGenerator<Uint8Array> {
  const roots = [CID.parse(root)];
  const header = createWriter(new ArrayBuffer(headerLength({ roots })), { roots }).close();
  yield header;
  for await (const { cid, bytes } of blocks) {
    const name = CID.parse(cid).bytes;
    const length = name.length + bytes.length;
    const head = new Uint8Array(varint.encodingLength(length) + name.length);
    varint.encodeTo(length, head);
    head.set(name, head.length - name.length);
    yield head;
    yield bytes;
  }
}

/** What a CAR must be to be read. */
export type CarLimits = {
  /** The root that is wanted, whatever the CAR says of itself, as gateways may say anything; without it, the one that the CAR names. */
  readonly root?: string;
  /** Bytes of all blocks together at most. */
  readonly maxBytes: number;
};

/** A CAR being read. */
export type OpenCar = { readonly root: string; readonly blocks: AsyncGenerator<Block> };

/**
 * Reads a CAR as it comes. Each block is checked against its CID, and must be the root or linked from a block before it; a block that
 * came already is passed over. So nothing is let in that the root does not name, and no more memory is taken than two blocks.
 *
 * @throws BundleError `bundle/bad-car`, `bundle/too-large`, `bundle/cid-mismatch`, `bundle/bad-node`; and when the
 * stream ends before every linked block has come
 */
export async function openCar(stream: AsyncIterable<Uint8Array>, limits: CarLimits): Promise<OpenCar> {
  const reader = boundedReader(stream);
  const { roots } = await parsing(() => readHeader(reader, 1));
  const root = limits.root ?? onlyRoot(roots);
  return { root, blocks: readBlocks(reader, root, limits.maxBytes) };
}

function onlyRoot(roots: readonly CID[]): string {
  const [first] = roots;
  if (first === undefined || roots.length > 1)
    throw new BundleError('bundle/bad-car', `The CAR names ${roots.length} roots, not one.`);
  return parseCid(first.toString());
}

type Reader = ReturnType<typeof asyncIterableReader>;

async function* readBlocks(reader: Reader, root: string, maxBytes: number): AsyncGenerator<Block> {
  const wanted = new Set([root]);
  const seen = new Set<string>();
  let total = 0;
  while (await parsing(async () => (await reader.upTo(1)).length > 0)) {
    const { cid, bytes } = await parsing(async () => {
      const head = await readBlockHead(reader);
      // A view of the reader's own buffer, which holds more: keep the block only.
      return { cid: head.cid.toString(), bytes: (await reader.exactly(head.blockLength, true)).slice() };
    });
    total += bytes.length;
    if (total > maxBytes) throw new BundleError('bundle/too-large', `The CAR has more than ${maxBytes} bytes.`);
    parseCid(cid);
    if (seen.has(cid)) continue;
    if (!wanted.has(cid))
      throw new BundleError('bundle/bad-car', `The CAR holds ${cid}, which no block before it names.`);
    verifyCid({ cid, bytes });
    wanted.delete(cid);
    seen.add(cid);
    for (const link of linksOf(decodeNode({ cid, bytes }))) if (!seen.has(link)) wanted.add(link);
    if (seen.size + wanted.size > MAX_DAG_BLOCKS)
      throw new BundleError('bundle/too-large', `The CAR has more than ${MAX_DAG_BLOCKS} blocks.`);
    yield { cid, bytes };
  }
  const [missing] = wanted;
  if (missing !== undefined)
    throw new BundleError(
      'bundle/bad-car',
      `The CAR ends early: ${wanted.size} blocks are missing, such as ${missing}.`,
    );
}

/** A reader that never gathers more than one block, whatever length the stream claims. */
function boundedReader(stream: AsyncIterable<Uint8Array>): Reader {
  const reader = asyncIterableReader(stream);
  return {
    upTo: (length) => reader.upTo(length),
    exactly: async (length, seek) => {
      if (!(length >= 0 && length <= MAX_BLOCK_BYTES))
        throw new BundleError(
          'bundle/too-large',
          `The CAR has a part of ${length} bytes, more than ${MAX_BLOCK_BYTES}.`,
        );
      return reader.exactly(length, seek);
    },
    seek: (length) => reader.seek(length),
    get pos() {
      return reader.pos;
    },
  };
}

async function parsing<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    // Errors of the stream itself, such as a broken connection, are not the CAR's fault.
    if (cause instanceof BundleError || (cause instanceof Error && 'code' in cause)) throw cause;
    throw new BundleError('bundle/bad-car', 'The CAR is broken or cut off.', cause);
  }
}
