import {
  type Abi,
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  erc20Abi,
  getAbiItem,
  getAddress,
  type Hex,
  isAddress,
  isAddressEqual,
  isHex,
} from 'viem';
import {
  aiOracleAbi,
  grantsAbi,
  liquidityHookAbi,
  marketplaceAbi,
  modelGovernorAbi,
  modelTokenAbi,
  modelTreasuryAbi,
  routerAbi,
  wethAbi,
} from '../chain/generated/abis.ts';
import { shortAddress } from '../format/address.ts';
import { compactAmount } from '../format/amount.ts';
import { plainText } from '../format/plain-text.ts';
import { type Arg, type CallView, type Explained, type Known, NO_VETO } from './call-view.ts';
import { currencyAt, ETH_CURRENCY } from './currency.ts';
import {
  explainCurrency,
  explainGovernor,
  explainGrants,
  explainHook,
  explainOracle,
  explainToken,
  explainTreasury,
} from './explain-call.ts';
import type { Call } from './templates.ts';

/** A contract that calls are read with: its name, its functions, and words for those that votes are about. */
type Contract = { name: string; abi: Abi; explain: ((call: Call, known: Known) => Explained) | null };

const ANYTHING = 'This site does not know what this call does. It can do anything that the treasury may do.';

/**
 * What a call of a proposal does, in words. Whoever proposes chooses every byte, so only what is called tells what a function
 * is: a contract is known by its address, never by a selector, and data that is not exactly the encoding of its function is
 * shown raw.
 */
export function describeCall(call: Call, known: Known): CallView {
  if (call.data === '0x') return describePayment(call, known);
  const contract = contractAt(call.target, known);
  if (contract === null) return unknown(call, null);
  const decoded = decodeExactly(contract.abi, call.data);
  if (decoded === null) return unknown(call, contract.name);
  const base = { kind: 'known', call, contract: contract.name, functionName: decoded.functionName } as const;
  const along: Arg[] =
    call.valueWei === 0n
      ? []
      : [{ name: 'ETH sent along', value: { kind: 'amount', amount: call.valueWei, currency: ETH_CURRENCY } }];
  const explained = explain(contract, call, known);
  if (explained !== null) return { ...base, ...explained, args: [...explained.args, ...along] };
  return {
    ...base,
    title: `Call ${decoded.functionName} of ${contract.name}`,
    args: [...decoded.args, ...along],
    warnings: ['There are no plain words for this function here. Read what it does before you vote.'],
  };
}

function describePayment(call: Call, known: Known): CallView {
  const { target, valueWei } = call;
  const amount = `${compactAmount(valueWei)} ETH`;
  const isRevenue = isAddressEqual(target, known.token);
  return {
    kind: 'payment',
    call,
    title: isRevenue ? `Pay ${amount} to the holders as revenue` : `Pay ${amount} to ${shortAddress(target)}`,
    contract: contractAt(target, known)?.name ?? null,
    functionName: null,
    args: [
      { name: 'To', value: { kind: 'address', address: target } },
      { name: 'Amount', value: { kind: 'amount', amount: valueWei, currency: ETH_CURRENCY } },
    ],
    warnings: [NO_VETO],
  };
}

function unknown(call: Call, contract: string | null): CallView {
  return {
    kind: 'unknown',
    call,
    title: `Make an unknown call to ${contract ?? shortAddress(call.target)}`,
    contract,
    functionName: null,
    args: [],
    warnings: [ANYTHING, ...(call.valueWei === 0n ? [] : [NO_VETO])],
  };
}

function explain(contract: Contract, call: Call, known: Known): Explained | null {
  try {
    return contract.explain?.(call, known) ?? null;
  } catch {
    // A function of the contract that there are no words for.
    return null;
  }
}

function contractAt(address: Address, known: Known): Contract | null {
  const { contracts } = known;
  const is = (other: Address) => isAddressEqual(other, address);
  if (is(contracts.aiOracle)) {
    return { name: 'the oracle', abi: aiOracleAbi, explain: ({ data }) => explainOracle(data, known) };
  }
  if (is(contracts.grants)) return { name: 'the grants’ contract', abi: grantsAbi, explain: explainGrants };
  if (is(contracts.liquidityHook)) {
    return { name: 'the liquidity hook', abi: liquidityHookAbi, explain: ({ data }) => explainHook(data, known) };
  }
  if (is(known.token)) return { name: 'the model’s token', abi: modelTokenAbi, explain: explainToken };
  if (is(known.governor)) {
    return { name: 'the governor', abi: modelGovernorAbi, explain: ({ data }) => explainGovernor(data) };
  }
  if (is(known.treasury)) {
    return { name: 'the treasury', abi: modelTreasuryAbi, explain: ({ data }) => explainTreasury(data) };
  }
  const currency = currencyAt(known.currencies, address);
  if (currency !== null && !is(ETH_CURRENCY.address)) {
    return {
      name: currency.symbol,
      abi: is(contracts.weth) ? wethAbi : erc20Abi,
      explain: (call) => explainCurrency(call, { known, currency }),
    };
  }
  if (is(contracts.router)) return { name: 'the router', abi: routerAbi, explain: null };
  if (is(contracts.marketplace)) return { name: 'the marketplace', abi: marketplaceAbi, explain: null };
  return null;
}

function decodeExactly(abi: Abi, data: Hex): { functionName: string; args: Arg[] } | null {
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    if (encodeFunctionData({ abi, functionName, args }).toLowerCase() !== data.toLowerCase()) return null;
    const item = getAbiItem({ abi, name: functionName, args });
    const inputs = item?.type === 'function' ? item.inputs : [];
    return {
      functionName,
      args: args.flatMap((value, index) => flatten(inputs[index]?.name ?? `argument ${index + 1}`, value)),
    };
  } catch {
    return null;
  }
}

/** An argument in lines: a field of a struct and an element of a list get one each. */
function flatten(name: string, value: unknown): Arg[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => flatten(`${name}[${index}]`, element));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([field, inner]) => flatten(`${name}.${field}`, inner));
  }
  const text = String(value);
  if (isHex(value) && isAddress(text, { strict: false })) {
    return [{ name, value: { kind: 'address', address: getAddress(text) } }];
  }
  return [{ name, value: { kind: 'text', text: plainText(text) } }];
}
