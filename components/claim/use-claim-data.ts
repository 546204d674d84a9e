'use client';
import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { listClaims } from '@/lib/api/list-claims';
import type { ClaimRow, Read } from '@/lib/api/types';
import type { Position } from '@/lib/claim/position';
import { readPositions } from '@/lib/claim/read-positions';
import { useApi } from '../common/data/use-api';

const POSITIONS_MS = 5_000;
const HISTORY = 1_000;

/** What every model token owes an account, from the chain itself. */
export function usePositions(account: Address) {
  const { client, deployment } = useApi();
  const { launchpad, lens } = deployment.contracts;
  return useQuery<Position[]>({
    queryKey: ['positions', account],
    queryFn: () => readPositions({ client, launchpad, lens, account }),
    refetchInterval: POSITIONS_MS,
  });
}

/** What an account claimed so far, newest first. */
export function useClaims(account: Address) {
  const api = useApi();
  return useQuery<Read<ClaimRow[]>>({
    queryKey: ['claims', account],
    queryFn: () => listClaims(api, { account, limit: HISTORY }),
  });
}
