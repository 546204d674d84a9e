import { type ReadBlock, readBlock } from './block.ts';
import { BundleError } from './error.ts';
import { decodeNode, type UnixfsNode } from './unixfs-node.ts';

/** Blocks of one file at most: 256 MiB in chunks of 16 KiB, a sixteenth of what `ipfs add` makes. */
const MAX_FILE_BLOCKS = 16_384;
/** Levels of one file at most: `ipfs add` makes three for 256 MiB. */
const MAX_DEPTH = 8;

/** Where bytes of a file are: from the first to before the last. */
export type ByteRange = { readonly from: number; readonly to: number };

/** An open file: its size, and its bytes block by block. */
export type OpenFile = {
  readonly size: number;
  /** The bytes in `range`, in order. Throws BundleError when a block is missing or not what its parent says. */
  readonly stream: (range?: ByteRange) => AsyncGenerator<Uint8Array>;
};

/** Opens the UnixFS file `cid`; throws `bundle/bad-node` where it is a directory. */
export async function openFile({ cid, read }: { cid: string; read: ReadBlock }): Promise<OpenFile> {
  const node = decodeNode({ cid, bytes: await readBlock(read, cid) });
  const size = sizeOf(cid, node);
  return {
    size,
    stream: (range = { from: 0, to: size }) => leaves({ cid, node, read, range, budget: { blocks: MAX_FILE_BLOCKS } }),
  };
}

/** The whole file `cid`, checked; throws `bundle/too-large` before anything is read beyond its first block. */
export async function readFile({
  cid,
  read,
  maxBytes,
}: {
  cid: string;
  read: ReadBlock;
  maxBytes: number;
}): Promise<Uint8Array> {
  const { size, stream } = await openFile({ cid, read });
  if (size > maxBytes)
    throw new BundleError('bundle/too-large', `The file ${cid} has ${size} bytes, more than ${maxBytes}.`);
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const part of stream()) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

type Walk = { cid: string; node: UnixfsNode; read: ReadBlock; range: ByteRange; budget: { blocks: number } };

async function* leaves({ cid, node, read, range, budget }: Walk, depth = 0): AsyncGenerator<Uint8Array> {
  if (node.kind === 'directory') throw new BundleError('bundle/bad-node', `${cid} is a directory, not a file.`);
  if (node.kind === 'bytes') {
    if (range.to > range.from) yield node.bytes.subarray(range.from, range.to);
    return;
  }
  if (depth === MAX_DEPTH) throw new BundleError('bundle/bad-node', `A file has more than ${MAX_DEPTH} levels.`);
  let start = 0;
  for (const part of node.parts) {
    const inner = { from: Math.max(0, range.from - start), to: Math.min(part.size, range.to - start) };
    start += part.size;
    if (inner.from >= inner.to) continue;
    if (budget.blocks-- === 0)
      throw new BundleError('bundle/too-large', `A file has more than ${MAX_FILE_BLOCKS} blocks.`);
    const child = decodeNode({ cid: part.cid, bytes: await readBlock(read, part.cid) });
    if (sizeOf(part.cid, child) !== part.size)
      throw new BundleError('bundle/bad-node', `The block ${part.cid} has not the size that ${cid} says.`);
    yield* leaves({ cid: part.cid, node: child, read, range: inner, budget }, depth + 1);
  }
}

function sizeOf(cid: string, node: UnixfsNode): number {
  switch (node.kind) {
    case 'bytes':
      return node.bytes.length;
    case 'parts':
      return node.size;
    case 'directory':
      throw new BundleError('bundle/bad-node', `${cid} is a directory, not a file.`);
  }
}
