import { type Address, decodeFunctionData, erc20Abi, getAbiItem, type Hex, isAddressEqual } from 'viem';
import {
  aiOracleAbi,
  grantsAbi,
  liquidityHookAbi,
  modelGovernorAbi,
  modelTokenAbi,
  modelTreasuryAbi,
} from '../chain/generated/abis.ts';
import { shortAddress } from '../format/address.ts';
import { compactAmount } from '../format/amount.ts';
import { formatBps } from '../format/percent.ts';
import { plainLine, plainText } from '../format/plain-text.ts';
import { duration } from '../format/time.ts';
import { type Arg, type Explained, type Known, NO_VETO } from './call-view.ts';
import { type Currency, currencyAt, ETH_CURRENCY } from './currency.ts';
import type { Call } from './templates.ts';

const TITLE_LIMIT = 80;
const MIN_FEE_PIPS = 3_000;
const MAX_FEE_PIPS = 30_000;

const text = (name: string, value: string): Arg => ({ name, value: { kind: 'text', text: value } });
const account = (name: string, address: Address): Arg => ({ name, value: { kind: 'address', address } });
const amountArg = (name: string, amount: bigint, currency: Currency): Arg => ({
  name,
  value: { kind: 'amount', amount, currency },
});
const said = (amount: bigint, { decimals, symbol }: Currency) => `${compactAmount(amount, decimals)} ${symbol}`;
const when = (isTrue: boolean, warning: string) => (isTrue ? [warning] : []);

const ORACLE = [
  getAbiItem({ abi: aiOracleAbi, name: 'setPrice' }),
  getAbiItem({ abi: aiOracleAbi, name: 'addVersion' }),
] as const;

/** A call of the oracle. */
export function explainOracle(data: Hex, known: Known): Explained {
  const { functionName, args } = decodeFunctionData({ abi: ORACLE, data });
  if (functionName === 'setPrice') {
    const [modelId, priceWei] = args;
    const isOut = priceWei < known.minPriceWei || priceWei > known.maxPriceWei;
    return {
      title: `Set the price of an answer to ${said(priceWei, ETH_CURRENCY)}`,
      args: [text('Model', `#${modelId}`), amountArg('Price of an answer', priceWei, ETH_CURRENCY)],
      warnings: [
        ...when(modelId !== known.modelId, `Model #${modelId} is not the newest version, which pages ask.`),
        ...when(isOut, 'The price is outside the bounds of the launch: the execution would fail.'),
      ],
    };
  }
  const [modelId, modelHash, programHash, uri] = args;
  return {
    title: 'Add a new version of the model',
    args: [
      text('After model', `#${modelId}`),
      text('Weights (modelHash)', modelHash),
      text('Program (programHash)', programHash),
      text('Bundle', plainText(uri)),
    ],
    warnings: [
      'Pages will ask the new version. Nobody has reviewed it; answers of the old one stay with the old hashes.',
    ],
  };
}

const HOOK = [getAbiItem({ abi: liquidityHookAbi, name: 'setFee' })] as const;

/** A call of the liquidity hook. */
export function explainHook(data: Hex, known: Known): Explained {
  const [token, feePips] = decodeFunctionData({ abi: HOOK, data }).args;
  return {
    title: `Set the pool’s fee to ${formatBps(feePips / 100)}`,
    args: [account('Token', token), text('Fee', formatBps(feePips / 100))],
    warnings: [
      ...when(!isAddressEqual(token, known.token), 'That is another token’s pool: the execution would fail.'),
      ...when(
        feePips < MIN_FEE_PIPS || feePips > MAX_FEE_PIPS,
        'The fee is outside 0.3 to 3 %: the execution would fail.',
      ),
    ],
  };
}

const TOKEN = [getAbiItem({ abi: modelTokenAbi, name: 'addRevenueToken' }), ...erc20Abi] as const;

/** A call of the model's own token. */
export function explainToken(call: Call, known: Known): Explained {
  const decoded = decodeFunctionData({ abi: TOKEN, data: call.data });
  if (decoded.functionName !== 'addRevenueToken') {
    return explainCurrency(call, { known, currency: { address: known.token, symbol: known.symbol, decimals: 18 } });
  }
  const [currency] = decoded.args;
  return {
    title: `Accept ${currencyAt(known.currencies, currency)?.symbol ?? shortAddress(currency)} as revenue`,
    args: [account('Currency', currency)],
    warnings: [
      'A currency cannot be taken out again. Whoever controls its contract can make its claims fail, but no others.',
    ],
  };
}

