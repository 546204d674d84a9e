'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { useReadContract } from 'wagmi';
import { listCollections } from '@/lib/api/collection/list-collections';
import { getPiece, type ListPiecesOptions, listPieces } from '@/lib/api/collection/list-pieces';
import { aigcCollectionAbi } from '@/lib/chain/generated/abis';
import { useApi } from '../data/use-api';

const LIVE_MS = 2_000;
const LIST_MS = 4_000;
const CALM_MS = 15_000;

/** Pieces, the newest mint first, live. */
export function usePieces(options: Omit<ListPiecesOptions, 'before'>) {
  const api = useApi();
  return useQuery({
    queryKey: ['pieces', options],
    queryFn: () => listPieces(api, options),
    refetchInterval: LIST_MS,
    placeholderData: keepPreviousData,
  });
}

/** One piece with its history, live; null data where it was never minted. */
export function usePiece(at: { collection: Address; tokenId: bigint } | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['piece', at?.collection, at?.tokenId.toString()],
    // It is asked only where there is something to ask for.
    queryFn: () => getPiece(api, at ?? { collection: '0x', tokenId: 0n }),
    enabled: at !== null,
    refetchInterval: LIVE_MS,
  });
}

/** The collections of all models. */
export function useCollections() {
  const api = useApi();
  return useQuery({ queryKey: ['collections'], queryFn: () => listCollections(api), refetchInterval: CALM_MS });
}

type Held = { collection: Address; tokenId: bigint; heldAttempt: number; state: string };

/** What the collection itself says of a piece's bytes: `verify`. Undefined while it is asked, or cannot be. */
export function useIsVerified({
  piece,
  prompt,
  answer,
}: {
  piece: Held;
  prompt: `0x${string}`;
  answer: `0x${string}` | null;
}): boolean | undefined {
  const read = useReadContract({
    address: piece.collection,
    abi: aigcCollectionAbi,
    functionName: 'verify',
    args: [prompt, answer ?? '0x', '0x'],
    scopeKey: `${piece.state}:${piece.heldAttempt}`,
    query: { enabled: answer !== null, refetchInterval: CALM_MS },
  });
  return answer === null ? false : read.data;
}

/** The metadata that the collection makes of a piece, read anew when what it holds or where it stands changes. */
export function useTokenUri({ collection, tokenId, heldAttempt, state }: Held) {
  return useReadContract({
    address: collection,
    abi: aigcCollectionAbi,
    functionName: 'tokenURI',
    args: [tokenId],
    scopeKey: `${state}:${heldAttempt}`,
  });
}
