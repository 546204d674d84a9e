import { CAR_TYPE, RAW_TYPE } from '../../lib/bundle/car-type.ts';
import { codecOf } from '../../lib/bundle/cid.ts';
import { AppError } from '../../lib/errors/app-error.ts';

/** How a client wants content: a block, a CAR of blocks, or the bytes of a file, which it cannot check. */
export type IpfsFormat = { kind: 'raw' } | { kind: 'car'; scope: 'all' | 'entity' | 'block' } | { kind: 'file' };

/** What a client of the gateway asks for. */
export type IpfsRequest = { cid: string; path: readonly string[]; format: IpfsFormat };

/**
 * Reads a request of the trustless gateway specification: `/ipfs/<cid>[/<path>]`, with `format`, `dag-scope` and `car-*` parameters
 * or an Accept header.
 *
 * @throws AppError `input/invalid` for what is no such request
 */
export function readIpfsRequest(url: URL, accept: string | null): IpfsRequest {
  const [cid = '', ...path] = segmentsOf(url.pathname);
  try {
    codecOf(cid);
  } catch (cause) {
    throw bad('Not a CIDv1 (raw or dag-pb, sha2-256, base32)', cause);
  }
  const format = formatOf(url.searchParams, accept ?? '');
  if (format.kind === 'raw' && path.length > 0) throw bad('A raw block is asked for by its own CID, without a path');
  return { cid, path, format };
}

function segmentsOf(pathname: string): string[] {
  const text = pathname.slice('/ipfs/'.length).replace(/\/$/, '');
  try {
    return text.split('/').map(decodeURIComponent);
  } catch (cause) {
    throw bad('Not a path', cause);
  }
}

function formatOf(query: URLSearchParams, accept: string): IpfsFormat {
  const wanted = query.get('format') ?? formatAccepted(accept);
  switch (wanted) {
    case 'raw':
      return { kind: 'raw' };
    case 'car':
      return carOf(query, accept);
    case null:
      return { kind: 'file' };
    default:
      throw bad('The format is raw or car');
  }
}

function formatAccepted(accept: string): 'raw' | 'car' | null {
  const types = accept.split(',').map((one) => one.split(';')[0]?.trim().toLowerCase());
  if (types.includes(CAR_TYPE)) return 'car';
  return types.includes(RAW_TYPE) ? 'raw' : null;
}

function carOf(query: URLSearchParams, accept: string): IpfsFormat {
  const scope = query.get('dag-scope') ?? (query.has('entity-bytes') ? 'entity' : 'all');
  if (scope !== 'all' && scope !== 'entity' && scope !== 'block') throw bad('The dag-scope is all, entity or block');
  const parameter = (name: string) =>
    query.get(`car-${name}`) ?? new RegExp(`;\\s*${name}="?([a-z0-9]+)`, 'i').exec(accept)?.[1] ?? null;
  const version = parameter('version');
  if (version !== null && version !== '1') throw bad('CARs are given in version 1 only');
  const order = parameter('order');
  if (order !== null && order !== 'dfs' && order !== 'unk') throw bad('The order of a CAR is dfs');
  return { kind: 'car', scope };
}

function bad(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'input/invalid', message, cause });
}
