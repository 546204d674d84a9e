import type { Context } from 'hono';
import { type Block, type ReadBlock, readBlock } from '../../lib/bundle/block.ts';
import { writeCar } from '../../lib/bundle/car.ts';
import { CAR_TYPE, RAW_TYPE } from '../../lib/bundle/car-type.ts';
import { type OpenFile, openFile } from '../../lib/bundle/read-file.ts';
import { streamOf } from '../../lib/bundle/stream-parts.ts';
import { decodeNode } from '../../lib/bundle/unixfs-node.ts';
import { walkDag } from '../../lib/bundle/walk-dag.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Metrics } from '../metrics.ts';
import { rangeOf } from './byte-range.ts';
import { type IpfsRequest, readIpfsRequest } from './ipfs-request.ts';

/** The CID of no bytes at all, which clients ask for to find out whether this is a gateway. */
const PROBE = 'bafkqaaa';
const FOR_EVER = 'public, max-age=29030400, immutable';

/**
 * Answers `/ipfs/…` as a trustless gateway that has what its store has and fetches nothing: raw blocks and CARs, which the client checks.
 * Bytes of a file are given too, with ranges, for whoever trusts this node.
 */
export function createGateway(tools: { read: ReadBlock; metrics: Metrics }): (c: Context) => Promise<Response> {
  return async (c) => {
    const url = new URL(c.req.url);
    if (url.pathname === `/ipfs/${PROBE}`) return probe(url, c.req.header('Accept') ?? '');
    const request = readIpfsRequest(url, c.req.header('Accept') ?? null);
    const headers = headersOf(request, url);
    let trail: Block[];
    try {
      trail = await resolve(request, tools.read);
    } catch (error) {
      const isAway = error instanceof AppError && error.code === 'store/not-found';
      const isCacheOnly = c.req.header('Cache-Control')?.includes('only-if-cached') === true;
      if (isAway && isCacheOnly) return c.json({ code: error.code, message: error.message }, 412);
      throw error;
    }
    headers.set('X-Ipfs-Roots', trail.map(({ cid }) => cid).join(','));
    const etag = headers.get('ETag') ?? '';
    if (matches(c.req.header('If-None-Match'), etag)) return new Response(null, { status: 304, headers });
    const answer = await answerOf({ request, trail, headers, read: tools.read, range: ranged(c, etag) });
    const length = Number(answer.headers.get('Content-Length') ?? 0);
    if (c.req.method !== 'HEAD') tools.metrics.increase('openimo_store_reads_bytes_total', {}, length);
    return answer;
  };
}

type Answer = {
  request: IpfsRequest;
  trail: readonly Block[];
  headers: Headers;
  read: ReadBlock;
  range: string | undefined;
};

async function answerOf({ request, trail, headers, read, range }: Answer): Promise<Response> {
  const last = trail.at(-1);
  if (last === undefined) throw new Error('a path has a first block');
  switch (request.format.kind) {
    case 'raw':
      headers.set('Content-Length', String(last.bytes.length));
      return new Response(new Uint8Array(last.bytes), { headers });
    case 'car': {
      const blocks = carBlocks({ trail, scope: request.format.scope, read });
      return new Response(streamOf(writeCar(request.cid, blocks)), { headers });
    }
    case 'file': {
      if (decodeNode(last).kind === 'directory') {
        const message = 'This is a directory: ask for it with format=car or format=raw';
        return Response.json({ code: 'input/invalid', message }, { status: 406 });
      }
      return fileAnswer(await openFile({ cid: last.cid, read }), headers, range);
    }
  }
}

