import { type Address, getAbiItem } from 'viem';
import { aigcCollectionAbi, launchpadAbi } from '../../lib/chain/generated/abis.ts';
import { onChain } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';

/** A token of one of our collections. */
export type PieceId = { collection: Address; tokenId: bigint };

/** The pieces that may still need something. */
export type PieceList = {
  /** Looks for new ones and returns all that were not dropped. Throws `AppError`. */
  refresh: () => Promise<readonly PieceId[]>;
  /** Nothing is to be done for it any more. It comes back when it is minted again. */
  drop: (piece: PieceId) => void;
};

/** Blocks asked for at once: public RPCs refuse much more. */
const CHUNK_BLOCKS = 10_000n;
/** So many blocks are read again, in case a reorganisation put something into them. */
const AGAIN_BLOCKS = 64n;

const collectionLaunched = getAbiItem({ abi: launchpadAbi, name: 'CollectionLaunched' });
const minted = getAbiItem({ abi: aigcCollectionAbi, name: 'Minted' });

/** Makes the list of the collections of one launchpad; it reads their mints from events, all of them at the first look. */
export function createPieceList(options: { client: ChainClient; launchpad: Address; startBlock: bigint }): PieceList {
  const { client, launchpad, startBlock } = options;
  const collections = new Set<Address>();
  const pieces = new Map<string, PieceId>();
  let nextBlock = startBlock;
  const keyOf = ({ collection, tokenId }: PieceId) => `${collection.toLowerCase()}:${tokenId}`;

  const read = async (fromBlock: bigint, toBlock: bigint): Promise<void> => {
    const launches = await onChain('read collections', () =>
      client.getLogs({ address: launchpad, event: collectionLaunched, strict: true, fromBlock, toBlock }),
    );
    for (const { args } of launches) collections.add(args.collection);
    if (collections.size === 0) return;
    const mints = await onChain('read mints', () =>
      client.getLogs({ address: [...collections], event: minted, strict: true, fromBlock, toBlock }),
    );
    for (const { address, args } of mints) {
      const piece = { collection: address, tokenId: args.tokenId };
      pieces.set(keyOf(piece), piece);
    }
  };

  return {
    refresh: async () => {
      const head = await onChain('read head', () => client.getBlockNumber({ cacheTime: 0 }));
      // Another chain, or an older state of this one.
      if (head + AGAIN_BLOCKS < nextBlock) {
        pieces.clear();
        collections.clear();
        nextBlock = startBlock;
      }
      const again = nextBlock - AGAIN_BLOCKS;
      for (let from = again > startBlock ? again : startBlock; from <= head; from += CHUNK_BLOCKS) {
        const end = from + CHUNK_BLOCKS - 1n;
        await read(from, end < head ? end : head);
        nextBlock = (end < head ? end : head) + 1n;
      }
      return [...pieces.values()];
    },
    drop: (piece) => pieces.delete(keyOf(piece)),
  };
}
