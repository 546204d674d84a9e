import { type Address, parseEther, zeroAddress } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiContext } from '../../lib/api/context.ts';
import { getGame, listGames } from '../../lib/api/dispute/list-games.ts';
import { listOperators, listValidators } from '../../lib/api/dispute/list-people.ts';
import { getModel } from '../../lib/api/get-model.ts';
import { indexerStatus } from '../../lib/api/indexer-status.ts';
import { listCandles } from '../../lib/api/list-candles.ts';
import { listClaims } from '../../lib/api/list-claims.ts';
import { listHolders, listHoldings } from '../../lib/api/list-holders.ts';
import { listModels } from '../../lib/api/list-models.ts';
import { listPositions } from '../../lib/api/list-positions.ts';
import { getRequest, listRequests } from '../../lib/api/list-requests.ts';
import { listRevenue } from '../../lib/api/list-revenue.ts';
import { listSnapshots } from '../../lib/api/list-snapshots.ts';
import { listAccountTrades, listTrades } from '../../lib/api/list-trades.ts';
import { bondingCurveAbi, modelTokenAbi } from '../../lib/chain/generated/abis.ts';
import { localAccount, type ROLES } from '../../scripts/start/accounts.ts';
import { end, type LocalChain, mined, startLocalChain, until } from './support/local-chain.ts';
import { ask, type Launched, launch, launchParams, repoBundle } from './support/models.ts';
import { type IndexerProcess, runIndexer } from './support/run-indexer.ts';
import { type NodeProcess, runNode } from './support/run-node.ts';

type Name = keyof typeof ROLES;
const DEADLINE = 9_999_999_999n;
const bundle = await repoBundle();

