import { cache } from 'react';
import { getAddress, isAddress } from 'viem';
import { chainClient } from '@/app/chain-client';
import { deploymentOf } from '@/lib/chain/deployment';
import { lensAbi } from '@/lib/chain/generated/abis';

/** What titles and social images say of a model. */
export type Description = { name: string; symbol: string; feeWei: bigint; reserveWei: bigint; targetWei: bigint };

export type Described = { kind: 'model'; model: Description } | { kind: 'unknown' } | { kind: 'unreachable' };

/** Reads a model's name and price from the chain, once a page. */
export const describeModel = cache(async (address: string): Promise<Described> => {
  if (!isAddress(address, { strict: false })) return { kind: 'unknown' };
  try {
    const client = chainClient();
    const { lens } = deploymentOf(client.chain.id).contracts;
    const [view] = await client.readContract({
      address: lens,
      abi: lensAbi,
      functionName: 'tokenViews',
      args: [[getAddress(address)]],
    });
    if (view === undefined || !view.exists) return { kind: 'unknown' };
    const { name, symbol, model, curveState } = view;
    return {
      kind: 'model',
      model: {
        name,
        symbol,
        feeWei: model.priceWei,
        reserveWei: curveState.reserveWei,
        targetWei: curveState.targetWei,
      },
    };
  } catch {
    // The page itself says what is down; a title need not.
    return { kind: 'unreachable' };
  }
});