/** The blocks along the path; the last one is what is asked for. Throws AppError `store/not-found`. */
async function resolve({ cid, path }: IpfsRequest, read: ReadBlock): Promise<Block[]> {
  const checked = async (one: string): Promise<Block> => ({ cid: one, bytes: await readBlock(read, one) });
  const trail = [await checked(cid)];
  for (const name of path) {
    const at = trail.at(-1);
    const node = at === undefined ? null : decodeNode(at);
    const next = node?.kind === 'directory' ? node.entries.get(name) : undefined;
    if (next === undefined)
      throw new AppError({ code: 'store/not-found', message: `There is no ${name.slice(0, 80)} below ${at?.cid}` });
    trail.push(await checked(next));
  }
  return trail;
}

async function* carBlocks({
  trail,
  scope,
  read,
}: {
  trail: readonly Block[];
  scope: 'all' | 'entity' | 'block';
  read: ReadBlock;
}): AsyncGenerator<Block> {
  const last = trail.at(-1);
  if (last === undefined) return;
  yield* trail.slice(0, -1);
  // Listing a plain directory takes its own block only.
  if (scope === 'block' || (scope === 'entity' && decodeNode(last).kind === 'directory')) yield last;
  else yield* walkDag({ cid: last.cid, read });
}

function fileAnswer({ size, stream }: OpenFile, headers: Headers, asked: string | undefined): Response {
  headers.set('Accept-Ranges', 'bytes');
  const range = rangeOf(asked, size);
  if (range === 'unsatisfiable') {
    const message = `The file has ${size} bytes`;
    const status = 416;
    return Response.json(
      { code: 'input/invalid', message },
      { status, headers: { 'Content-Range': `bytes */${size}` } },
    );
  }
  const { from, to } = range ?? { from: 0, to: size };
  headers.set('Content-Length', String(to - from));
  if (range !== null) headers.set('Content-Range', `bytes ${from}-${to - 1}/${size}`);
  return new Response(streamOf(stream({ from, to })), { status: range === null ? 200 : 206, headers });
}

/** A range counts only for the version that the client already has a part of; here there is only one. */
function ranged(c: Context, etag: string): string | undefined {
  const condition = c.req.header('If-Range');
  return condition === undefined || condition === etag ? c.req.header('Range') : undefined;
}

function headersOf({ cid, path, format }: IpfsRequest, url: URL): Headers {
  const name = [cid, ...path].join('/');
  const file = path.at(-1) ?? cid;
  const kinds = {
    raw: { type: RAW_TYPE, etag: `"${cid}.raw"`, file: `${cid}.bin` },
    car: {
      type: `${CAR_TYPE}; version=1; order=dfs; dups=n`,
      etag: `W/"${encodeURIComponent(name)}.${format.kind === 'car' ? format.scope : ''}.car"`,
      file: `${cid}.car`,
    },
    file: { type: 'application/octet-stream', etag: `"${encodeURIComponent(name)}"`, file },
  };
  const kind = kinds[format.kind];
  const headers = new Headers({
    'Content-Type': kind.type,
    // The bytes are someone's upload: never a page of this origin.
    'Content-Disposition': `attachment; filename="${kind.file.replace(/[^\w.-]/g, '_')}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': FOR_EVER,
    ETag: kind.etag,
    'X-Ipfs-Path': url.pathname,
    Vary: 'Accept',
  });
  if (format.kind === 'car') headers.set('Accept-Ranges', 'none');
  // The same answer under an address of its own, for caches.
  if (format.kind !== 'file' && !url.searchParams.has('format'))
    headers.set('Content-Location', `${url.pathname}?format=${format.kind}${url.search.replace(/^\?/, '&')}`);
  return headers;
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const plain = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.split(',').some((tag) => tag.trim() === '*' || plain(tag) === plain(etag));
}

function probe(url: URL, accept: string): Response {
  const isCar = url.searchParams.get('format') === 'car' || accept.includes(CAR_TYPE);
  if (isCar) return Response.json({ code: 'input/invalid', message: 'Probe with format=raw' }, { status: 406 });
  return new Response(new Uint8Array(), {
    headers: { 'Content-Type': RAW_TYPE, 'Cache-Control': FOR_EVER, ETag: `"${PROBE}.raw"`, 'Content-Length': '0' },
  });
}
