import { type Address, decodeFunctionResult, encodeFunctionData } from 'viem';
import { aigcCollectionAbi, marketplaceAbi } from '../chain/generated/abis.ts';
import { sameAddress } from '../format/address.ts';
import { compactAmount } from '../format/amount.ts';
import { type PieceOf, pieceKey } from './piece.ts';
import type { Flow, StepContext } from './types.ts';

type Trade = { piece: PieceOf; market: Address };

/** Whether the market may move a piece of the account that runs the flow. */
async function isApproved(context: StepContext, { piece, market }: Trade): Promise<boolean> {
  const { collection: to, tokenId } = piece;
  const abi = aigcCollectionAbi;
  const [one, all] = await Promise.all([
    context.call({ to, data: encodeFunctionData({ abi, functionName: 'getApproved', args: [tokenId] }) }),
    context.call({
      to,
      data: encodeFunctionData({ abi, functionName: 'isApprovedForAll', args: [context.account, market] }),
    }),
  ]);
  return (
    sameAddress(decodeFunctionResult({ abi, functionName: 'getApproved', data: one }), market) ||
    decodeFunctionResult({ abi, functionName: 'isApprovedForAll', data: all })
  );
}

/** Offers a final piece at a fixed price; lets the market move this one piece first, where it may not yet. */
export function listPieceFlow(options: Trade & { priceWei: bigint; expiresAtSec: number }): Flow {
  const { piece, market, priceWei, expiresAtSec } = options;
  const { collection, tokenId } = piece;
  const approve = encodeFunctionData({ abi: aigcCollectionAbi, functionName: 'approve', args: [market, tokenId] });
  const args = [collection, tokenId, priceWei, expiresAtSec] as const;
  const list = encodeFunctionData({ abi: marketplaceAbi, functionName: 'list', args });
  return {
    kind: 'listPiece',
    key: pieceKey(piece),
    title: 'List for sale',
    summary: `${compactAmount(priceWei)} ETH, royalty included`,
    done: `Listed for ${compactAmount(priceWei)} ETH`,
    steps: [
      {
        id: 'approve',
        label: 'Let the market move this piece',
        prepare: async (context) =>
          (await isApproved(context, options)) ? null : { to: collection, data: approve, value: 0n },
      },
      { id: 'list', label: 'List for sale', prepare: async () => ({ to: market, data: list, value: 0n }) },
    ],
  };
}

/** Takes a listing back; its seller may, and the owner. */
export function cancelListingFlow({ piece, market }: Trade): Flow {
  const args = [piece.collection, piece.tokenId] as const;
  const data = encodeFunctionData({ abi: marketplaceAbi, functionName: 'cancel', args });
  return {
    kind: 'cancelListing',
    key: pieceKey(piece),
    title: 'Take it off the market',
    summary: 'Ends the listing',
    done: 'Not for sale any more',
    steps: [{ id: 'cancel', label: 'Cancel the listing', prepare: async () => ({ to: market, data, value: 0n }) }],
  };
}

/** Buys a listed piece at the price that was seen: one that was raised meanwhile reverts. */
export function buyPieceFlow({ piece, market, priceWei }: Trade & { priceWei: bigint }): Flow {
  const args = [piece.collection, piece.tokenId, priceWei] as const;
  const data = encodeFunctionData({ abi: marketplaceAbi, functionName: 'buy', args });
  return {
    kind: 'buyPiece',
    key: pieceKey(piece),
    title: 'Buy artwork',
    summary: `${compactAmount(priceWei)} ETH, royalty included`,
    done: 'The artwork is yours',
    steps: [{ id: 'buy', label: 'Buy artwork', prepare: async () => ({ to: market, data, value: priceWei }) }],
  };
}

/** Takes what the market or a collection could not push to an account and keeps for it. */
export function withdrawCreditFlow({ from, account, wei }: { from: Address; account: Address; wei: bigint }): Flow {
  const data = encodeFunctionData({ abi: marketplaceAbi, functionName: 'withdraw', args: [account] });
  return {
    kind: 'withdrawCredit',
    key: `credit:${from.toLowerCase()}:${account.toLowerCase()}`,
    title: 'Take what is yours',
    summary: `${compactAmount(wei)} ETH that could not be delivered`,
    done: `Took ${compactAmount(wei)} ETH`,
    steps: [{ id: 'withdraw', label: 'Withdraw', prepare: async () => ({ to: from, data, value: 0n }) }],
  };
}
