import { type Address, type Hex, keccak256 } from 'viem';
import { aiOracleAbi } from '../../lib/chain/generated/abis.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { onChain } from './chain-error.ts';
import type { ChainClient } from './clients.ts';

/** The contract's names of a request's states, in the order of its enum. */
export const REQUEST_STATUSES = ['None', 'Requested', 'Answered', 'Finalized', 'Refunded'] as const;

/** Where a request stands. */
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** A request as a node needs it. Times are Unix seconds of the chain. */
export type OracleRequest = {
  requestId: bigint;
  status: RequestStatus;
  modelId: bigint;
  payer: Address;
  requestedAtSec: number;
  deadlineSec: number;
  assignedOperator: Address;
  assignedUntilSec: number;
  /** How many answers were posted so far; with `operator`, hashes and root those of the present one, or zero. */
  attempt: number;
  operator: Address;
  finalizableAtSec: number;
  openDisputes: number;
  inputHash: Hex;
  outputHash: Hex;
  traceRoot: Hex;
};

/** A registered model; it never changes. */
export type OracleModel = { modelId: bigint; modelHash: Hex; programHash: Hex; uri: string };

/** The reads of the oracle contract that a node makes. All throw `AppError`. */
export type OracleReader = {
  address: Address;
  requestCount: () => Promise<bigint>;
  /** Many requests in few calls; an unknown id comes back as `None`. */
  requests: (ids: readonly bigint[]) => Promise<OracleRequest[]>;
  modelCount: () => Promise<bigint>;
  model: (modelId: bigint) => Promise<OracleModel>;
  /** The input of a request, found in its event and checked against the hash in the contract's state. */
  inputOf: (request: OracleRequest) => Promise<Hex>;
  /** The present answer's output, found in its event and checked likewise. */
  outputOf: (request: OracleRequest) => Promise<Hex>;
  /** The first block that can hold a game on the present answer. */
  answerBlock: (request: OracleRequest) => Promise<bigint>;
};

const BATCH = 150;

/** Reads the oracle at `address` through `client`. */
export function createOracleReader(options: {
  client: ChainClient;
  address: Address;
  multicallAddress: Address;
  startBlock: bigint;
}): OracleReader {
  const { client, address, multicallAddress, startBlock } = options;
  const models = new Map<bigint, OracleModel>();
  const contract = { address, abi: aiOracleAbi } as const;
  let challengeSec: number | null = null;

  const answeredAtSec = async (request: OracleRequest): Promise<number> => {
    challengeSec ??= (
      await onChain('read settings', () => client.readContract({ ...contract, functionName: 'settings' }))
    ).challengeSec;
    return request.finalizableAtSec - challengeSec;
  };

  return {
    address,
    requestCount: () =>
      onChain('read request count', () => client.readContract({ ...contract, functionName: 'requestCount' })),

    requests: async (ids) => {
      const found: OracleRequest[] = [];
      for (let from = 0; from < ids.length; from += BATCH) {
        const batch = ids.slice(from, from + BATCH);
        const rows = await onChain('read requests', () =>
          client.multicall({
            multicallAddress,
            allowFailure: false,
            contracts: batch.map((id) => ({ ...contract, functionName: 'request', args: [id] }) as const),
          }),
        );
        rows.forEach((row, index) => {
          found.push({
            requestId: batch[index] ?? 0n,
            status: REQUEST_STATUSES[row.status] ?? 'None',
            modelId: row.modelId,
            payer: row.payer,
            requestedAtSec: row.requestedAt,
            deadlineSec: row.deadline,
            assignedOperator: row.assignedOperator,
            assignedUntilSec: row.assignedUntil,
            attempt: row.attempt,
            operator: row.operator,
            finalizableAtSec: row.finalizableAt,
            openDisputes: row.openDisputes,
            inputHash: row.inputHash,
            outputHash: row.outputHash,
            traceRoot: row.traceRoot,
          });
        });
      }
      return found;
    },

    modelCount: () =>
      onChain('read model count', () => client.readContract({ ...contract, functionName: 'modelCount' })),

    model: async (modelId) => {
      const known = models.get(modelId);
      if (known !== undefined) return known;
      const row = await onChain('read model', () =>
        client.readContract({ ...contract, functionName: 'model', args: [modelId] }),
      );
      const model = { modelId, modelHash: row.modelHash, programHash: row.programHash, uri: row.uri };
      models.set(modelId, model);
      return model;
    },

    inputOf: async (request) => {
      const { fromBlock, toBlock } = await blocksOfSecond(client, startBlock, request.requestedAtSec);
      const logs = await onChain('read request event', () =>
        client.getContractEvents({
          ...contract,
          eventName: 'AICallbackRequest',
          args: { requestId: request.requestId },
          fromBlock,
          toBlock,
        }),
      );
      for (const { args } of logs) {
        if (args.input !== undefined && keccak256(args.input) === request.inputHash) return args.input;
      }
      const message = `no event with the input of request ${request.requestId}`;
      throw new AppError({ code: 'chain/unreachable', message, isRetryable: true });
    },

    outputOf: async (request) => {
      const { fromBlock, toBlock } = await blocksOfSecond(client, startBlock, await answeredAtSec(request));
      const logs = await onChain('read answer event', () =>
        client.getContractEvents({
          ...contract,
          eventName: 'AICallbackResult',
          args: { requestId: request.requestId },
          fromBlock,
          toBlock,
        }),
      );
      for (const { args } of logs) {
        if (args.output !== undefined && keccak256(args.output) === request.outputHash) return args.output;
      }
      const message = `no event with the answer to request ${request.requestId}`;
      throw new AppError({ code: 'chain/unreachable', message, isRetryable: true });
    },

    answerBlock: async (request) => (await blocksOfSecond(client, startBlock, await answeredAtSec(request))).fromBlock,
  };
}

/**
 * The blocks whose timestamp is `sec`, found by bisection: so that looking for an event works on RPCs that limit the
 * range of a log query.
 */
export async function blocksOfSecond(
  client: ChainClient,
  startBlock: bigint,
  sec: number,
): Promise<{ fromBlock: bigint; toBlock: bigint }> {
  const head = await onChain('read head', () => client.getBlock({ blockTag: 'latest' }));
  const timestampOf = async (blockNumber: bigint) =>
    Number((await onChain('read block', () => client.getBlock({ blockNumber }))).timestamp);
  /** The first block at or after `startBlock` whose timestamp is at least `bound`; the one after the head if none. */
  const firstAtLeast = async (bound: number): Promise<bigint> => {
    let low = startBlock;
    let high = head.number + 1n;
    while (low < high) {
      const middle = (low + high) / 2n;
      if ((await timestampOf(middle)) >= bound) high = middle;
      else low = middle + 1n;
    }
    return low;
  };
  const fromBlock = await firstAtLeast(sec);
  let toBlock = fromBlock;
  while (toBlock < head.number && (await timestampOf(toBlock + 1n)) === sec) toBlock++;
  return { fromBlock, toBlock };
}
