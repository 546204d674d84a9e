'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Address } from 'viem';
import { type Governance, getGovernance } from '@/lib/api/governance/get-governance';
import { listGrants } from '@/lib/api/governance/list-grants';
import { listMovements } from '@/lib/api/governance/list-movements';
import { getProposal, listProposals } from '@/lib/api/governance/list-proposals';
import { type Quorum, readQuorums } from '@/lib/api/governance/read-quorums';
import { readTreasury } from '@/lib/api/governance/read-treasury';
import { deploymentOf } from '@/lib/chain/deployment';
import type { Known } from '@/lib/governance/call-view';
import { useApi } from '../common/data/use-api';
import { useRuntimeConfig } from '../common/runtime-config';

const LIVE_MS = 2_000;
const CALM_MS = 6_000;

/** The rules of a model's votes, straight from the chain. Null data: no model was launched there. */
export function useGovernance(token: Address) {
  const api = useApi();
  return useQuery({
    queryKey: ['governance', token],
    queryFn: () => getGovernance(api, token),
    refetchInterval: CALM_MS,
  });
}

/** The newest proposals of a model, live. */
export function useProposals(token: Address, limit: number) {
  const api = useApi();
  return useQuery({
    queryKey: ['proposals', token, limit],
    queryFn: () => listProposals(api, token, { limit }),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });
}

/** One proposal with its votes, live. Null data: unknown id. */
export function useProposal(token: Address, proposalId: bigint) {
  const api = useApi();
  return useQuery({
    queryKey: ['proposal', token, proposalId.toString()],
    queryFn: () => getProposal(api, { token, proposalId }),
    refetchInterval: LIVE_MS,
  });
}

/** Quorum and eligible supply at those of some seconds that are past. They never change afterwards. */
export function useQuorums(
  { governor, token }: Pick<Governance, 'governor' | 'token'>,
  { snapshots, nowSec }: { snapshots: readonly number[]; nowSec: number | null },
): ReadonlyMap<number, Quorum> {
  const api = useApi();
  const past = snapshots.filter((sec) => nowSec !== null && sec < nowSec);
  const query = useQuery({
    queryKey: ['quorums', governor, [...past].sort().join()],
    queryFn: () => readQuorums(api, { governor, token, snapshots: past }),
    enabled: past.length > 0,
    placeholderData: keepPreviousData,
    // A block of our clock may not be there yet.
    refetchInterval: ({ state }) => (past.every((sec) => state.data?.has(sec)) ? false : LIVE_MS),
  });
  return query.data ?? new Map();
}

/** The grants of a model, newest first, live. */
export function useGrants(token: Address) {
  const api = useApi();
  return useQuery({ queryKey: ['grants', token], queryFn: () => listGrants(api, token), refetchInterval: LIVE_MS });
}

/** What went in and out of a treasury, newest first. */
export function useMovements(token: Address) {
  const api = useApi();
  return useQuery({
    queryKey: ['movements', token],
    queryFn: () => listMovements(api, token),
    refetchInterval: CALM_MS,
  });
}

/** What a treasury holds now. */
export function useTreasury(rules: Governance) {
  const api = useApi();
  return useQuery({
    queryKey: ['treasury', rules.treasury, rules.currencies.length],
    queryFn: () => readTreasury(api, rules),
    refetchInterval: CALM_MS,
  });
}

/** What the calls of a model's proposals are read with. */
export function useKnown(rules: Governance): Known {
  const { chainId } = useRuntimeConfig();
  return useMemo(() => ({ ...rules, contracts: deploymentOf(chainId).contracts }), [rules, chainId]);
}
