'use client';
import { type Address, zeroAddress } from 'viem';
import { useReadContract, useReadContracts } from 'wagmi';
import type { ProposalRow } from '@/lib/api/governance/types';
import { modelGovernorAbi, modelTokenAbi } from '@/lib/chain/generated/abis';

const LIVE_MS = 3_000;

/** The votes of an account now, its tokens, and whom it lets vote with them. Undefined data without an account. */
export function useVotesNow(token: Address, account: Address | undefined) {
  const of = { address: token, abi: modelTokenAbi } as const;
  const args = [account ?? zeroAddress] as const;
  return useReadContracts({
    allowFailure: false,
    contracts: [
      { ...of, functionName: 'getVotes', args },
      { ...of, functionName: 'balanceOf', args },
      { ...of, functionName: 'delegates', args },
      { ...of, functionName: 'isExcluded', args },
    ],
    query: {
      enabled: account !== undefined,
      refetchInterval: LIVE_MS,
      select: ([votes, balance, delegate, isExcluded]) => ({ votes, balance, delegate, isExcluded }),
    },
  });
}

/** The votes that an account had at a second that is past; undefined while it is not. */
export function useVotesAt(
  token: Address,
  { account, sec, nowSec }: { account: Address | undefined; sec: number; nowSec: number | null },
) {
  return useReadContract({
    address: token,
    abi: modelTokenAbi,
    functionName: 'getPastVotes',
    args: [account ?? zeroAddress, BigInt(sec)],
    query: { enabled: account !== undefined && nowSec !== null && sec < nowSec, retry: 5 },
  });
}

/** Whether an account has voted on a proposal. */
export function useHasVoted({ governor, proposalId }: ProposalRow, account: Address | undefined) {
  return useReadContract({
    address: governor,
    abi: modelGovernorAbi,
    functionName: 'hasVoted',
    args: [proposalId, account ?? zeroAddress],
    query: { enabled: account !== undefined, refetchInterval: LIVE_MS },
  });
}
