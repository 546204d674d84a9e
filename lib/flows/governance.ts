import { type Address, encodeFunctionData, isAddressEqual, type Log, parseEventLogs } from 'viem';
import { type ProposalRow, SUPPORTS, type Support } from '../api/governance/types.ts';
import { modelGovernorAbi, modelTokenAbi } from '../chain/generated/abis.ts';
import { AppError } from '../errors/app-error.ts';
import { compactAmount } from '../format/amount.ts';
import { describeProposal } from '../governance/description.ts';
import type { Call } from '../governance/templates.ts';
import type { Flow } from './types.ts';

/** Proposes calls of the treasury, with a text that only this proposer can propose. */
export function proposeFlow({
  governor,
  proposer,
  calls,
  title,
  why,
}: {
  governor: Address;
  proposer: Address;
  calls: readonly Call[];
  title: string;
  why: string;
}): Flow {
  const description = describeProposal({ title, why, proposer });
  const data = encodeFunctionData({
    abi: modelGovernorAbi,
    functionName: 'propose',
    args: [
      calls.map(({ target }) => target),
      calls.map(({ valueWei }) => valueWei),
      calls.map(({ data: calldata }) => calldata),
      description,
    ],
  });
  return {
    kind: 'propose',
    key: `propose:${governor.toLowerCase()}`,
    title: 'Propose',
    summary: title,
    done: `Proposed: ${title}`,
    steps: [{ id: 'propose', label: 'Propose', prepare: async () => ({ to: governor, data, value: 0n }) }],
  };
}

/**
 * The id of the proposal that a transaction made.
 *
 * @throws AppError `internal` when there is none, which a successful one cannot have
 */
export function proposalIdIn(logs: Log[], governor: Address): bigint {
  const found = parseEventLogs({ abi: modelGovernorAbi, eventName: 'ProposalCreated', logs }).find((log) =>
    isAddressEqual(log.address, governor),
  );
  if (found === undefined) {
    throw new AppError({ code: 'internal', message: 'The transaction made no proposal. Look at it in your wallet.' });
  }
  return found.args.proposalId;
}

const VERBS: Record<Support, { title: string; done: string }> = {
  for: { title: 'Vote for', done: 'Voted for' },
  against: { title: 'Vote against', done: 'Voted against' },
  abstain: { title: 'Abstain', done: 'Abstained' },
};

/** Votes with all of the account's weight; a vote cannot be changed. */
export function voteFlow({
  proposal,
  support,
  reason,
  weight,
}: {
  proposal: Pick<ProposalRow, 'governor' | 'proposalId'>;
  support: Support;
  reason: string;
  weight: bigint;
}): Flow {
  const { governor, proposalId } = proposal;
  const number = SUPPORTS.indexOf(support);
  const data =
    reason === ''
      ? encodeFunctionData({ abi: modelGovernorAbi, functionName: 'castVote', args: [proposalId, number] })
      : encodeFunctionData({
          abi: modelGovernorAbi,
          functionName: 'castVoteWithReason',
          args: [proposalId, number, reason],
        });
  return {
    kind: 'vote',
    key: `vote:${governor.toLowerCase()}:${proposalId}`,
    title: VERBS[support].title,
    summary: `${compactAmount(weight)} votes`,
    done: VERBS[support].done,
    steps: [{ id: 'vote', label: VERBS[support].title, prepare: async () => ({ to: governor, data, value: 0n }) }],
  };
}

const DEEDS = {
  queue: { kind: 'queue', title: 'Queue the proposal', done: 'Queued: the delay runs' },
  execute: { kind: 'execute', title: 'Execute the proposal', done: 'Executed' },
  cancel: { kind: 'cancelProposal', title: 'Cancel the proposal', done: 'Cancelled' },
} as const;

/** Queues or executes a proposal, which anyone may; or cancels it, which its proposer may before the vote. */
export function proposalFlow(proposal: ProposalRow, deed: keyof typeof DEEDS, title: string): Flow {
  const { governor, proposalId, targets, valuesWei, calldatas, descriptionHash } = proposal;
  const data = encodeFunctionData({
    abi: modelGovernorAbi,
    functionName: deed,
    args: [targets, valuesWei, calldatas, descriptionHash],
  });
  const words = DEEDS[deed];
  return {
    kind: words.kind,
    key: `${deed}:${governor.toLowerCase()}:${proposalId}`,
    title: words.title,
    summary: title,
    done: words.done,
    steps: [{ id: deed, label: words.title, prepare: async () => ({ to: governor, data, value: 0n }) }],
  };
}

/** Lets another account vote with one's tokens from now on; naming oneself takes that back. */
export function delegateFlow({
  token,
  symbol,
  to,
  own,
}: {
  token: Address;
  symbol: string;
  to: Address;
  own: Address;
}): Flow {
  const data = encodeFunctionData({ abi: modelTokenAbi, functionName: 'delegate', args: [to] });
  const isBack = isAddressEqual(to, own);
  return {
    kind: 'delegate',
    key: `delegate:${token.toLowerCase()}`,
    title: isBack ? `Vote with your ${symbol} yourself` : `Delegate the votes of your ${symbol}`,
    summary: 'Counts for proposals whose snapshot comes later',
    done: isBack ? 'You vote yourself' : 'Delegated',
    steps: [{ id: 'delegate', label: 'Delegate', prepare: async () => ({ to: token, data, value: 0n }) }],
  };
}
