import { type Address, encodeFunctionData } from 'viem';
import { modelTokenAbi, routerAbi } from '../chain/generated/abis.ts';
import { isUserRejection } from '../errors/decode.ts';
import { compactAmount } from '../format/amount.ts';
import { type PermitSignature, readAllowance, signPermit } from './permit.ts';
import type { Flow, FlowCall, StepContext } from './types.ts';

/** What is fixed of a sale: the tokens that are given, or the ETH that is got. The other has a limit. */
export type SellAmounts =
  | { exact: 'in'; tokensIn: bigint; minWeiOut: bigint }
  | { exact: 'out'; weiOut: bigint; maxTokensIn: bigint };

export type SellParams = {
  router: Address;
  token: Address;
  symbol: string;
  amounts: SellAmounts;
  recipient: Address;
  deadlineSec: bigint;
};

/**
 * Sells wherever the token trades now. An exact amount of tokens goes with a permit where the wallet can sign one; else,
 * and for an exact amount of ETH, an approval of just what the sale may take comes first.
 */
export function sellFlow(params: SellParams): Flow {
  const { router, token, symbol, amounts } = params;
  const spent = amounts.exact === 'in' ? amounts.tokensIn : amounts.maxTokensIn;
  let permit: PermitSignature | null = null;

  const allow = async (context: StepContext): Promise<FlowCall | null> => {
    if ((await readAllowance(context, token, router)) >= spent) return null;
    if (amounts.exact === 'in' && !(await context.hasCode(context.account))) {
      try {
        const { deadlineSec } = params;
        permit = await signPermit(context, { token, spender: router, amount: spent, deadlineSec });
        return null;
      } catch (error) {
        // A wallet that cannot sign typed data still can approve; a person who said no has said no.
        if (isUserRejection(error)) throw error;
      }
    }
    return {
      to: token,
      value: 0n,
      data: encodeFunctionData({ abi: modelTokenAbi, functionName: 'approve', args: [router, spent] }),
    };
  };

  return {
    kind: 'sell',
    key: `trade:${token.toLowerCase()}`,
    title: `Sell ${symbol}`,
    summary:
      amounts.exact === 'in'
        ? `${compactAmount(amounts.tokensIn)} ${symbol} for at least ${compactAmount(amounts.minWeiOut)} ETH`
        : `at most ${compactAmount(amounts.maxTokensIn)} ${symbol} for ${compactAmount(amounts.weiOut)} ETH`,
    done: `Sold ${symbol}`,
    steps: [
      { id: 'allow', label: `Allow the sale of at most ${compactAmount(spent)} ${symbol}`, prepare: allow },
      {
        id: 'sell',
        label: `Sell ${symbol}`,
        prepare: async () => ({ to: router, value: 0n, data: saleData(params, permit) }),
      },
    ],
  };
}

function saleData({ token, amounts, recipient, deadlineSec }: SellParams, permit: PermitSignature | null) {
  if (amounts.exact === 'out') {
    const { weiOut, maxTokensIn } = amounts;
    return encodeFunctionData({
      abi: routerAbi,
      functionName: 'sellExactOut',
      args: [token, weiOut, maxTokensIn, recipient, deadlineSec],
    });
  }
  const { tokensIn, minWeiOut } = amounts;
  if (permit === null) {
    return encodeFunctionData({
      abi: routerAbi,
      functionName: 'sell',
      args: [token, tokensIn, minWeiOut, recipient, deadlineSec],
    });
  }
  return encodeFunctionData({
    abi: routerAbi,
    functionName: 'sellWithPermit',
    args: [token, tokensIn, minWeiOut, recipient, deadlineSec, permit.v, permit.r, permit.s],
  });
}
