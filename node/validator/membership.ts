import { encodeFunctionData } from 'viem';
import { validatorPoolAbi } from '../../lib/chain/generated/abis.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { revertName } from '../chain/chain-error.ts';
import type { OracleReader } from '../chain/oracle.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { Membership, PoolReader } from '../chain/validator-pool.ts';
import type { SolveGame } from '../games/protocol.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isRetryable } from '../retry.ts';
import type { BundleSource } from '../store/bundle-source.ts';
import { openableModel } from './openable-model.ts';

/** Keeps a validator in the pool, and watching the models that it can run. */
export type MembershipKeeper = {
  /** What the pool said at the last look; null before the first. */
  membership: () => Membership | null;
  /** Looks, joins when it should, and watches models that are new. Throws `AppError`. */
  keep: () => Promise<void>;
};

/** Models of one `watch`. */
const WATCH_BATCH = 20;

/** Makes the keeper of `sender`'s membership. It joins only when `joins`. */
export function createMembershipKeeper(options: {
  tools: { oracle: OracleReader; pool: PoolReader; sender: TxSender; bundles: BundleSource; solve: SolveGame };
  joins: boolean;
  logger: Logger;
  metrics: Metrics;
}): MembershipKeeper {
  const { tools, joins, logger, metrics } = options;
  const { oracle, pool, sender } = tools;
  let seen: Membership | null = null;
  /** Models that were looked at; those that cannot be run are not watched, and not looked at again. */
  let nextModelId = 1n;
  const runnable: bigint[] = [];
  let isFull = false;

  const join = async (): Promise<void> => {
    const value = await pool.joinStakeWei();
    const data = encodeFunctionData({ abi: validatorPoolAbi, functionName: 'join' });
    const receipt = await sender.send({ label: 'join', to: pool.address, data, value });
    if (receipt.status === 'success') logger.info({ value }, 'joined the validators');
  };

  const lookAtModels = async (): Promise<void> => {
    for (const count = await oracle.modelCount(); nextModelId <= count; nextModelId++) {
      const modelId = nextModelId;
      try {
        await openableModel(tools, modelId);
        runnable.push(modelId);
      } catch (error) {
        if (isRetryable(error) && !isMissing(error)) throw error;
        logger.warn({ error, modelId }, 'model not watched: it cannot be run here');
      }
    }
  };

  const watch = async (watched: readonly bigint[]): Promise<void> => {
    const missing = runnable.filter((id) => !watched.includes(id)).slice(0, WATCH_BATCH);
    if (missing.length === 0 || isFull) return;
    const data = encodeFunctionData({ abi: validatorPoolAbi, functionName: 'watch', args: [missing] });
    try {
      const receipt = await sender.send({ label: 'watch', to: pool.address, data });
      if (receipt.status === 'success') logger.info({ models: missing.map(String) }, 'watching models');
    } catch (error) {
      if (revertName(error) !== 'ValidatorPool_TooManyModels') throw error;
      isFull = true;
      logger.warn({ watched: watched.length }, 'the pool lets nobody watch more models');
    }
  };

  return {
    membership: () => seen,
    keep: async () => {
      seen = await pool.membership(sender.address);
      if (joins && seen.stakeWei === 0n) {
        await join();
        seen = await pool.membership(sender.address);
      }
      metrics.set('openimo_validator_stake_ether', Number(seen.stakeWei) / 1e18);
      metrics.set('openimo_watched_models', seen.watched.length);
      if (!joins || seen.stakeWei === 0n || seen.freeAtSec !== 0) return;
      await lookAtModels();
      await watch(seen.watched);
    },
  };
}

/** A bundle that is nowhere now: a validator must not promise to run it. */
function isMissing(error: unknown): boolean {
  return error instanceof AppError && error.code === 'store/not-found';
}
