import { cache } from 'react';
import { type Address, getAddress, isAddress } from 'viem';
import { serverApi } from '@/app/api-context';
import { manifestOf } from '@/app/manifest-of';
import { getPiece } from '@/lib/api/collection/list-pieces';
import { pieceStateAt } from '@/lib/api/collection/piece-state';
import { nowSecOf } from '@/lib/api/context';
import { aigcCollectionAbi } from '@/lib/chain/generated/abis';
import { type Shown, showBytes } from '@/lib/request/shown';

const MAX_TOKEN_ID = 2n ** 256n - 1n;

/** What an address of the site names; null where it can be no artwork. */
export function parseArtPath(path: {
  collection: string;
  tokenId: string;
}): { collection: Address; tokenId: bigint } | null {
  if (!isAddress(path.collection, { strict: false }) || !/^(\d{1,78}|0x[0-9a-fA-F]{1,64})$/.test(path.tokenId))
    return null;
  const tokenId = BigInt(path.tokenId);
  return tokenId > MAX_TOKEN_ID ? null : { collection: getAddress(path.collection), tokenId };
}

/** What titles and social images say of an artwork. */
export type Art = {
  prompt: Shown;
  answer: Shown | null;
  modelName: string;
  royaltyBps: number;
  /** Whether the contract says so now. */
  isVerified: boolean;
  status: string;
};

export type Described = { kind: 'art'; art: Art } | { kind: 'burnt' | 'unknown' | 'unreachable' };

/** Reads an artwork for its title, its social image and the 404, once a page. */
export const describeArt = cache(async (collection: Address, tokenId: bigint): Promise<Described> => {
  try {
    const api = serverApi();
    const { data } = await getPiece(api, { collection, tokenId });
    if (data === null) return { kind: 'unknown' };
    if (data.isEnded) return { kind: 'burnt' };
    const { prompt, answer, modelId, name: modelName, royaltyBps } = data;
    const verify = { address: collection, abi: aigcCollectionAbi, functionName: 'verify' } as const;
    const [manifest, isVerified] = await Promise.all([
      manifestOf(api, modelId),
      answer === null ? false : api.client.readContract({ ...verify, args: [prompt, answer, '0x'] }),
    ]);
    const art: Art = {
      prompt: showBytes(manifest?.input, prompt),
      answer: answer === null ? null : showBytes(manifest?.output, answer),
      modelName,
      royaltyBps,
      isVerified,
      status: isVerified ? 'Verified' : pieceStateAt(data, nowSecOf(api)),
    };
    return { kind: 'art', art };
  } catch {
    // The page itself says what is down; a title need not.
    return { kind: 'unreachable' };
  }
});

/** The artwork at an address of the site, where there is one to tell of now. */
export async function artAt(path: { collection: string; tokenId: string }): Promise<Art | null> {
  const at = parseArtPath(path);
  const described = at === null ? null : await describeArt(at.collection, at.tokenId);
  return described?.kind === 'art' ? described.art : null;
}
