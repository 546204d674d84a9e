import { bytesToHex, encodeFunctionData, type Hex } from 'viem';
import { validatorPoolAbi } from '../../lib/chain/generated/abis.ts';
import { onChain, revertName } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { OracleReader, OracleRequest } from '../chain/oracle.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { DrawnValidator, PoolReader } from '../chain/validator-pool.ts';
import { jobOf } from '../engine/job.ts';
import type { RunModel } from '../engine/protocol.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isRetryable } from '../retry.ts';
import type { BundleSource } from '../store/bundle-source.ts';
import { commitmentOf } from '../validator/commitment.ts';

/** Judges who was drawn for an answer, once it is final. */
export type AttentionKeeper = {
  /** Starts what is due and returns at once. */
  judge: (requests: readonly OracleRequest[], nowSec: number) => void;
  idle: () => Promise<void>;
};

/** Final answers older than this are not looked at again after a restart. */
const LOOK_BACK_SEC = 86_400;
const PAUSE_MS = 2_000;

/** Those among `drawn` who made no commitment, or a wrong one. */
export function inattentive(
  drawn: readonly DrawnValidator[],
  answer: { stepsRoot: Hex; requestId: bigint; attempt: number },
): DrawnValidator[] {
  return drawn.filter(({ validator, commitment }) => commitment !== commitmentOf({ ...answer, validator }));
}

/** Makes the attention keeper that sends from `sender`, which earns half of each penalty. One answer at a time. */
export function createAttentionKeeper(options: {
  tools: {
    client: ChainClient;
    oracle: OracleReader;
    pool: PoolReader;
    sender: TxSender;
    bundles: BundleSource;
    runModel: RunModel;
  };
  logger: Logger;
  metrics: Metrics;
}): AttentionKeeper {
  const { tools, logger, metrics } = options;
  const { client, pool, sender } = tools;
  const done = new Set<bigint>();
  let working: Promise<void> | null = null;
  let notBeforeMs = 0;

  const judgeOne = async (request: OracleRequest): Promise<void> => {
    const { requestId, attempt } = request;
    const drawn = await pool.toBeJudged(requestId, attempt);
    if (drawn.length === 0) return;
    const result = await tools.runModel(await jobOf(tools, request));
    if (bytesToHex(result.traceRoot) !== request.traceRoot) {
      logger.error({ requestId }, 'a wrong answer has become final: its validators cannot be judged');
      return;
    }
    const stepsRoot = bytesToHex(result.stepsRoot);
    const guilty = inattentive(drawn, { stepsRoot, requestId, attempt }).map(({ validator }) => validator);
    if (guilty.length === 0) return;
    const args = [requestId, stepsRoot, guilty] as const;
    const call = { address: pool.address, abi: validatorPoolAbi, functionName: 'judge', args } as const;
    await onChain('simulate judge', () => client.simulateContract({ ...call, account: sender.address }));
    const receipt = await sender.send({ label: 'judge', to: pool.address, data: encodeFunctionData(call) });
    const isDone = receipt.status === 'success';
    if (isDone) metrics.increase('openimo_validators_judged_total', {}, guilty.length);
    logger.info({ requestId, guilty, isDone, txHash: receipt.transactionHash }, 'inattentive validators reported');
  };

  const work = async (request: OracleRequest): Promise<void> => {
    const { requestId } = request;
    try {
      await judgeOne(request);
      done.add(requestId);
    } catch (error) {
      // A revert means that somebody else was first, or that nothing can be judged; what cannot be run is nobody's to judge.
      if (!isRetryable(error)) done.add(requestId);
      const level = revertName(error) !== null || isRetryable(error) ? 'debug' : 'warn';
      logger[level]({ error, requestId }, 'attention not judged');
      notBeforeMs = Date.now() + PAUSE_MS;
    }
  };

  return {
    judge: (requests, nowSec) => {
      if (working !== null || Date.now() < notBeforeMs) return;
      const isDue = ({ requestId, status, finalizableAtSec }: OracleRequest) =>
        status === 'Finalized' && !done.has(requestId) && finalizableAtSec > nowSec - LOOK_BACK_SEC;
      const next = requests.find(isDue);
      if (next === undefined) return;
      working = work(next).finally(() => {
        working = null;
      });
    },
    idle: async () => {
      await working;
    },
  };
}
