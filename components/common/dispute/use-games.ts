'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useReadContract } from 'wagmi';
import { getGame, listGames } from '@/lib/api/dispute/list-games';
import type { GameDetail } from '@/lib/api/dispute/types';
import type { Read } from '@/lib/api/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { disputeGameAbi } from '@/lib/chain/generated/abis';
import { useApi } from '../data/use-api';
import { useRuntimeConfig } from '../runtime-config';

const LIVE_MS = 1_000;
const LIST_MS = 2_000;

/** One game with its moves, read once a second until it is settled. Null data: unknown id. */
export function useGame(gameId: bigint) {
  const api = useApi();
  return useQuery<Read<GameDetail | null>>({
    queryKey: ['game', gameId.toString()],
    queryFn: () => getGame(api, gameId),
    refetchInterval: ({ state }) => (state.data?.data?.phase === 'Settled' ? false : LIVE_MS),
  });
}

/** The newest games. */
export function useGames(limit: number) {
  const api = useApi();
  return useQuery<Read<GameDetail[]>>({
    queryKey: ['games', limit],
    queryFn: () => listGames(api, { limit }),
    refetchInterval: LIST_MS,
    placeholderData: keepPreviousData,
  });
}

/** The settings of dispute games, which never change: bond, clock, what is burnt. */
export function useGameSettings() {
  const { chainId } = useRuntimeConfig();
  return useReadContract({
    address: deploymentOf(chainId).contracts.disputeGame,
    abi: disputeGameAbi,
    functionName: 'settings',
    query: { staleTime: Number.POSITIVE_INFINITY },
  });
}
