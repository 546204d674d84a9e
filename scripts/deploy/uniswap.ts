import type { Address, Hex, PublicClient } from 'viem';
import { sepolia } from 'viem/chains';
import { LOCAL_CHAIN_ID } from '../../lib/chain/chains.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { UniswapName } from '../uniswap-artifacts.ts';

/** Where Uniswap v4 is on a chain. */
export type UniswapAddresses = Record<UniswapName, Address>;

/**
 * Uniswap's own deployments, as its package records them (`@uniswap/v4-periphery/broadcast`).
 *
 * @returns undefined on the local chain, where they are deployed with ours
 * @throws AppError `config/invalid` for a chain whose addresses nobody gave
 */
export function officialUniswap(chainId: number): UniswapAddresses | undefined {
  if (chainId === LOCAL_CHAIN_ID) return undefined;
  if (chainId === sepolia.id) {
    return {
      poolManager: '0xE03A1074c86CFeDd5C142C4F04F1a1536e203543',
      stateView: '0xE1Dd9c3fA50EDB962E442f60DfBc432e24537E4C',
      v4Quoter: '0x61B3f2011A92d183C7dbaDBdA940a7555Ccf9227',
    };
  }
  throw new AppError({
    code: 'config/invalid',
    message: `Where Uniswap v4 is on chain ${chainId} is not known: set OPENIMO_POOL_MANAGER, OPENIMO_STATE_VIEW and OPENIMO_V4_QUOTER.`,
  });
}

/**
 * Makes sure that there is code where Uniswap is said to be: a hook made for an empty address would be lost.
 *
 * @throws AppError `config/invalid` naming the first address without code
 */
export async function checkUniswap(client: PublicClient, addresses: UniswapAddresses): Promise<void> {
  for (const [name, address] of Object.entries(addresses)) {
    const code: Hex | undefined = await client.getCode({ address });
    if (code !== undefined && code !== '0x') continue;
    throw new AppError({
      code: 'config/invalid',
      message: `Uniswap's ${name} is said to be at ${address}, and there is no code.`,
    });
  }
}
