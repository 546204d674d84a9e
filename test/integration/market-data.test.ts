import { type Address, parseEther } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiContext } from '../../lib/api/context.ts';
import { getModel } from '../../lib/api/get-model.ts';
import { listCandles } from '../../lib/api/list-candles.ts';
import { listHolders } from '../../lib/api/list-holders.ts';
import { listModels } from '../../lib/api/list-models.ts';
import { listPositions } from '../../lib/api/list-positions.ts';
import { listRevenue } from '../../lib/api/list-revenue.ts';
import { listTrades } from '../../lib/api/list-trades.ts';
import { localAccount } from '../../scripts/start/accounts.ts';
import { end, type LocalChain, startLocalChain, until } from './support/local-chain.ts';
import { marketOf } from './support/market.ts';
import { type Launched, launch, launchParams, repoBundle } from './support/models.ts';
import { type IndexerProcess, runIndexer } from './support/run-indexer.ts';
import { dumpTables } from './support/tables.ts';

const ETH = parseEther('1');
const bundle = await repoBundle();

describe('the market in the indexer', () => {
  let chain: LocalChain;
  let indexer: IndexerProcess;
  let market: ReturnType<typeof marketOf>;
  let first: Launched;
  let second: Launched;

  const fromChain = (): ApiContext => ({ ...indexer.api, graphqlUrl: 'http://127.0.0.1:9/graphql' });
  const caughtUp = async () => indexer.reaches(await chain.client.getBlockNumber());
  const graduated = async (token: Address) => (await getModel(indexer.api, token)).data?.graduated;
  const call = (method: string, params: unknown[]) => chain.test.request({ method, params } as never);

  /** What pages read of a token is the same from the indexer and from the chain. */
  async function expectSame(token: Address): Promise<void> {
    const beforeSec = Number((await chain.client.getBlock()).timestamp) + 1;
    const reads = [
      (api: ApiContext) => getModel(api, token),
      (api: ApiContext) => listModels(api, { filter: { graduated: true } }),
      (api: ApiContext) => listModels(api, { filter: { graduated: false }, sort: 'progress' }),
      (api: ApiContext) => listTrades(api, token),
      (api: ApiContext) => listHolders(api, token),
      (api: ApiContext) => listRevenue(api, token),
      (api: ApiContext) => listCandles(api, token, { interval: '1m', beforeSec }),
      ...(['traderOne', 'traderTwo', 'traderThree', 'guest'] as const).map(
        (who) => (api: ApiContext) => listPositions(api, localAccount(who).address),
      ),
    ];
    for (const read of reads) {
      const [indexed, direct] = await Promise.all([read(indexer.api), read(fromChain())]);
      expect([indexed.source, direct.source]).toEqual(['indexer', 'chain']);
      expect(direct.data, read.toString()).toEqual(indexed.data);
    }
  }

  beforeAll(async () => {
    chain = await startLocalChain();
    // A block for each transaction, so that the depth of a reorganisation is known.
    await chain.test.setIntervalMining({ interval: 0 });
    await chain.test.setAutomine(true);
    market = marketOf(chain);
    const params = { ...launchParams(bundle), targetWei: 4n * ETH, snipeFeeBps: 2_000, snipeDurationSec: 3_600 };
    first = await launch(chain, { wallet: chain.wallet('creatorOne'), params, valueWei: ETH / 2n });
    second = await launch(chain, { wallet: chain.wallet('creatorTwo'), params: { ...params, symbol: 'TWO' } });
    indexer = await runIndexer(chain);
  }, 300_000);
  afterAll(async () => {
    if (indexer !== undefined) await end(indexer.child, 'SIGKILL');
    await chain.stop();
  });

  it('follows a token from its curve into its pool in one line', async () => {
    const { token } = first;
    await market.buyOnCurve('traderOne', first.curve, ETH);
    await market.buy('traderTwo', token, ETH, localAccount('traderThree').address);
    await market.sell('traderOne', token, (await market.balanceOf(token, 'traderOne')) / 3n);
    await market.graduate('traderTwo', token, 10n * ETH);
    await caughtUp();
    const atGraduation = (await getModel(indexer.api, token)).data;
    const lastOnCurve = (await listTrades(indexer.api, token)).data[0];
    if (atGraduation === null || lastOnCurve === undefined) throw new Error('nothing is indexed');
    expect(atGraduation).toMatchObject({
      graduated: true,
      complete: true,
      tokenPriceWei: (await market.poolOf(token)).priceWei,
    });
    const gap = atGraduation.tokenPriceWei - lastOnCurve.priceWei;
    expect((gap < 0n ? -gap : gap) * 10_000n).toBeLessThanOrEqual(lastOnCurve.priceWei);
    // The first candle of the pool is another one than the last of the curve.
    await chain.test.increaseTime({ seconds: 300 });
    await market.buy('traderOne', token, ETH / 4n);
    await market.sell('traderThree', token, (await market.balanceOf(token, 'traderThree')) / 2n);
    await market.transfer('traderTwo', token, localAccount('guest').address, ETH);
    // Nobody names the trader of another contract's swap: it is who sent the transaction.
    const swapper = await market.deploySwapper('guest');
    await market.swap('guest', swapper, { token, isBuy: true, amount: ETH / 10n });
    const bought = (await market.balanceOf(token, 'guest')) - ETH;
    await market.swap('guest', swapper, { token, isBuy: false, amount: bought / 2n });
    await market.collect('guest', token);
    await caughtUp();
    await expectSame(token);

    const { data: trades } = await listTrades(indexer.api, token);
    expect(trades.map(({ venue }) => venue)).toEqual([...Array(4).fill('pool'), ...Array(5).fill('curve')]);
    expect(trades.slice(0, 4).map(({ trader, isBuy }) => [trader, isBuy])).toEqual([
      [localAccount('guest').address, false],
      [localAccount('guest').address, true],
      [localAccount('traderThree').address, false],
      [localAccount('traderOne').address, true],
    ]);
    const { data: candles } = await listCandles(indexer.api, token, {
      interval: '1m',
      beforeSec: Number((await chain.client.getBlock()).timestamp) + 1,
    });
    for (const [index, candle] of candles.entries()) {
      const before = candles[index - 1];
      if (before !== undefined) expect(candle.openWei).toBe(before.closeWei);
    }
    const opening = candles.find(({ startSec, tradeCount }) => tradeCount > 0 && startSec > lastOnCurve.atSec);
    expect(opening?.openWei).toBe(lastOnCurve.priceWei);
    const pool = await market.poolOf(token);
    const { data: model } = await getModel(indexer.api, token);
    expect(model?.tokenPriceWei).toBe(pool.priceWei);
    expect(candles.at(-1)?.closeWei).toBe(pool.priceWei);
  });

  it('tells fees of the curve, against snipers and of the pool from the rest of the revenue', async () => {
    const { data: model } = await getModel(indexer.api, first.token);
    const { data: entries } = await listRevenue(indexer.api, first.token);
    const { data: trades } = await listTrades(indexer.api, first.token);
    if (model === null) throw new Error('nothing is indexed');
    const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
    const onCurve = trades.filter(({ venue }) => venue === 'curve');
    expect(model.snipeRevenueWei).toBe(sum(onCurve.map(({ snipeFeeWei }) => snipeFeeWei)));
    expect(model.snipeRevenueWei).toBeGreaterThan(0n);
    expect(model.poolRevenueWei).toBeGreaterThan(0n);
    expect(model.tradingRevenueWei - model.poolRevenueWei).toBe(sum(onCurve.map(({ feeWei }) => feeWei)));
    expect(model.revenueWei).toBe(sum(entries.map(({ amount }) => amount)));
    // Fees of buys in the pool; those of sales were tokens, and are burnt.
    const bought = trades.filter(({ venue, isBuy }) => venue === 'pool' && isBuy);
    const feesWei = sum(bought.map(({ feeWei }) => feeWei));
    expect(model.poolRevenueWei - feesWei).toBeLessThan(10n);
    expect(feesWei - model.poolRevenueWei).toBeLessThan(10n);
  });

  it('ends equal to a fresh index after reorganisations of ten blocks across a graduation', async () => {
    const { token } = second;
    await market.buy('traderOne', token, ETH);
    await caughtUp();
    const before = await dumpTables(indexer.api.graphqlUrl);

    /** Ten blocks in which the token graduates and is traded in its pool. */
    const live = async () => {
      const from = await chain.client.getBlockNumber();
      await market.buy('traderTwo', token, ETH / 2n);
      await market.graduate('traderThree', token, 10n * ETH);
      await market.buy('traderOne', token, ETH / 8n);
      await market.sell('traderOne', token, (await market.balanceOf(token, 'traderOne')) / 5n);
      await market.collect('guest', token);
      await market.pay('guest', token, 1_000n);
      await market.transfer('traderThree', token, localAccount('guest').address, ETH);
      const made = Number((await chain.client.getBlockNumber()) - from);
      await chain.test.mine({ blocks: 10 - made });
      await caughtUp();
      expect(await graduated(token)).toBe(true);
    };

    await live();
    await call('anvil_reorg', [10, []]);
    await until('the graduation is undone', async () => (await graduated(token)) === false);
    await caughtUp();
    expect(await dumpTables(indexer.api.graphqlUrl)).toEqual(before);

    await live();
    await call('anvil_rollback', [10]);
    // Another history: the sale goes on, and another trader ends it.
    await market.buy('traderThree', token, ETH / 3n);
    await market.sell('traderOne', token, (await market.balanceOf(token, 'traderOne')) / 7n);
    await market.graduate('traderTwo', token, 10n * ETH);
    await market.buy('guest', token, ETH / 9n);
    await market.collect('traderOne', token);
    await chain.test.mine({ blocks: 8 });
    await caughtUp();
    const wasTold = async () =>
      (await listTrades(indexer.api, token)).data[0]?.trader === localAccount('guest').address;
    await until('the other history is told', wasTold);
    await expectSame(token);

    const fresh = await runIndexer(chain, { database: 'fresh' });
    try {
      await fresh.reaches(await chain.client.getBlockNumber());
      await caughtUp();
      expect(await dumpTables(indexer.api.graphqlUrl)).toEqual(await dumpTables(fresh.api.graphqlUrl));
    } finally {
      await end(fresh.child, 'SIGKILL');
    }
  }, 400_000);
});
