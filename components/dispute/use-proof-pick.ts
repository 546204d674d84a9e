'use client';
import { useQuery } from '@tanstack/react-query';
import { decodeFunctionData } from 'viem';
import type { GameDetail } from '@/lib/api/dispute/types';
import { disputeGameAbi } from '@/lib/chain/generated/abis';
import { useChainReader } from '../common/data/use-chain-reader';

/** Which of the last revealed nodes a proof of one element was about: part of the proof's own call. Null while unknown. */
export function useProofPick(game: GameDetail): number | null {
  const client = useChainReader();
  const proof = game.fraud === 'element' ? game.moves.find(({ kind }) => kind === 'proved') : undefined;
  const { data } = useQuery({
    queryKey: ['proof', proof?.txHash],
    enabled: client !== undefined && proof !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
    queryFn: async () => {
      if (client === undefined || proof === undefined) return null;
      const { input } = await client.getTransaction({ hash: proof.txHash });
      try {
        const { functionName, args } = decodeFunctionData({ abi: disputeGameAbi, data: input });
        return functionName === 'proveElement' ? args[1].index : null;
      } catch {
        // Sent through another contract: the pick is not to be seen here.
        return null;
      }
    },
  });
  return data ?? null;
}