describe('indexer and lib/api', () => {
  let chain: LocalChain;
  let indexer: IndexerProcess;
  let node: NodeProcess;
  let first: Launched;
  let second: Launched;

  const buy = (who: Name, curve: Address, wei: bigint) => {
    const wallet = chain.wallet(who);
    const args = [0n, wallet.account.address, DEADLINE] as const;
    const call = { address: curve, abi: bondingCurveAbi, functionName: 'buy', args, value: wei } as const;
    return mined(chain, wallet.writeContract({ ...call, gas: 500_000n }));
  };
  const balanceOf = (token: Address, account: Address) =>
    chain.client.readContract({ address: token, abi: modelTokenAbi, functionName: 'balanceOf', args: [account] });
  const sell = async (who: Name, { token, curve }: Launched, tokens: bigint) => {
    const wallet = chain.wallet(who);
    const approve = { address: token, abi: modelTokenAbi, functionName: 'approve', args: [curve, tokens] } as const;
    await mined(chain, wallet.writeContract(approve));
    const args = [tokens, 0n, wallet.account.address, DEADLINE] as const;
    const call = { address: curve, abi: bondingCurveAbi, functionName: 'sell', args } as const;
    return mined(chain, wallet.writeContract({ ...call, gas: 500_000n }));
  };
  const curveState = (curve: Address) =>
    chain.client.readContract({ address: curve, abi: bondingCurveAbi, functionName: 'state' });
  const fromChain = (): ApiContext => ({ ...indexer.api, graphqlUrl: 'http://127.0.0.1:9/graphql' });
  const caughtUp = async () => indexer.reaches(await chain.client.getBlockNumber());

  beforeAll(async () => {
    chain = await startLocalChain({ settings: { challengeSec: 3 } });
    node = await runNode(chain, { operator: 'operator', keeper: 'keeper' });
    const params = launchParams(bundle);
    first = await launch(chain, { wallet: chain.wallet('creatorOne'), params, valueWei: parseEther('0.5') });
    const others = { ...params, name: 'Second', symbol: 'OTHER', creatorBps: 0, saleBps: 8000 };
    second = await launch(chain, { wallet: chain.wallet('creatorTwo'), params: others });
    await buy('traderOne', first.curve, parseEther('2'));
    await sell('traderOne', first, (await balanceOf(first.token, localAccount('traderOne').address)) / 3n);
    const { requestId } = await ask(chain, {
      wallet: chain.wallet('traderTwo'),
      modelId: first.modelId,
      prompt: 'In the beginning',
    });
    indexer = await runIndexer(chain);
    await until('the request is final', async () => {
      const read = await getRequest(fromChain(), requestId);
      return read.data?.status === 'Finalized';
    });
    const settled = async () => (await node.health()).queueDepth === 0;
    await until('the node is idle', settled);
    await until('two snapshots', async () => (await listSnapshots(fromChain(), first.token)).data.length >= 2);
    await end(node.child, 'SIGTERM');
    const wallet = chain.wallet('traderOne');
    const claim = { address: first.token, abi: modelTokenAbi, functionName: 'claimMany' } as const;
    await mined(chain, wallet.writeContract({ ...claim, args: [wallet.account.address, [1n, 2n]], gas: 500_000n }));
    await caughtUp();
  }, 300_000);
  afterAll(async () => {
    if (indexer !== undefined) await end(indexer.child, 'SIGKILL');
    if (node !== undefined) await end(node.child, 'SIGKILL');
    await chain.stop();
  });

  it('agrees with the contracts on price, reserves, supply and holders', async () => {
    const { data, source } = await getModel(indexer.api, first.token);
    expect(source).toBe('indexer');
    const state = await curveState(first.curve);
    expect(data).toMatchObject({
      token: first.token,
      tokenPriceWei: state.priceWei,
      reserveWei: state.reserveWei,
      tokensSold: state.tokensSold,
      targetWei: state.targetWei,
      complete: false,
      tradeCount: 3,
      requestCount: 1,
      holderCount: 2,
      totalSupply: parseEther('1000000000'),
    });
    const holders = await listHolders(indexer.api, first.token);
    for (const { account, balance } of holders.data) expect(balance).toBe(await balanceOf(first.token, account));
    expect(
      holders.data
        .filter(({ isExcluded }) => isExcluded)
        .map(({ account }) => account)
        .sort(),
    ).toEqual([first.curve, first.vesting].sort());
    expect(holders.data.reduce((sum, { balance }) => sum + balance, 0n)).toBe(parseEther('1000000000'));
  });

  it('names the source of revenue, and counts every wei that the token ever received', async () => {
    const { data: model } = await getModel(indexer.api, first.token);
    const { data: entries } = await listRevenue(indexer.api, first.token);
    const of = (source: string) =>
      entries.filter((entry) => entry.source === source).reduce((sum, { amount }) => sum + amount, 0n);
    expect(of('inference')).toBe((parseEther('0.01') * 8n) / 10n);
    expect(of('other')).toBe(0n);
    expect(model?.inferenceRevenueWei).toBe(of('inference'));
    expect(model?.inferenceRevenue7dWei).toBe(of('inference'));
    expect(model?.tradingRevenueWei).toBe(of('trading'));
    const trades = await listTrades(indexer.api, first.token);
    expect(of('trading')).toBe(trades.data.reduce((sum, { feeWei }) => sum + feeWei, 0n));
    const call = {
      address: first.token,
      abi: modelTokenAbi,
      functionName: 'revenueState',
      args: [zeroAddress],
    } as const;
    const { receivedTotal } = await chain.client.readContract(call);
    expect(model?.revenueWei).toBe(receivedTotal);
  });

  it('reads the same from the indexer and, when it is down, from the chain', async () => {
    const token = first.token;
    const payer = localAccount('traderTwo').address;
    const account = localAccount('traderOne').address;
    const beforeSec = Math.floor(Date.now() / 1_000);
    const reads = [
      (api: ApiContext) => listModels(api, { sort: 'marketCap' }),
      (api: ApiContext) => listModels(api, { search: 'secon' }),
      (api: ApiContext) =>
        listModels(api, { filter: { creator: localAccount('creatorOne').address, complete: false } }),
      (api: ApiContext) => getModel(api, token),
      (api: ApiContext) => getModel(api, account),
      (api: ApiContext) => listTrades(api, token),
      (api: ApiContext) => listModels(api, { sort: 'volume24h', filter: { graduated: false } }),
      (api: ApiContext) => listModels(api, { filter: { graduated: true } }),
      (api: ApiContext) => listAccountTrades(api, account),
      (api: ApiContext) => listPositions(api, account),
      (api: ApiContext) => listPositions(api, localAccount('creatorOne').address),
      (api: ApiContext) => listCandles(api, token, { interval: '1m', beforeSec }),
      (api: ApiContext) => listCandles(api, token, { interval: '1d', limit: 3, beforeSec }),
      (api: ApiContext) => listCandles(api, account, { interval: '1h' }),
      (api: ApiContext) => listHolders(api, token),
      (api: ApiContext) => listHoldings(api, account),
      (api: ApiContext) => listRevenue(api, token),
      (api: ApiContext) => listSnapshots(api, token),
      (api: ApiContext) => listRequests(api, { token, payer }),
      (api: ApiContext) => listRequests(api, { payer: account }),
      (api: ApiContext) => getRequest(api, 1n),
      (api: ApiContext) => getRequest(api, 999n),
      (api: ApiContext) => listClaims(api, { account }),
      (api: ApiContext) => listOperators(api),
      (api: ApiContext) => listValidators(api),
      (api: ApiContext) => listGames(api),
      (api: ApiContext) => getGame(api, 1n),
    ];
    for (const read of reads) {
      const [indexed, direct] = await Promise.all([read(indexer.api), read(fromChain())]);
      expect(direct.source).toBe('chain');
      if (indexed.data !== null) expect(indexed.source, read.toString()).toBe('indexer');
      expect(direct.data, read.toString()).toEqual(indexed.data);
    }
    const [operator] = (await listOperators(indexer.api)).data;
    expect(operator).toMatchObject({ address: localAccount('operator').address, answeredCount: 1, finalizedCount: 1 });
    expect((await listTrades(indexer.api, token)).data).toHaveLength(3);
    expect((await listClaims(indexer.api, { account })).data.length).toBeGreaterThan(0);
    expect((await listSnapshots(indexer.api, token)).data.length).toBeGreaterThanOrEqual(2);
    const request = await getRequest(indexer.api, 1n);
    expect(request.source).toBe('indexer');
    expect(request.data?.events.map(({ kind }) => kind)).toEqual(['requested', 'answered', 'finalized']);
  });

  it('counts what a trader paid, got and still has', async () => {
    const account = localAccount('traderOne').address;
    const trades = (await listAccountTrades(indexer.api, account)).data;
    const [sale, purchase] = trades;
    expect(trades.map(({ isBuy }) => isBuy)).toEqual([false, true]);
    const [position] = (await listPositions(indexer.api, account)).data;
    if (sale === undefined || purchase === undefined || position === undefined) throw new Error('nothing was traded');
    const soldCostWei = (purchase.weiAmount * sale.tokenAmount) / purchase.tokenAmount;
    expect(position).toMatchObject({
      token: first.token,
      balance: await balanceOf(first.token, account),
      costWei: purchase.weiAmount - soldCostWei,
      realisedWei: sale.weiAmount - soldCostWei,
      boughtWei: purchase.weiAmount,
      soldWei: sale.weiAmount,
      soldTokens: sale.tokenAmount,
    });
  });

  it('draws one line of candles without a hole, whose sums are those of the model', async () => {
    const { data: model } = await getModel(indexer.api, first.token);
    for (const interval of ['1m', '5m', '1h', '1d'] as const) {
      const { data: candles } = await listCandles(indexer.api, first.token, { interval });
      for (const [index, candle] of candles.entries()) {
        const before = candles[index - 1];
        if (before !== undefined) expect(candle.openWei).toBe(before.closeWei);
      }
      expect(candles.at(-1)?.closeWei).toBe(model?.tokenPriceWei);
      expect(candles.reduce((sum, { volumeWei }) => sum + volumeWei, 0n)).toBe(model?.volumeWei);
      expect(candles.reduce((sum, { revenueWei }) => sum + revenueWei, 0n)).toBe(model?.revenueWei);
    }
  });

  it('pages trades by id', async () => {
    const all = await listTrades(indexer.api, first.token);
    const page = await listTrades(indexer.api, first.token, { limit: 1, before: all.data[0]?.id ?? '' });
    expect(page.data).toEqual([all.data[1]]);
  });

  it('says how soon an event can be queried', async () => {
    const { blockNumber } = await buy('traderTwo', second.curve, parseEther('0.1'));
    const minedAt = Date.now();
    await until('it is indexed', async () => (await indexerStatus(indexer.api)).blockNumber >= blockNumber);
    console.log(`event to queryable: ${Date.now() - minedAt} ms after the receipt`);
    expect((await listTrades(indexer.api, second.token)).data).toHaveLength(1);
  });

  it('takes back what a reorganisation undid', async () => {
    await caughtUp();
    const before = await getModel(indexer.api, second.token);
    const { blockNumber } = await buy('traderTwo', second.curve, parseEther('0.3'));
    await indexer.reaches(blockNumber);
    expect((await getModel(indexer.api, second.token)).data?.tradeCount).toBe(2);
    await chain.test.setIntervalMining({ interval: 0 });
    const depth = Number((await chain.client.getBlockNumber()) - blockNumber) + 1;
    await chain.test.request({ method: 'anvil_reorg', params: [depth, []] } as never);
    await chain.test.setIntervalMining({ interval: 1 });
    await until('the trade is gone', async () => (await getModel(indexer.api, second.token)).data?.tradeCount === 1);
    await caughtUp();
    const after = await getModel(indexer.api, second.token);
    expect(after.data).toEqual(before.data);
    expect((await curveState(second.curve)).reserveWei).toBe(after.data?.reserveWei);
  });

  it('killed in the middle of trades: the next start is ready soon and has lost nothing', async () => {
    const killed = (async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await end(indexer.child, 'SIGKILL');
    })();
    for (let index = 0; index < 3; index++) {
      await Promise.all([
        buy('traderOne', second.curve, parseEther('0.01')),
        buy('traderTwo', second.curve, parseEther('0.02')),
        buy('traderThree', first.curve, parseEther('0.03')),
      ]);
    }
    await killed;
    const startedAt = Date.now();
    indexer = await runIndexer(chain);
    console.log(`restart to ready: ${Date.now() - startedAt} ms`);
    await caughtUp();
    for (const { curve, token } of [first, second]) {
      const state = await curveState(curve);
      const { data } = await getModel(indexer.api, token);
      expect(data).toMatchObject({ reserveWei: state.reserveWei, tokensSold: state.tokensSold });
      expect(data).toEqual((await getModel(fromChain(), token)).data);
    }
  }, 240_000);

  it('starts over when the chain went back behind what it called final', async () => {
    await chain.test.mine({ blocks: 150, interval: 1 });
    await buy('traderOne', first.curve, parseEther('0.05'));
    await caughtUp();
    await end(indexer.child, 'SIGKILL');
    await chain.test.request({ method: 'anvil_rollback', params: [120] } as never);
    indexer = await runIndexer(chain);
    expect(indexer.unlockOutput).toContain('the index is rebuilt from the chain');
    await caughtUp();
    const read = await getModel(indexer.api, first.token);
    expect(read.source).toBe('indexer');
    expect(read.data?.reserveWei).toBe((await curveState(first.curve)).reserveWei);
    expect(read.data).toEqual((await getModel(fromChain(), first.token)).data);
  }, 240_000);
});
