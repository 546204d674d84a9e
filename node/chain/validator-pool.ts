import { type Address, type Hex, isAddressEqual } from 'viem';
import { validatorPoolAbi } from '../../lib/chain/generated/abis.ts';
import { onChain } from './chain-error.ts';
import type { ChainClient } from './clients.ts';

/** A validator that was drawn for an answer, and the commitment it made; zero when it made none. */
export type DrawnValidator = { validator: Address; commitment: Hex };

/** Where one validator stands. */
export type Membership = { stakeWei: bigint; freeAtSec: number; watched: readonly bigint[] };

/** The reads of the validator pool that a node makes. All throw `AppError`. */
export type PoolReader = {
  address: Address;
  /** What joining costs. */
  joinStakeWei: () => Promise<bigint>;
  membership: (validator: Address) => Promise<Membership>;
  /** Everyone in the pool who is drawn for the present answer to a request, neither excused nor judged. */
  toBeJudged: (requestId: bigint, attempt: number) => Promise<DrawnValidator[]>;
  /** Whether one validator is drawn, and its commitment. */
  drawnOne: (requestId: bigint, attempt: number, validator: Address) => Promise<DrawnValidator | null>;
};

/** Reads the pool at `address`. */
export function createPoolReader(options: {
  client: ChainClient;
  address: Address;
  multicallAddress: Address;
}): PoolReader {
  const { client, address, multicallAddress } = options;
  const contract = { address, abi: validatorPoolAbi } as const;
  let joinStakeWei: bigint | null = null;

  const drawnAmong = async (
    requestId: bigint,
    attempt: number,
    validators: readonly Address[],
  ): Promise<DrawnValidator[]> => {
    const common = { multicallAddress, allowFailure: false } as const;
    const flags = await onChain('read the draw', () =>
      client.multicall({
        ...common,
        contracts: validators.map((v) => ({ ...contract, functionName: 'isDrawn', args: [requestId, v] }) as const),
      }),
    );
    const drawn = validators.filter((_, index) => flags[index] === true);
    const commitments = await onChain('read commitments', () =>
      client.multicall({
        ...common,
        contracts: drawn.map(
          (v) => ({ ...contract, functionName: 'commitmentOf', args: [requestId, BigInt(attempt), v] }) as const,
        ),
      }),
    );
    return drawn.map((validator, index) => ({ validator, commitment: commitments[index] ?? '0x' }));
  };

  return {
    address,
    joinStakeWei: async () => {
      joinStakeWei ??= (
        await onChain('read settings', () => client.readContract({ ...contract, functionName: 'settings' }))
      ).stakeWei;
      return joinStakeWei;
    },
    membership: (validator) =>
      onChain('read membership', async () => {
        const [stakeWei, freeAt, watched] = await Promise.all([
          client.readContract({ ...contract, functionName: 'stakeOf', args: [validator] }),
          client.readContract({ ...contract, functionName: 'freeAtOf', args: [validator] }),
          client.readContract({ ...contract, functionName: 'watchedBy', args: [validator] }),
        ]);
        return { stakeWei, freeAtSec: Number(freeAt), watched };
      }),
    toBeJudged: async (requestId, attempt) => {
      const validators = await onChain('read validators', () =>
        client.readContract({ ...contract, functionName: 'validators' }),
      );
      const drawn = await drawnAmong(requestId, attempt, validators);
      const answer = [requestId, BigInt(attempt)] as const;
      const flags = await onChain('read judgements', () =>
        client.multicall({
          multicallAddress,
          allowFailure: false,
          contracts: drawn.flatMap(
            ({ validator }) =>
              [
                { ...contract, functionName: 'isExcused', args: [...answer, validator] },
                { ...contract, functionName: 'isJudged', args: [...answer, validator] },
              ] as const,
          ),
        }),
      );
      return drawn.filter((_, index) => flags[2 * index] === false && flags[2 * index + 1] === false);
    },
    drawnOne: async (requestId, attempt, validator) => {
      const found = await drawnAmong(requestId, attempt, [validator]);
      return found.find((one) => isAddressEqual(one.validator, validator)) ?? null;
    },
  };
}
