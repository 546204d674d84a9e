import { type Address, encodeFunctionData } from 'viem';
import { routerAbi } from '../chain/generated/abis.ts';
import type { Flow } from './types.ts';

/**
 * Opens the pool of a token whose sale is complete; anyone may. `spareWei` buys back what somebody may have sold a moment
 * before, so that a crumb cannot stop it; what is not needed comes back.
 */
export function graduateFlow({
  router,
  token,
  symbol,
  spareWei,
  deadlineSec,
}: {
  router: Address;
  token: Address;
  symbol: string;
  spareWei: bigint;
  deadlineSec: bigint;
}): Flow {
  const data = encodeFunctionData({ abi: routerAbi, functionName: 'graduate', args: [token, deadlineSec] });
  return {
    kind: 'graduate',
    key: `graduate:${token.toLowerCase()}`,
    title: `Graduate ${symbol}`,
    summary: 'Moves the raise into a Uniswap v4 pool that nobody can empty',
    done: `${symbol} trades in its pool`,
    steps: [
      { id: 'graduate', label: `Graduate ${symbol}`, prepare: async () => ({ to: router, data, value: spareWei }) },
    ],
  };
}
