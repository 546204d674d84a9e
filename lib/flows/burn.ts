import { type Address, encodeFunctionData } from 'viem';
import { modelTokenAbi } from '../chain/generated/abis.ts';
import { compactAmount } from '../format/amount.ts';
import type { Flow } from './types.ts';

/** Burns tokens for their part of the redeem pool. The tokens are gone for ever. */
export function burnFlow({
  token,
  symbol,
  amount,
  expectedWei,
}: {
  token: Address;
  symbol: string;
  amount: bigint;
  expectedWei: bigint;
}): Flow {
  const data = encodeFunctionData({ abi: modelTokenAbi, functionName: 'burn', args: [amount] });
  return {
    kind: 'burn',
    key: `burn:${token.toLowerCase()}`,
    title: `Burn ${symbol}`,
    summary: `${compactAmount(amount)} ${symbol} for about ${compactAmount(expectedWei)} ETH`,
    done: `Burned ${symbol}`,
    steps: [{ id: 'burn', label: `Burn ${symbol}`, prepare: async () => ({ to: token, data, value: 0n }) }],
  };
}
