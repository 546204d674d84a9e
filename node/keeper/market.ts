import { type Address, encodeFunctionData } from 'viem';
import { bondingCurveAbi, launchpadAbi, liquidityHookAbi } from '../../lib/chain/generated/abis.ts';
import { onChain, revertName } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { isRetryable } from '../retry.ts';
import type { TokenList } from './token-list.ts';

/** Where one token stands on the market. Amounts in wei and in tokens of 18 decimals. */
export type MarketStand = {
  token: Address;
  curve: Address;
  /** Everything for sale is sold. */
  isComplete: boolean;
  isGraduated: boolean;
  /** Of one whole token, in the pool. */
  priceWei: bigint;
  uncollectedWei: bigint;
  uncollectedTokens: bigint;
};

/** What is worth a transaction now. */
export type MarketUpkeep = 'graduate' | 'collect' | null;

const ONE_TOKEN = 10n ** 18n;

/** Graduation as soon as it is possible; a collection when the fees, burned tokens at their price, are worth `minWei`. */
export function marketUpkeepOf(stand: MarketStand, minWei: bigint): MarketUpkeep {
  if (!stand.isGraduated) return stand.isComplete ? 'graduate' : null;
  const worthWei = stand.uncollectedWei + (stand.uncollectedTokens * stand.priceWei) / ONE_TOKEN;
  return worthWei >= minWei ? 'collect' : null;
}

/** Graduates complete sales and collects the fees of pools, for all launched tokens. */
export type MarketKeeper = {
  /** One round: reads where every token stands, sends what is due, waits for it. Throws `AppError`. */
  round: () => Promise<void>;
};

const BATCH = 100;

/** Makes the market keeper of the tokens of one launchpad. */
export function createMarketKeeper(options: {
  client: ChainClient;
  sender: TxSender;
  tokens: TokenList;
  launchpad: Address;
  hook: Address;
  multicallAddress: Address;
  /** Least worth of a collection. */
  minWei: bigint;
  logger: Logger;
  metrics: Metrics;
}): MarketKeeper {
  const { client, sender, tokens, launchpad, hook, multicallAddress, minWei, logger, metrics } = options;

  const readStands = async (batch: readonly Address[]): Promise<MarketStand[]> => {
    const common = { multicallAddress, allowFailure: false } as const;
    const [curves, pools] = await onChain('read pools', () =>
      Promise.all([
        client.multicall({
          ...common,
          contracts: batch.map(
            (token) => ({ address: launchpad, abi: launchpadAbi, functionName: 'curveOf', args: [token] }) as const,
          ),
        }),
        client.multicall({
          ...common,
          contracts: batch.map(
            (token) => ({ address: hook, abi: liquidityHookAbi, functionName: 'pool', args: [token] }) as const,
          ),
        }),
      ]),
    );
    const states = await onChain('read curves', () =>
      client.multicall({
        ...common,
        contracts: curves.map((address) => ({ address, abi: bondingCurveAbi, functionName: 'state' }) as const),
      }),
    );
    return batch.flatMap((token, index) => {
      const curve = curves[index];
      const state = states[index];
      const pool = pools[index];
      if (curve === undefined || state === undefined || pool === undefined) return [];
      const { priceWei, uncollectedWei, uncollectedTokens } = pool;
      const { complete: isComplete, graduated: isGraduated } = state;
      return [{ token, curve, isComplete, isGraduated, priceWei, uncollectedWei, uncollectedTokens }];
    });
  };

  const act = async ({ token, curve }: MarketStand, upkeep: 'graduate' | 'collect'): Promise<void> => {
    const call =
      upkeep === 'graduate'
        ? { to: curve, data: encodeFunctionData({ abi: bondingCurveAbi, functionName: 'graduate' }) }
        : { to: hook, data: encodeFunctionData({ abi: liquidityHookAbi, functionName: 'collect', args: [token] }) };
    try {
      const receipt = await sender.send({ label: upkeep, ...call });
      const isDone = receipt.status === 'success';
      if (isDone) metrics.increase('openimo_market_upkeep_total', { upkeep });
      logger.info({ token, upkeep, isDone, txHash: receipt.transactionHash }, 'market kept');
    } catch (error) {
      // Somebody sold a little back first, or did it before us: the next round decides.
      const level = revertName(error) !== null || isRetryable(error) ? 'debug' : 'warn';
      logger[level]({ error, token, upkeep }, 'market not kept');
    }
  };

  return {
    round: async () => {
      const all = await tokens.refresh();
      for (let from = 0; from < all.length; from += BATCH) {
        const stands = await readStands(all.slice(from, from + BATCH));
        const tasks = stands.flatMap((stand) => {
          const upkeep = marketUpkeepOf(stand, minWei);
          return upkeep === null ? [] : [act(stand, upkeep)];
        });
        await Promise.all(tasks);
      }
    },
  };
}
