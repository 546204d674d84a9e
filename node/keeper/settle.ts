import { encodeFunctionData } from 'viem';
import { aiOracleAbi } from '../../lib/chain/generated/abis.ts';
import { onChain, revertName } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { OracleReader, OracleRequest } from '../chain/oracle.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isRetryable } from '../retry.ts';

/** What can be done about a request now. */
export type Settlement = 'finalize' | 'refund' | null;

/** The settlement that the contract would accept at `nowSec`. */
export function settlementOf(request: OracleRequest, nowSec: number): Settlement {
  switch (request.status) {
    case 'Answered':
      return nowSec >= request.finalizableAtSec && request.openDisputes === 0 ? 'finalize' : null;
    case 'Requested':
      return nowSec > request.deadlineSec ? 'refund' : null;
    case 'None':
    case 'Finalized':
    case 'Refunded':
      return null;
    default:
      return request.status satisfies never;
  }
}

/** Settles requests; each at most once at a time. */
export type Settler = {
  /** Starts what is due and returns at once. */
  settle: (requests: readonly OracleRequest[], nowSec: number) => void;
  idle: () => Promise<void>;
};

/** A settlement that failed is tried again after this long. */
const PAUSE_MS = 2_000;

/** Makes the settler that sends from `sender`. */
export function createSettler(options: {
  client: ChainClient;
  oracle: OracleReader;
  sender: TxSender;
  logger: Logger;
  metrics: Metrics;
}): Settler {
  const { client, oracle, sender, logger, metrics } = options;
  const working = new Map<bigint, Promise<void>>();
  const notBeforeMs = new Map<bigint, number>();

  const run = async (requestId: bigint, action: 'finalize' | 'refund'): Promise<void> => {
    const call = { address: oracle.address, abi: aiOracleAbi, functionName: action, args: [requestId] } as const;
    try {
      await onChain(action, () => client.simulateContract({ ...call, account: sender.address }));
      const receipt = await sender.send({ label: action, to: oracle.address, data: encodeFunctionData(call) });
      const isDone = receipt.status === 'success';
      if (isDone) {
        metrics.increase(
          action === 'finalize' ? 'openimo_requests_finalized_total' : 'openimo_requests_refunded_total',
        );
      }
      logger.info({ requestId: requestId.toString(), action, isDone, txHash: receipt.transactionHash }, 'settled');
    } catch (error) {
      // Somebody else settled it, or the chain's clock is a block behind ours: the next look decides.
      const name = revertName(error);
      const level = name !== null || isRetryable(error) ? 'debug' : 'warn';
      logger[level]({ error, requestId: requestId.toString(), action }, 'not settled');
    }
    notBeforeMs.set(requestId, Date.now() + PAUSE_MS);
  };

  return {
    settle: (requests, nowSec) => {
      for (const request of requests) {
        const { requestId } = request;
        const action = settlementOf(request, nowSec);
        if (action === null) {
          notBeforeMs.delete(requestId);
          continue;
        }
        if (working.has(requestId) || (notBeforeMs.get(requestId) ?? 0) > Date.now()) continue;
        const task = run(requestId, action).finally(() => working.delete(requestId));
        working.set(requestId, task);
      }
    },
    idle: async () => {
      await Promise.allSettled(working.values());
    },
  };
}
