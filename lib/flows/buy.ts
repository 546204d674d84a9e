import { type Address, encodeFunctionData } from 'viem';
import { bondingCurveAbi } from '../chain/generated/abis.ts';
import { compactAmount } from '../format/amount.ts';
import type { Flow } from './types.ts';

export type BuyParams = {
  curve: Address;
  symbol: string;
  weiIn: bigint;
  minTokensOut: bigint;
  recipient: Address;
  deadlineSec: bigint;
};

/** Buys with an exact amount of ETH; what the target does not need comes back in the same transaction. */
export function buyFlow({ curve, symbol, weiIn, minTokensOut, recipient, deadlineSec }: BuyParams): Flow {
  const data = encodeFunctionData({
    abi: bondingCurveAbi,
    functionName: 'buy',
    args: [minTokensOut, recipient, deadlineSec],
  });
  return {
    kind: 'buy',
    key: `trade:${curve.toLowerCase()}`,
    title: `Buy ${symbol}`,
    summary: `${compactAmount(weiIn)} ETH for at least ${compactAmount(minTokensOut)} ${symbol}`,
    done: `Bought ${symbol}`,
    steps: [{ id: 'buy', label: `Buy ${symbol}`, prepare: async () => ({ to: curve, data, value: weiIn }) }],
  };
}
