'use client';
import { useReadContracts } from 'wagmi';
import type { PieceRow } from '@/lib/api/collection/types';
import { aigcCollectionAbi } from '@/lib/chain/generated/abis';

/** `Final` of the contract's PieceState: `verify` is true for what the token holds exactly then. */
const FINAL = 4;
const CALM_MS = 15_000;

/** Tells of a piece whether its collection itself says that it is final; undefined while that is not known. */
export function useFinalPieces(pieces: readonly PieceRow[]): (piece: PieceRow) => boolean | undefined {
  const asked = pieces.filter(({ state }) => state === 'Final');
  const states = useReadContracts({
    contracts: asked.map(
      ({ collection, tokenId }) =>
        ({ address: collection, abi: aigcCollectionAbi, functionName: 'stateOf', args: [tokenId] }) as const,
    ),
    query: { enabled: asked.length > 0, refetchInterval: CALM_MS },
  });
  return (piece) => {
    const result = states.data?.[asked.indexOf(piece)];
    return result?.status === 'success' ? result.result === FINAL : undefined;
  };
}
