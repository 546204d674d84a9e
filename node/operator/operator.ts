import { zeroAddress } from 'viem';
import { AppError } from '../../lib/errors/app-error.ts';
import { revertName } from '../chain/chain-error.ts';
import type { Role } from '../chain/follow.ts';
import type { OracleRequest } from '../chain/oracle.ts';
import type { ChainView } from '../chain/request-tracker.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isRetryable, retry } from '../retry.ts';
import { type AnswerTools, computeAnswer, postAnswer } from './answer.ts';
import type { StakeKeeper } from './stake.ts';

/** What an operator did last. */
export type LastAnswer = { requestId: bigint; atSec: number };

/** The role that answers requests. */
export type Operator = Role & {
  /** Requests being answered or waiting for it. */
  queueDepth: () => number;
  lastAnswer: () => LastAnswer | null;
  /** Takes no new requests; resolves when those that are being posted are done. */
  stop: () => Promise<void>;
};

const ANSWER_BACKOFF = { firstMs: 500, maxMs: 10_000 };
/** More than this many are left for the next look at the chain. */
const MAX_IN_WORK = 64;

/**
 * Answers the requests that are assigned to it or open to all. What it knows of a request it reads from the chain again
 * at every look, so a restart loses nothing; the contract takes one answer only, so nothing is answered twice.
 */
export function createOperator(options: {
  tools: AnswerTools;
  stake: StakeKeeper;
  logger: Logger;
  metrics: Metrics;
  signal: AbortSignal;
}): Operator {
  const { tools, stake, logger, metrics, signal } = options;
  const address = tools.sender.address;
  const working = new Map<string, Promise<void>>();
  /** Requests that cannot be answered, by life: a voided result starts a new one. */
  const dropped = new Set<string>();
  let toppingUp: Promise<void> | null = null;
  let last: LastAnswer | null = null;
  let stopped = false;

  const mayAnswer = (request: OracleRequest, nowSec: number): boolean => {
    if (request.status !== 'Requested' || nowSec > request.deadlineSec) return false;
    const isMine = request.assignedOperator.toLowerCase() === address.toLowerCase();
    return isMine || request.assignedOperator === zeroAddress || nowSec >= request.assignedUntilSec;
  };

  const work = async (request: OracleRequest): Promise<void> => {
    const { requestId } = request;
    const log = logger.child({ requestId: requestId.toString(), modelId: request.modelId.toString() });
    const patiently = <T>(what: string, task: () => Promise<T>): Promise<T> =>
      retry(task, {
        backoff: ANSWER_BACKOFF,
        signal,
        onRetry: (error, waitMs) => {
          if (Date.now() / 1000 > request.deadlineSec) {
            throw new AppError({ code: 'engine/failed', message: 'the deadline has passed', cause: error });
          }
          log.warn({ error, waitMs }, `${what} failed: trying again`);
        },
      });
    const result = await patiently('running', () => computeAnswer(tools, request));
    metrics.increase('openimo_engine_run_seconds_total', {}, result.runMs / 1000);
    const outcome = await patiently('posting', () =>
      postAnswer(tools, requestId, result, address).catch(async (error: unknown) => {
        if (revertName(error) === 'AIOracle_NotEnoughStake') await stake.topUp();
        throw isPassing(error) ? asRetryable(error) : error;
      }),
    );
    switch (outcome.kind) {
      case 'posted':
        last = { requestId, atSec: Math.floor(Date.now() / 1000) };
        metrics.increase('openimo_requests_answered_total');
        log.info({ txHash: outcome.txHash, runMs: Math.round(result.runMs), steps: result.steps }, 'answered');
        break;
      case 'taken':
        metrics.increase('openimo_requests_failed_total', { reason: 'taken' });
        log.info('somebody else was first');
        break;
      default:
        outcome satisfies never;
    }
  };

  const take = (request: OracleRequest): void => {
    const life = `${request.requestId}:${request.deadlineSec}:${request.inputHash}`;
    if (working.has(life) || dropped.has(life) || working.size >= MAX_IN_WORK) return;
    const task = work(request)
      .catch((error: unknown) => {
        if (stopped || signal.aborted || isRetryable(error)) return;
        dropped.add(life);
        const reason = error instanceof AppError ? error.code : 'internal';
        metrics.increase('openimo_requests_failed_total', { reason });
        logger.error({ error, requestId: request.requestId.toString() }, 'request given up');
      })
      .finally(() => {
        working.delete(life);
        metrics.set('openimo_queue_requests', working.size);
      });
    working.set(life, task);
    metrics.set('openimo_queue_requests', working.size);
  };

  const keepStake = (): void => {
    toppingUp ??= stake
      .topUp()
      .then(() => {
        const free = stake.freeStakeWei();
        if (free !== null) metrics.set('openimo_free_stake_ether', Number(free) / 1e18);
      })
      .catch((error: unknown) => logger.warn({ error }, 'could not look after the stake'))
      .finally(() => {
        toppingUp = null;
      });
  };

  return {
    onView: ({ requests, nowSec }: ChainView) => {
      if (stopped) return;
      keepStake();
      for (const request of requests) if (mayAnswer(request, nowSec)) take(request);
    },
    queueDepth: () => working.size,
    lastAnswer: () => last,
    stop: async () => {
      stopped = true;
      await Promise.allSettled([...working.values(), toppingUp]);
    },
  };
}

/** Reverts that time or a top-up cures. */
function isPassing(error: unknown): boolean {
  const name = revertName(error);
  return name === 'AIOracle_Assigned' || name === 'AIOracle_NotEnoughStake';
}

function asRetryable(error: unknown): AppError {
  const message = error instanceof Error ? error.message : 'not yet possible';
  return new AppError({ code: 'chain/reverted', message, cause: error, isRetryable: true });
}
