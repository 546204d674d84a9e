import { type Address, encodeFunctionData } from 'viem';
import { liquidityHookAbi } from '../chain/generated/abis.ts';
import type { Flow } from './types.ts';

/** Sends the fees that wait in a pool to the holders: ETH as revenue, tokens out of the supply. Anyone may. */
export function collectFeesFlow({ hook, token, symbol }: { hook: Address; token: Address; symbol: string }): Flow {
  const data = encodeFunctionData({ abi: liquidityHookAbi, functionName: 'collect', args: [token] });
  return {
    kind: 'collectFees',
    key: `collect:${token.toLowerCase()}`,
    title: `Collect the pool fees of ${symbol}`,
    summary: 'ETH becomes revenue of the holders, tokens are burnt',
    done: `Collected the pool fees of ${symbol}`,
    steps: [{ id: 'collect', label: 'Collect fees', prepare: async () => ({ to: hook, data, value: 0n }) }],
  };
}
