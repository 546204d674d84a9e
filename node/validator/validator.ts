import { isAddressEqual } from 'viem';
import { AppError } from '../../lib/errors/app-error.ts';
import type { OracleRequest } from '../chain/oracle.ts';
import type { ChainView } from '../chain/request-tracker.ts';
import type { PoolReader } from '../chain/validator-pool.ts';
import type { PlayingRole } from '../defender/defender.ts';
import type { RunModel } from '../engine/protocol.ts';
import { createMover, type GameTools } from '../games/move.ts';
import { createGamePlayer } from '../games/player.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isRetryable, retry } from '../retry.ts';
import { openGame } from './challenge.ts';
import { confirmResult } from './confirm.ts';
import type { MembershipKeeper } from './membership.ts';
import { verdictOf } from './verdict.ts';

/** The role that runs every posted answer again. */
export type Validator = PlayingRole & {
  /** Answers being checked or waiting for it. */
  queueDepth: () => number;
};

const CHECK_BACKOFF = { firstMs: 500, maxMs: 5_000 };
const MEMBERSHIP_EVERY_MS = 5_000;
/** What we sent is looked for again after this long: a reorganisation may have taken it. */
const REORG_MS = 8_000;
/** More than this many are left for the next look at the chain. */
const MAX_IN_WORK = 64;

/**
 * Runs every posted answer again. One that is right is confirmed when the pool has drawn this validator for it; one that is wrong is challenged
 * before its window closes, whoever else does, and played to the end. What was checked is remembered only to spare work: a restart looks at
 * the open answers and games of the chain again.
 */
export function createValidator(options: {
  tools: GameTools & { pool: PoolReader; runModel: RunModel };
  membership: MembershipKeeper;
  withdraw: () => Promise<void>;
  logger: Logger;
  metrics: Metrics;
  signal: AbortSignal;
}): Validator {
  const { tools, membership, withdraw, logger, metrics, signal } = options;
  const { address } = tools.sender;
  const player = createGamePlayer({
    seat: 'challenger',
    mine: ({ challenger }) => isAddressEqual(challenger, address),
    tools,
    move: createMover(tools),
    logger,
    metrics,
    role: 'validator',
    graceMs: 0,
    onSettled: withdraw,
  });
  const working = new Map<string, Promise<void>>();
  /** Answers that need nothing more from us, with the time from which we look again whether the chain still says so. */
  const done = new Map<string, number>();
  let keeping: Promise<void> | null = null;
  let nextKeepMs = 0;
  let stopped = false;

  /** Returns when to look again. */
  const check = async (request: OracleRequest): Promise<number> => {
    const { requestId, finalizableAtSec } = request;
    const log = logger.child({ requestId: requestId.toString(), attempt: request.attempt });
    const patiently = <T>(what: string, task: () => Promise<T>): Promise<T> =>
      retry(task, {
        backoff: CHECK_BACKOFF,
        signal,
        onRetry: (error, waitMs) => {
          if (Date.now() / 1000 > finalizableAtSec) {
            throw new AppError({ code: 'engine/failed', message: 'the challenge window has closed', cause: error });
          }
          log.warn({ error, waitMs }, `${what} failed: trying again`);
        },
      });
    const verdict = await patiently('checking', () => verdictOf(tools, request));
    if (!done.has(lifeOf(request))) metrics.increase('openimo_results_checked_total', { verdict: verdict.kind });
    switch (verdict.kind) {
      case 'right': {
        log.debug('the answer is right');
        if ((membership.membership()?.stakeWei ?? 0n) === 0n) return Number.POSITIVE_INFINITY;
        const outcome = await patiently('confirming', () => confirmResult(tools, request, verdict.stepsRoot));
        if (outcome !== 'confirmed') return Number.POSITIVE_INFINITY;
        metrics.increase('openimo_results_confirmed_total');
        log.info('answer confirmed');
        return Date.now() + REORG_MS;
      }
      case 'wrong': {
        log.warn({ why: verdict.why, operator: request.operator }, 'the answer is wrong: challenging it');
        const outcome = await patiently('challenging', () => openGame(tools, request).catch(worthAnotherTry));
        if (outcome === 'opened') metrics.increase('openimo_games_opened_total');
        log.info({ outcome }, 'challenge');
        return Date.now() + REORG_MS;
      }
      case 'unverifiable':
        log.error({ why: verdict.why }, 'the answer cannot be verified: neither confirmed nor challenged');
        return Number.POSITIVE_INFINITY;
      default:
        return verdict satisfies never;
    }
  };

  const take = (request: OracleRequest): void => {
    const life = lifeOf(request);
    if (working.has(life) || (done.get(life) ?? 0) > Date.now() || working.size >= MAX_IN_WORK) return;
    const task = check(request)
      .then((againAtMs) => {
        done.set(life, againAtMs);
      })
      .catch((error: unknown) => {
        if (stopped || signal.aborted || isRetryable(error)) return;
        done.set(life, Number.POSITIVE_INFINITY);
        logger.error({ error, requestId: request.requestId }, 'check given up');
      })
      .finally(() => {
        working.delete(life);
      });
    working.set(life, task);
  };

  const keepMembership = (): void => {
    if (keeping !== null || Date.now() < nextKeepMs) return;
    nextKeepMs = Date.now() + MEMBERSHIP_EVERY_MS;
    keeping = membership
      .keep()
      .catch((error: unknown) => logger.warn({ error }, 'could not look after the membership'))
      .finally(() => {
        keeping = null;
      });
  };

  return {
    onView: ({ requests, games, nowSec }: ChainView) => {
      if (stopped) return;
      keepMembership();
      player.play(games, nowSec);
      const answered = requests.filter(({ status }) => status === 'Answered');
      const lives = new Set(answered.map(lifeOf));
      for (const life of done.keys()) if (!lives.has(life)) done.delete(life);
      const challenged = new Set(
        games.filter(({ challenger }) => isAddressEqual(challenger, address)).map((g) => `${g.requestId}:${g.attempt}`),
      );
      for (const request of answered) {
        const isOurs = challenged.has(`${request.requestId}:${request.attempt}`);
        if (!isOurs && nowSec < request.finalizableAtSec) take(request);
      }
    },
    openGames: player.openGames,
    queueDepth: () => working.size,
    stop: async () => {
      stopped = true;
      await Promise.allSettled([...working.values(), player.idle(), keeping]);
    },
  };
}

/** One answer, also told apart from one that a reorganisation put in its place. */
function lifeOf(request: OracleRequest): string {
  return `${request.requestId}:${request.attempt}:${request.outputHash}:${request.traceRoot}`;
}

/** An account that is empty now may be filled before the window closes. */
function worthAnotherTry(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'wallet/insufficient-funds') throw error;
  throw new AppError({ code: error.code, message: error.message, cause: error, isRetryable: true });
}
