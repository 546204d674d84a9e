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
export type ArtDescription = {
  prompt: Shown;
  answer: Shown | null;
  modelName: string;
  royaltyBps: number;
  /** Whether the contract says so now. */
  isVerified: boolean;
  status: string;
};

/** Reads an artwork for its title, once a page; null where it is unknown, burnt, or cannot be read now. */
export const describeArt = cache(async (collection: Address, tokenId: bigint): Promise<ArtDescription | null> => {
  try {
    const api = serverApi();
    const { data } = await getPiece(api, { collection, tokenId });
    if (data === null || data.isEnded) return null;
    const { prompt, answer, modelId, name: modelName, royaltyBps } = data;
    const verify = { address: collection, abi: aigcCollectionAbi, functionName: 'verify' } as const;
    const [manifest, isVerified] = await Promise.all([
      manifestOf(api, modelId),
      answer === null ? false : api.client.readContract({ ...verify, args: [prompt, answer, '0x'] }),
    ]);
    return {
      prompt: showBytes(manifest?.input, prompt),
      answer: answer === null ? null : showBytes(manifest?.output, answer),
      modelName,
      royaltyBps,
      isVerified,
      status: isVerified ? 'Verified' : pieceStateAt(data, nowSecOf(api)),
    };
  } catch {
    // The page itself says what is down; a title need not.
    return null;
  }
});
