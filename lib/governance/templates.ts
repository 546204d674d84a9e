import { type Address, encodeFunctionData, erc20Abi, type Hex, isAddressEqual, zeroAddress } from 'viem';
import { aiOracleAbi, grantsAbi, liquidityHookAbi, modelTokenAbi } from '../chain/generated/abis.ts';

/** One call that a treasury makes when a proposal is executed. */
export type Call = { target: Address; valueWei: bigint; data: Hex };

/** The contracts that templates call. */
export type Targets = { token: Address; aiOracle: Address; liquidityHook: Address; grants: Address };

/** What a proposal made from a template asks for. Amounts are in the currency's smallest unit, the zero address is ETH. */
export type Ask =
  | {
      kind: 'grant';
      recipient: Address;
      currency: Address;
      durationSec: number;
      title: string;
      tranches: readonly { amount: bigint; milestone: string }[];
    }
  | { kind: 'price'; modelId: bigint; priceWei: bigint }
  | { kind: 'fee'; feePips: number }
  | { kind: 'currency'; currency: Address }
  | { kind: 'version'; modelId: bigint; modelHash: Hex; programHash: Hex; uri: string }
  | { kind: 'payment'; recipient: Address; currency: Address; amount: bigint }
  | ({ kind: 'call' } & Call);

export type AskKind = Ask['kind'];

/** The calls that do what is asked for. */
export function callsOf(ask: Ask, targets: Targets): Call[] {
  const plain = (target: Address, data: Hex): Call[] => [{ target, valueWei: 0n, data }];
  switch (ask.kind) {
    case 'grant':
      return grantCalls(ask, targets);
    case 'price': {
      const args = [ask.modelId, ask.priceWei] as const;
      return plain(targets.aiOracle, encodeFunctionData({ abi: aiOracleAbi, functionName: 'setPrice', args }));
    }
    case 'fee': {
      const args = [targets.token, ask.feePips] as const;
      return plain(targets.liquidityHook, encodeFunctionData({ abi: liquidityHookAbi, functionName: 'setFee', args }));
    }
    case 'currency': {
      const args = [ask.currency] as const;
      return plain(targets.token, encodeFunctionData({ abi: modelTokenAbi, functionName: 'addRevenueToken', args }));
    }
    case 'version': {
      const args = [ask.modelId, ask.modelHash, ask.programHash, ask.uri] as const;
      return plain(targets.aiOracle, encodeFunctionData({ abi: aiOracleAbi, functionName: 'addVersion', args }));
    }
    case 'payment': {
      const { recipient, currency, amount } = ask;
      if (isAddressEqual(currency, zeroAddress)) return [{ target: recipient, valueWei: amount, data: '0x' }];
      return plain(
        currency,
        encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [recipient, amount] }),
      );
    }
    case 'call':
      return [{ target: ask.target, valueWei: ask.valueWei, data: ask.data }];
    default:
      return ask satisfies never;
  }
}

function grantCalls(ask: Extract<Ask, { kind: 'grant' }>, { token, grants }: Targets): Call[] {
  const { recipient, currency, durationSec, title, tranches } = ask;
  const sum = tranches.reduce((total, { amount }) => total + amount, 0n);
  const amounts = tranches.map(({ amount }) => amount);
  const milestones = tranches.map(({ milestone }) => milestone);
  const terms = { token, recipient, currency, durationSec, amounts, title, milestones };
  const data = encodeFunctionData({ abi: grantsAbi, functionName: 'open', args: [terms] });
  if (isAddressEqual(currency, zeroAddress)) return [{ target: grants, valueWei: sum, data }];
  const approve = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [grants, sum] });
  return [
    { target: currency, valueWei: 0n, data: approve },
    { target: grants, valueWei: 0n, data },
  ];
}
