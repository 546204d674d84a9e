import { type Chain, defineChain } from 'viem';
import { sepolia } from 'viem/chains';
import { AppError } from '../errors/app-error.ts';

/** The chain id of a local development chain. */
export const LOCAL_CHAIN_ID = 31_337;

/** Multicall3 has this address on every chain. */
export const MULTICALL3_ADDRESS = '0xcA11bde05977b3631167028862bE2a173976CA11';

/**
 * The viem chain of an id, with the RPC URL to use for it. On the local chain reads are batched by the Multicall3 that
 * the deploy script puts there.
 *
 * @throws AppError `chain/wrong-network` for a chain this product does not know
 */
export function chainOf(chainId: number, rpcUrl: string): Chain {
  switch (chainId) {
    case LOCAL_CHAIN_ID:
      return defineChain({
        id: LOCAL_CHAIN_ID,
        name: 'Local test chain',
        nativeCurrency: { name: 'Test Ether', symbol: 'ETH', decimals: 18 },
        rpcUrls: { default: { http: [rpcUrl] } },
        contracts: { multicall3: { address: MULTICALL3_ADDRESS } },
        testnet: true,
      });
    case sepolia.id:
      return { ...sepolia, rpcUrls: { default: { http: [rpcUrl] } } };
    default:
      throw new AppError({ code: 'chain/wrong-network', message: `Chain ${chainId} is not supported.` });
  }
}
