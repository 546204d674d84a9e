import { type Address, encodeFunctionData, type Hex, zeroAddress } from 'viem';
import { aigcCollectionAbi } from '../../lib/chain/generated/abis.ts';
import { onChain, revertName } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { OracleReader } from '../chain/oracle.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isRetryable } from '../retry.ts';
import type { PieceId, PieceList } from './piece-list.ts';

/** The contract's names of where a piece stands, in the order of its enum. */
const STATES = ['None', 'Awaiting', 'Outdated', 'Provisional', 'Final', 'Void'] as const;

/** Where one piece stands. */
export type PieceStand = {
  state: (typeof STATES)[number];
  /** The answer that it holds; 0 for none. */
  attempt: number;
  isFeeHeld: boolean;
  mintFeeWei: bigint;
};

/** What is worth a transaction now; `done`: nothing ever will be. */
export type PieceUpkeep = 'bring' | 'settle' | 'done' | null;

/**
 * A piece gets an answer that it lacks, and its fee is revenue once it is final. Pieces whose mint paid less than `minWei` are left
 * to their minters: whoever mints for nothing shall not make a keeper pay for the gas.
 */
export function pieceUpkeepOf({ state, isFeeHeld, mintFeeWei }: PieceStand, minWei: bigint): PieceUpkeep {
  if (mintFeeWei < minWei) return 'done';
  switch (state) {
    case 'None':
    case 'Void':
      return 'done';
    case 'Outdated':
      return 'bring';
    case 'Final':
      return isFeeHeld ? 'settle' : 'done';
    case 'Awaiting':
    case 'Provisional':
      return null;
    default:
      return state satisfies never;
  }
}

/** Looks after the pieces of all collections. */
export type PieceKeeper = {
  /** One round: reads where every piece stands, sends what is due, waits for it. Throws `AppError`. */
  round: () => Promise<void>;
};

const BATCH = 100;
/** Transactions of one round; the rest wait for the next. */
const MOST_SENT = 20;

/** Makes the keeper of a list of pieces. */
export function createPieceKeeper(options: {
  client: ChainClient;
  oracle: OracleReader;
  sender: TxSender;
  pieces: PieceList;
  multicallAddress: Address;
  minWei: bigint;
  logger: Logger;
  metrics: Metrics;
}): PieceKeeper {
  const { client, oracle, sender, pieces, multicallAddress, minWei, logger, metrics } = options;
  const fees = new Map<Address, bigint>();

  const readFees = async (collections: readonly Address[]): Promise<void> => {
    const unknown = [...new Set(collections)].filter((address) => !fees.has(address));
    const read = await onChain('read mint fees', () =>
      client.multicall({
        multicallAddress,
        allowFailure: false,
        contracts: unknown.map((address) => ({ address, abi: aigcCollectionAbi, functionName: 'mintFeeWei' }) as const),
      }),
    );
    unknown.forEach((address, index) => {
      fees.set(address, read[index] ?? 0n);
    });
  };

  const readStands = async (batch: readonly PieceId[]) => {
    await readFees(batch.map(({ collection }) => collection));
    const read = await onChain('read pieces', () =>
      client.multicall({
        multicallAddress,
        allowFailure: false,
        contracts: batch.map(
          ({ collection, tokenId }) =>
            ({ address: collection, abi: aigcCollectionAbi, functionName: 'piece', args: [tokenId] }) as const,
        ),
      }),
    );
    return batch.flatMap((id, index) => {
      const piece = read[index];
      if (piece === undefined) return [];
      const stand: PieceStand = {
        state: STATES[piece.state] ?? 'None',
        attempt: piece.attempt,
        isFeeHeld: piece.feeHeldFor !== zeroAddress,
        mintFeeWei: fees.get(id.collection) ?? 0n,
      };
      return [{ id, requestId: piece.requestId, stand }];
    });
  };

  /** The call that brings the request's present answer; null when it has none any more. */
  const bringing = async ({ tokenId }: PieceId, requestId: bigint, attempt: number): Promise<Hex | null> => {
    const [request] = await oracle.requests([requestId]);
    if (request === undefined || (request.status !== 'Answered' && request.status !== 'Finalized')) return null;
    const [prompt, answer] = await Promise.all([oracle.inputOf(request), oracle.outputOf(request)]);
    const abi = aigcCollectionAbi;
    return attempt === 0
      ? encodeFunctionData({ abi, functionName: 'addAigcData', args: [tokenId, prompt, answer, '0x'] })
      : encodeFunctionData({ abi, functionName: 'update', args: [prompt, answer] });
  };

  const act = async (
    { id, requestId, stand }: { id: PieceId; requestId: bigint; stand: PieceStand },
    upkeep: 'bring' | 'settle',
  ): Promise<void> => {
    const { collection, tokenId } = id;
    try {
      const data =
        upkeep === 'settle'
          ? encodeFunctionData({ abi: aigcCollectionAbi, functionName: 'settle', args: [tokenId] })
          : await bringing(id, requestId, stand.attempt);
      if (data === null) return;
      const receipt = await sender.send({ label: upkeep, to: collection, data });
      const isDone = receipt.status === 'success';
      if (isDone) metrics.increase('openimo_piece_upkeep_total', { upkeep });
      logger.info({ collection, tokenId, upkeep, isDone, txHash: receipt.transactionHash }, 'piece kept');
    } catch (error) {
      // Somebody did it before us, or the answer changed meanwhile: the next round decides.
      const level = revertName(error) !== null || isRetryable(error) ? 'debug' : 'warn';
      logger[level]({ error, collection, tokenId, upkeep }, 'piece not kept');
    }
  };

  return {
    round: async () => {
      const all = await pieces.refresh();
      const due: Promise<void>[] = [];
      for (let from = 0; from < all.length && due.length < MOST_SENT; from += BATCH) {
        for (const piece of await readStands(all.slice(from, from + BATCH))) {
          const upkeep = pieceUpkeepOf(piece.stand, minWei);
          if (upkeep === 'done') pieces.drop(piece.id);
          else if (upkeep !== null && due.length < MOST_SENT) due.push(act(piece, upkeep));
        }
      }
      await Promise.all(due);
    },
  };
}
