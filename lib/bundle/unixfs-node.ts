import { decode } from '@ipld/dag-pb';
import { UnixFS } from 'ipfs-unixfs';
import { type Block, type ReadBlock, readBlock } from './block.ts';
import { codecOf, parseCid } from './cid.ts';
import { BundleError } from './error.ts';

/** A part of a file, and how many bytes of the file it stands for. */
export type FilePart = { readonly cid: string; readonly size: number };

/** A block as UnixFS reads it. Of UnixFS, bundles use files and plain directories. */
export type UnixfsNode =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'parts'; readonly size: number; readonly parts: readonly FilePart[] }
  | { readonly kind: 'directory'; readonly entries: ReadonlyMap<string, string> };

const MAX_NAME_BYTES = 255;

/** Reads one block as UnixFS; throws `bundle/bad-node` for anything that is no file, part of one, or plain directory. */
export function decodeNode({ cid, bytes }: Block): UnixfsNode {
  if (codecOf(cid) === 'raw') return { kind: 'bytes', bytes };
  const { node, unixfs } = decodeBoth({ cid, bytes });
  const links = node.Links.map(({ Name, Hash }) => ({ name: Name ?? '', cid: linkOf(cid, Hash.toString()) }));
  switch (unixfs.type) {
    case 'directory':
      return { kind: 'directory', entries: entriesOf(cid, links) };
    case 'raw':
    case 'file': {
      if (links.length === 0 && unixfs.blockSizes.length === 0)
        return { kind: 'bytes', bytes: unixfs.data ?? new Uint8Array() };
      if (unixfs.data !== undefined && unixfs.data.length > 0)
        return refuse(cid, 'has both bytes and parts, which no writer of files makes');
      return partsOf(cid, links, unixfs.blockSizes);
    }
    default:
      return refuse(cid, `is a UnixFS ${unixfs.type}; a bundle has files in one plain directory`);
  }
}

/** The names and CIDs in a directory; throws `bundle/bad-node` where `cid` is none. */
export async function readDirectory(read: ReadBlock, cid: string): Promise<ReadonlyMap<string, string>> {
  const node = decodeNode({ cid, bytes: await readBlock(read, parseCid(cid)) });
  return node.kind === 'directory' ? node.entries : refuse(cid, 'is a file, not the directory of a bundle');
}

function decodeBoth({ cid, bytes }: Block): { node: ReturnType<typeof decode>; unixfs: UnixFS } {
  try {
    const node = decode(bytes);
    return { node, unixfs: UnixFS.unmarshal(node.Data ?? new Uint8Array()) };
  } catch (cause) {
    throw new BundleError('bundle/bad-node', `The block ${cid} is no UnixFS node.`, cause);
  }
}

type Link = { readonly name: string; readonly cid: string };

function linkOf(parent: string, cid: string): string {
  try {
    return parseCid(cid);
  } catch (cause) {
    throw new BundleError('bundle/bad-node', `The block ${parent} has a link that is not CIDv1 with sha2-256.`, cause);
  }
}

function entriesOf(cid: string, links: readonly Link[]): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const link of links) {
    const isPath = link.name === '' || link.name === '.' || link.name === '..' || /[/\\\0]/.test(link.name);
    if (isPath || new TextEncoder().encode(link.name).length > MAX_NAME_BYTES)
      return refuse(cid, `has an entry whose name is no file name: ${JSON.stringify(link.name.slice(0, 80))}`);
    if (entries.has(link.name)) return refuse(cid, `has two entries named ${link.name}`);
    entries.set(link.name, link.cid);
  }
  return entries;
}

function partsOf(cid: string, links: readonly Link[], sizes: readonly bigint[]): UnixfsNode {
  if (links.length !== sizes.length) return refuse(cid, `has ${links.length} parts but ${sizes.length} sizes`);
  let size = 0;
  const parts = links.map((link, index) => {
    const part = Number(sizes[index] ?? 0n);
    size += part;
    if (part <= 0 || !Number.isSafeInteger(size)) return refuse(cid, `has a part of ${part} bytes`);
    return { cid: link.cid, size: part };
  });
  return { kind: 'parts', size, parts };
}

function refuse(cid: string, what: string): never {
  throw new BundleError('bundle/bad-node', `The block ${cid} ${what}.`);
}
