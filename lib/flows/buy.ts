import { type Address, encodeFunctionData } from 'viem';
import { routerAbi } from '../chain/generated/abis.ts';
import { compactAmount } from '../format/amount.ts';
import type { Flow } from './types.ts';

/** What is fixed of a buy: the ETH that is paid, or the tokens that are got. The other has a limit. */
export type BuyAmounts =
  | { exact: 'in'; weiIn: bigint; minTokensOut: bigint }
  | { exact: 'out'; tokensOut: bigint; maxWeiIn: bigint };

export type BuyParams = {
  router: Address;
  token: Address;
  symbol: string;
  amounts: BuyAmounts;
  recipient: Address;
  deadlineSec: bigint;
};

/**
 * Buys wherever the token trades now, on its curve or in its pool. ETH that the trade does not need comes back in the same
 * transaction.
 */
export function buyFlow({ router, token, symbol, amounts, recipient, deadlineSec }: BuyParams): Flow {
  const [call, summary] =
    amounts.exact === 'in'
      ? [
          {
            value: amounts.weiIn,
            data: encodeFunctionData({
              abi: routerAbi,
              functionName: 'buy',
              args: [token, amounts.minTokensOut, recipient, deadlineSec],
            }),
          },
          `${compactAmount(amounts.weiIn)} ETH for at least ${compactAmount(amounts.minTokensOut)} ${symbol}`,
        ]
      : [
          {
            value: amounts.maxWeiIn,
            data: encodeFunctionData({
              abi: routerAbi,
              functionName: 'buyExactOut',
              args: [token, amounts.tokensOut, recipient, deadlineSec],
            }),
          },
          `${compactAmount(amounts.tokensOut)} ${symbol} for at most ${compactAmount(amounts.maxWeiIn)} ETH`,
        ];
  return {
    kind: 'buy',
    key: `trade:${token.toLowerCase()}`,
    title: `Buy ${symbol}`,
    summary,
    done: `Bought ${symbol}`,
    steps: [{ id: 'buy', label: `Buy ${symbol}`, prepare: async () => ({ to: router, ...call }) }],
  };
}
