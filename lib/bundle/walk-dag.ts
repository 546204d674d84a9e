import { type Block, type ReadBlock, readBlock } from './block.ts';
import { codecOf } from './cid.ts';
import { BundleError } from './error.ts';
import { decodeNode, type UnixfsNode } from './unixfs-node.ts';

/** Blocks below one CID at most. A bundle with 256 MiB of weights has about 1,100. */
export const MAX_DAG_BLOCKS = 32_768;

/** The CIDs that a node links to, in its order. */
export function linksOf(node: UnixfsNode): string[] {
  switch (node.kind) {
    case 'bytes':
      return [];
    case 'parts':
      return node.parts.map(({ cid }) => cid);
    case 'directory':
      return [...node.entries.values()];
  }
}

/** Every block below `cid` and itself, once each: a node before its links, depth first, checked. Throws BundleError. */
export async function* walkDag({ cid, read }: { cid: string; read: ReadBlock }): AsyncGenerator<Block> {
  const seen = new Set<string>();
  const next = [cid];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (seen.has(at)) continue;
    if (seen.size === MAX_DAG_BLOCKS) throw tooMany(cid);
    seen.add(at);
    const block = { cid: at, bytes: await readBlock(read, at) };
    const links = linksOf(decodeNode(block));
    yield block;
    next.push(...links.reverse());
  }
}

/** The CIDs of every block below `cid` and itself, once each. Reads only the nodes that link to others. Throws BundleError. */
export async function* cidsBelow({ cid, read }: { cid: string; read: ReadBlock }): AsyncGenerator<string> {
  const seen = new Set<string>();
  const next = [cid];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (seen.has(at)) continue;
    if (seen.size === MAX_DAG_BLOCKS) throw tooMany(cid);
    seen.add(at);
    yield at;
    if (codecOf(at) === 'raw') continue;
    next.push(...linksOf(decodeNode({ cid: at, bytes: await readBlock(read, at) })).reverse());
  }
}

function tooMany(cid: string): BundleError {
  return new BundleError('bundle/too-large', `There are more than ${MAX_DAG_BLOCKS} blocks below ${cid}.`);
}
