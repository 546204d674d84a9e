import { createPublicClient, custom } from 'viem';
import { sepolia } from 'viem/chains';
import { describe, expect, it } from 'vitest';
import { LOCAL_CHAIN_ID } from '../../lib/chain/chains.ts';
import { checkUniswap, officialUniswap } from './uniswap.ts';

/** A chain on which only these addresses hold code. */
function chainWith(addresses: readonly string[]) {
  const request = async ({ params }: { params: readonly unknown[] }) =>
    addresses.includes(String(params[0])) ? '0x60' : '0x';
  return createPublicClient({ transport: custom({ request }) });
}

describe('officialUniswap', () => {
  it('is deployed with ours on the local chain, known on Sepolia, and asked for elsewhere', () => {
    expect(officialUniswap(LOCAL_CHAIN_ID)).toBeUndefined();
    expect(Object.keys(officialUniswap(sepolia.id) ?? {})).toEqual(['poolManager', 'stateView', 'v4Quoter']);
    expect(() => officialUniswap(1)).toThrow(/OPENIMO_POOL_MANAGER/);
  });
});

describe('checkUniswap', () => {
  const addresses = officialUniswap(sepolia.id);
  if (addresses === undefined) throw new Error('Sepolia is known');

  it('passes where all three hold code', async () => {
    await expect(checkUniswap(chainWith(Object.values(addresses)), addresses)).resolves.toBeUndefined();
  });

  it('names the one that holds none', async () => {
    const client = chainWith([addresses.poolManager, addresses.v4Quoter]);
    await expect(checkUniswap(client, addresses)).rejects.toThrow(
      `stateView is said to be at ${addresses.stateView}, and there is no code`,
    );
  });
});
