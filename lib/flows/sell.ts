import { type Address, encodeFunctionData } from 'viem';
import { bondingCurveAbi, modelTokenAbi } from '../chain/generated/abis.ts';
import { isUserRejection } from '../errors/decode.ts';
import { compactAmount } from '../format/amount.ts';
import { type PermitSignature, readAllowance, signPermit } from './permit.ts';
import type { Flow, StepContext } from './types.ts';

export type SellParams = {
  token: Address;
  curve: Address;
  symbol: string;
  tokensIn: bigint;
  minWeiOut: bigint;
  recipient: Address;
  deadlineSec: bigint;
};

/**
 * Sells an exact amount of tokens: with a permit where the wallet can sign one, else after an approval of exactly that
 * amount.
 */
export function sellFlow(params: SellParams): Flow {
  const { token, curve, symbol, tokensIn, minWeiOut, recipient, deadlineSec } = params;
  let permit: PermitSignature | null = null;

  const allow = async (context: StepContext) => {
    if ((await readAllowance(context, token, curve)) >= tokensIn) return null;
    if (!(await context.hasCode(context.account))) {
      try {
        permit = await signPermit(context, { token, spender: curve, amount: tokensIn, deadlineSec });
        return null;
      } catch (error) {
        // A wallet that cannot sign typed data still can approve; a person who said no has said no.
        if (isUserRejection(error)) throw error;
      }
    }
    return {
      to: token,
      value: 0n,
      data: encodeFunctionData({ abi: modelTokenAbi, functionName: 'approve', args: [curve, tokensIn] }),
    };
  };

  const sell = async () => ({
    to: curve,
    value: 0n,
    data:
      permit === null
        ? encodeFunctionData({
            abi: bondingCurveAbi,
            functionName: 'sell',
            args: [tokensIn, minWeiOut, recipient, deadlineSec],
          })
        : encodeFunctionData({
            abi: bondingCurveAbi,
            functionName: 'sellWithPermit',
            args: [tokensIn, minWeiOut, recipient, deadlineSec, permit.v, permit.r, permit.s],
          }),
  });

  return {
    kind: 'sell',
    key: `trade:${curve.toLowerCase()}`,
    title: `Sell ${symbol}`,
    summary: `${compactAmount(tokensIn)} ${symbol} for at least ${compactAmount(minWeiOut)} ETH`,
    done: `Sold ${symbol}`,
    steps: [
      { id: 'allow', label: `Allow the sale of exactly ${compactAmount(tokensIn)} ${symbol}`, prepare: allow },
      { id: 'sell', label: `Sell ${symbol}`, prepare: sell },
    ],
  };
}