/** A call of a currency that the treasury can hold. */
export function explainCurrency(call: Call, { known, currency }: { known: Known; currency: Currency }): Explained {
  const decoded = decodeFunctionData({ abi: erc20Abi, data: call.data });
  if (decoded.functionName === 'transfer') {
    const [to, amount] = decoded.args;
    return {
      title: `Pay ${said(amount, currency)} to ${shortAddress(to)}`,
      args: [account('To', to), amountArg('Amount', amount, currency)],
      warnings: [NO_VETO],
    };
  }
  if (decoded.functionName === 'approve') {
    const [spender, amount] = decoded.args;
    const isGrant = isAddressEqual(spender, known.contracts.grants);
    return {
      title: `Let ${isGrant ? 'the grants’ contract' : shortAddress(spender)} take ${said(amount, currency)}`,
      args: [account('Who may take it', spender), amountArg('At most', amount, currency)],
      warnings: when(!isGrant, `${shortAddress(spender)} can take it at any time, without a veto.`),
    };
  }
  throw new Error('no words for it');
}

const GRANTS = [getAbiItem({ abi: grantsAbi, name: 'open' }), getAbiItem({ abi: grantsAbi, name: 'end' })] as const;

/** A call of the grants' contract. */
export function explainGrants({ data, valueWei }: Call, known: Known): Explained {
  const { functionName, args } = decodeFunctionData({ abi: GRANTS, data });
  if (functionName === 'end') {
    return {
      title: `End grant ${args[0]}`,
      args: [text('Grant', args[0].toString())],
      warnings: ['What was announced and not released is not paid any more.'],
    };
  }
  const [{ token, recipient, currency: address, durationSec, amounts, title, milestones }] = args;
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  const listed = currencyAt(known.currencies, address);
  const currency = listed ?? { address, symbol: shortAddress(address), decimals: 0 };
  const isEth = isAddressEqual(address, ETH_CURRENCY.address);
  const count = amounts.length;
  return {
    title: `Grant ${said(sum, currency)} to ${shortAddress(recipient)} in ${count} ${count === 1 ? 'milestone' : 'milestones'}`,
    args: [
      text('For', plainLine(title, TITLE_LIMIT)),
      account('Recipient', recipient),
      amountArg('In all', sum, currency),
      text('Can be announced for', duration(durationSec)),
      ...amounts.map((amount, index) =>
        amountArg(
          `${index + 1}. ${plainLine(milestones[index] ?? 'without a milestone', TITLE_LIMIT)}`,
          amount,
          currency,
        ),
      ),
    ],
    warnings: [
      ...when(listed === null, 'The currency is not one that this site knows: amounts are in its smallest unit.'),
      ...when(!isAddressEqual(token, known.token), 'It names another token: the execution would fail.'),
      ...when(
        isEth && valueWei !== sum,
        'The ETH sent along is not the sum of the milestones: the execution would fail.',
      ),
      ...when(milestones.length !== count, 'There is not one milestone for each amount: the execution would fail.'),
    ],
  };
}

const GOVERNOR = [
  getAbiItem({ abi: modelGovernorAbi, name: 'setVotingDelay' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'setVotingPeriod' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'setProposalThreshold' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'updateQuorumNumerator' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'setLateQuorumVoteExtension' }),
] as const;

/** A call of the governor: a change of the rules of votes. */
export function explainGovernor(data: Hex): Explained {
  const { functionName, args } = decodeFunctionData({ abi: GOVERNOR, data });
  const [value] = args;
  const warnings = ['It changes the rules of every later vote.'];
  const one = (title: string, arg: Arg): Explained => ({ title, args: [arg], warnings });
  switch (functionName) {
    case 'setVotingDelay':
      return one(`Set the notice before a vote to ${duration(Number(value))}`, text('Notice', duration(Number(value))));
    case 'setVotingPeriod':
      return one(`Set the time of voting to ${duration(Number(value))}`, text('Voting', duration(Number(value))));
    case 'setLateQuorumVoteExtension':
      return one(
        `Set the extension after a late quorum to ${duration(Number(value))}`,
        text('Extension', duration(Number(value))),
      );
    case 'updateQuorumNumerator':
      return one(
        `Set the quorum to ${formatBps(BigInt(value))}`,
        text('Of the eligible supply', formatBps(BigInt(value))),
      );
    case 'setProposalThreshold':
      return one(`Let accounts with ${compactAmount(BigInt(value))} votes propose`, {
        name: 'A proposer needs',
        value: { kind: 'votes', votes: BigInt(value) },
      });
    default:
      return functionName satisfies never;
  }
}

const TREASURY = [getAbiItem({ abi: modelTreasuryAbi, name: 'updateDelay' })] as const;

/** A call of the treasury itself. */
export function explainTreasury(data: Hex): Explained {
  const [delaySec] = decodeFunctionData({ abi: TREASURY, data }).args;
  return {
    title: `Set the delay before an execution to ${duration(Number(delaySec))}`,
    args: [text('Delay', duration(Number(delaySec)))],
    warnings: ['It changes the rules of every later vote.'],
  };
}
