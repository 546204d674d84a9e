import type { Address } from 'viem';
import { aiOracleAbi, disputeGameAbi } from '../../lib/chain/generated/abis.ts';
import { type GamePhase, type GameState, type PastMove, pastMoveOf, phaseOf } from '../../lib/dispute/game.ts';
import { onChain } from './chain-error.ts';
import type { ChainClient } from './clients.ts';

/** A game as a node needs it. Times are Unix seconds of the chain. */
export type OpenGame = {
  gameId: bigint;
  requestId: bigint;
  attempt: number;
  challenger: Address;
  asserter: Address;
  phase: GamePhase;
  /** The last second in which the side to move may move; means nothing once the game is decided. */
  deadlineSec: number;
  /** Whether the answer it is about is still the present one. */
  stands: boolean;
  /** What the solver needs of it. */
  state: GameState;
};

/** The reads of the dispute game that a node makes. All throw `AppError`. */
export type GameReader = {
  address: Address;
  bondWei: () => Promise<bigint>;
  gameCount: () => Promise<bigint>;
  /** Many games in few calls; an unknown id comes back in phase `None`. */
  games: (ids: readonly bigint[]) => Promise<OpenGame[]>;
  /** Reveals and picks of a game from `fromBlock` on, in order. */
  moves: (gameId: bigint, fromBlock: bigint) => Promise<PastMove[]>;
  creditOf: (account: Address) => Promise<bigint>;
};

const BATCH = 100;
/** Blocks of one log query: within what public RPCs allow. */
const LOG_BLOCKS = 5_000n;

/** Reads the dispute game at `address`, and of the oracle which answers still stand. */
export function createGameReader(options: {
  client: ChainClient;
  address: Address;
  oracleAddress: Address;
  multicallAddress: Address;
}): GameReader {
  const { client, address, oracleAddress, multicallAddress } = options;
  const contract = { address, abi: disputeGameAbi } as const;
  const oracle = { address: oracleAddress, abi: aiOracleAbi } as const;
  let bondWei: bigint | null = null;

  const readBatch = async (ids: readonly bigint[]): Promise<OpenGame[]> => {
    const common = { multicallAddress, allowFailure: false } as const;
    const rows = await onChain('read games', () =>
      client.multicall({
        ...common,
        contracts: ids.map((id) => ({ ...contract, functionName: 'game', args: [id] }) as const),
      }),
    );
    const claims = await onChain('read claims', () =>
      client.multicall({
        ...common,
        contracts: rows.map(
          ({ requestId }) => ({ ...oracle, functionName: 'resultClaim', args: [requestId] }) as const,
        ),
      }),
    );
    return rows.map((row, index) => {
      const claim = claims[index];
      return {
        gameId: ids[index] ?? 0n,
        requestId: row.requestId,
        attempt: row.attempt,
        challenger: row.challenger,
        asserter: row.asserter,
        phase: phaseOf(row),
        deadlineSec: row.deadline,
        stands: claim?.standing === true && claim.attempt === row.attempt,
        state: row,
      };
    });
  };

  return {
    address,
    bondWei: async () => {
      bondWei ??= (await onChain('read settings', () => client.readContract({ ...contract, functionName: 'settings' })))
        .bondWei;
      return bondWei;
    },
    gameCount: () => onChain('read game count', () => client.readContract({ ...contract, functionName: 'gameCount' })),
    games: async (ids) => {
      const found: OpenGame[] = [];
      for (let from = 0; from < ids.length; from += BATCH)
        found.push(...(await readBatch(ids.slice(from, from + BATCH))));
      return found;
    },
    moves: async (gameId, fromBlock) => {
      const head = await onChain('read head', () => client.getBlockNumber());
      const moves: PastMove[] = [];
      for (let from = fromBlock; from <= head; from += LOG_BLOCKS) {
        const toBlock = from + LOG_BLOCKS - 1n < head ? from + LOG_BLOCKS - 1n : head;
        const range = { args: { gameId }, fromBlock: from, toBlock, strict: true } as const;
        const [reveals, picks] = await onChain('read moves', () =>
          Promise.all([
            client.getContractEvents({ ...contract, eventName: 'Revealed', ...range }),
            client.getContractEvents({ ...contract, eventName: 'Picked', ...range }),
          ]),
        );
        const events = [...reveals, ...picks].sort(
          (a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex,
        );
        moves.push(...events.map(pastMoveOf));
      }
      return moves;
    },
    creditOf: (account) =>
      onChain('read credit', () => client.readContract({ ...contract, functionName: 'creditOf', args: [account] })),
  };
}
