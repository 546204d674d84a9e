import { type Address, encodeFunctionData, type Hex, keccak256 } from 'viem';
import { aigcCollectionAbi } from '../chain/generated/abis.ts';
import { compactAmount } from '../format/amount.ts';
import type { Flow } from './types.ts';

/** Which piece, and what its collection is called. */
export type PieceOf = { collection: Address; tokenId: bigint; symbol: string };

/** Names the piece of a flow: what is done with one piece is done one after the other. */
export function pieceKey({ collection, tokenId }: PieceOf): string {
  return `piece:${collection.toLowerCase()}:${tokenId}`;
}

/** The id of the token of a prompt: no prompt is minted twice. */
export function tokenIdOf(prompt: Hex): bigint {
  return BigInt(keccak256(prompt));
}

/** Mints the piece of a request that the account paid for; `answer` is the request's present one, null for none. */
export function mintFlow({
  piece,
  to,
  requestId,
  prompt,
  answer,
  feeWei,
}: {
  piece: PieceOf;
  to: Address;
  requestId: bigint;
  prompt: Hex;
  answer: Hex | null;
  feeWei: bigint;
}): Flow {
  const args = [to, requestId, prompt, answer ?? '0x'] as const;
  const data = encodeFunctionData({ abi: aigcCollectionAbi, functionName: 'mint', args });
  return {
    kind: 'mintPiece',
    key: pieceKey(piece),
    title: 'Mint as NFT',
    summary: `${compactAmount(feeWei)} ETH for the holders of ${piece.symbol}`,
    done: `Minted from request ${requestId}`,
    steps: [{ id: 'mint', label: 'Mint as NFT', prepare: async () => ({ to: piece.collection, data, value: feeWei }) }],
  };
}

/** Brings a piece the answer that it lacks, or the one that took the place of its own; anyone may. */
export function bringAnswerFlow({
  piece,
  hasAnswer,
  prompt,
  answer,
}: {
  piece: PieceOf;
  /** Whether it holds an answer already. */
  hasAnswer: boolean;
  prompt: Hex;
  answer: Hex;
}): Flow {
  const abi = aigcCollectionAbi;
  const data = hasAnswer
    ? encodeFunctionData({ abi, functionName: 'update', args: [prompt, answer] })
    : encodeFunctionData({ abi, functionName: 'addAigcData', args: [piece.tokenId, prompt, answer, '0x'] });
  return {
    kind: 'bringAnswer',
    key: pieceKey(piece),
    title: 'Bring the answer',
    summary: 'Writes the present answer into the token',
    done: 'The token holds the answer',
    steps: [
      { id: 'bring', label: 'Bring the answer', prepare: async () => ({ to: piece.collection, data, value: 0n }) },
    ],
  };
}

/** Burns a piece that never gets an answer; anyone may. Its minter has the mint fee back. */
export function burnVoidFlow({ piece, feeWei }: { piece: PieceOf; feeWei: bigint }): Flow {
  const data = encodeFunctionData({ abi: aigcCollectionAbi, functionName: 'burnVoid', args: [piece.tokenId] });
  return {
    kind: 'burnVoid',
    key: pieceKey(piece),
    title: 'Burn the void token',
    summary: `${compactAmount(feeWei)} ETH back to who minted it`,
    done: 'Burnt: the prompt is free again',
    steps: [{ id: 'burn', label: 'Burn', prepare: async () => ({ to: piece.collection, data, value: 0n }) }],
  };
}
