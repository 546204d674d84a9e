import { createPublicClient, custom } from 'viem';
import { describe, expect, it } from 'vitest';
import { chainOf, LOCAL_CHAIN_ID } from '../chain/chains.ts';
import { deploymentOf } from '../chain/deployment.ts';
import type { ApiContext } from './context.ts';
import { getModel } from './get-model.ts';
import { indexerStatus } from './indexer-status.ts';
import { listModels } from './list-models.ts';
import { listTrades } from './list-trades.ts';

const TOKEN = '0x61c36a8d610163660E21a8b7359e1Cac0C9133e1';
const META = { status: { main: { id: LOCAL_CHAIN_ID, block: { number: 7, timestamp: 1_700_000_000 } } } };

/** An indexer that answers as told, and a chain that is down unless told otherwise. */
function contextOf(answer: () => Response | Promise<Response>, isChainUp = false): ApiContext {
  const provider = {
    request: async ({ method }: { method: string }): Promise<unknown> => {
      if (!isChainUp) throw new Error('the chain is down');
      return method === 'eth_getLogs' ? [] : '0x10';
    },
  };
  return {
    graphqlUrl: 'http://indexer.test/graphql',
    client: createPublicClient({ chain: chainOf(LOCAL_CHAIN_ID, 'http://rpc.test'), transport: custom(provider) }),
    deployment: deploymentOf(LOCAL_CHAIN_ID),
    fetchFn: async () => answer(),
    nowSec: () => 1_700_000_100,
  };
}

const json = (data: unknown) => () => Response.json({ data });
const trade = {
  id: '1',
  token: TOKEN.toLowerCase(),
  venue: 'curve',
  trader: TOKEN.toLowerCase(),
  recipient: TOKEN.toLowerCase(),
  isBuy: true,
  weiAmount: '1000000000000000000000000',
  tokenAmount: '2',
  feeWei: '3',
  snipeFeeWei: '0',
  priceWei: '4',
  atSec: 5,
  blockNumber: '6',
  txHash: '0xab',
};

describe('reading from the indexer', () => {
  it('parses rows: money as bigint, addresses in one spelling, and the block they are from', async () => {
    const api = contextOf(json({ _meta: META, trades: { items: [trade] } }));
    const read = await listTrades(api, TOKEN);
    expect(read).toMatchObject({ source: 'indexer', blockNumber: 7n, atSec: 1_700_000_100 });
    expect(read.data[0]).toMatchObject({ token: TOKEN, weiAmount: 10n ** 24n, blockNumber: 6n });
    expect(await indexerStatus(api)).toEqual({ blockNumber: 7n, blockTimeSec: 1_700_000_000 });
  });

  it.each([
    ['a number where text belongs', { ...trade, weiAmount: 1e24 }],
    ['a fraction of a wei', { ...trade, weiAmount: '1.5' }],
    ['a missing field', { ...trade, feeWei: undefined }],
    ['something that is no address', { ...trade, trader: '0x12' }],
  ])('refuses %s', async (_, row) => {
    const api = contextOf(json({ _meta: META, trades: { items: [row] } }), true);
    const read = await listTrades(api, TOKEN);
    expect(read.source).toBe('chain');
  });

  it('says what is wrong when the chain cannot help either', async () => {
    const api = contextOf(json({ _meta: META, trades: { items: [{ ...trade, feeWei: 'x' }] } }));
    await expect(listTrades(api, TOKEN)).rejects.toMatchObject({
      name: 'AppError',
      cause: { code: 'indexer/bad-answer', message: expect.stringContaining('trades.items.0.feeWei') },
    });
  });

  it.each([
    ['is down', () => Promise.reject(new TypeError('fetch failed')), 'indexer/unreachable'],
    ['answers 502', () => new Response('bad gateway', { status: 502 }), 'indexer/unreachable'],
    ['answers in HTML', () => new Response('<html>'), 'indexer/bad-answer'],
    ['refuses the query', () => Response.json({ errors: [{ message: 'no such field' }] }), 'indexer/bad-answer'],
    ['has no block yet', json({ _meta: { status: { main: { id: 1, block: null } } } }), 'indexer/unreachable'],
    ['says nothing of its state', json({}), 'indexer/bad-answer'],
  ])('reads from the chain when the indexer %s', async (_, answer, code) => {
    await expect(indexerStatus(contextOf(answer))).rejects.toMatchObject({ code });
    const read = await listModels(contextOf(answer, true));
    expect(read).toEqual({ data: [], source: 'chain', blockNumber: 16n, atSec: 1_700_000_100 });
  });

  it.each([
    ['has no block yet', { block: null, rows: [] }],
    ['answers with rows of another shape', { block: { number: 7, timestamp: 1 }, rows: [{ token: TOKEN }] }],
  ])('reads models from the chain when the indexer %s', async (_, answer) => {
    const read = await listModels(contextOf(() => Response.json(answer), true));
    expect(read).toMatchObject({ data: [], source: 'chain' });
  });

  it('looks on the chain for a model that the indexer does not know yet', async () => {
    const known = () => Response.json({ block: { number: 7, timestamp: 1_700_000_000 }, rows: [] });
    expect(await getModel(contextOf(known, true), TOKEN)).toMatchObject({ data: null, source: 'indexer' });
    await expect(getModel(contextOf(known), TOKEN)).rejects.toMatchObject({ name: 'AppError' });
  });
});
