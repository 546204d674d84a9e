import { type Address, parseEther, stringToHex, zeroAddress } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCollections } from '../../lib/api/collection/list-collections.ts';
import { getPiece, listPieces, PIECE_SHOWS } from '../../lib/api/collection/list-pieces.ts';
import { pieceStateAt } from '../../lib/api/collection/piece-state.ts';
import type { ApiContext } from '../../lib/api/context.ts';
import { getModel } from '../../lib/api/get-model.ts';
import { listRevenue } from '../../lib/api/list-revenue.ts';
import { modelTokenAbi } from '../../lib/chain/generated/abis.ts';
import { localAccount } from '../../scripts/start/accounts.ts';
import { end, type LocalChain, startLocalChain, until } from './support/local-chain.ts';
import { ask, type Launched, launch, launchParams, repoBundle } from './support/models.ts';
import { piecesOf } from './support/pieces.ts';
import { type IndexerProcess, runIndexer } from './support/run-indexer.ts';
import { dumpTables } from './support/tables.ts';

const FEE = parseEther('0.001');
const PRICE = parseEther('2');
const STATES = ['None', 'Awaiting', 'Outdated', 'Provisional', 'Final', 'Void'];
const CHALLENGE_SEC = 20;

describe('pieces in the indexer', () => {
  let chain: LocalChain;
  let indexer: IndexerProcess;
  let launched: Launched;
  let collection: Address;
  let pieces: ReturnType<typeof piecesOf>;

  const nowSec = async () => Number((await chain.client.getBlock()).timestamp);
  const fromChain = (api: ApiContext): ApiContext => ({ ...api, graphqlUrl: 'http://127.0.0.1:9/graphql' });
  const request = async (who: 'traderOne' | 'traderTwo' | 'traderThree', prompt: string) =>
    (await ask(chain, { wallet: chain.wallet(who), modelId: launched.modelId, prompt })).requestId;
  const passWindow = async () => {
    await chain.test.increaseTime({ seconds: CHALLENGE_SEC + 1 });
    await chain.test.mine({ blocks: 1 });
  };
  const receivedTotal = async () => {
    const token = { address: launched.token, abi: modelTokenAbi } as const;
    return (await chain.client.readContract({ ...token, functionName: 'revenueState', args: [zeroAddress] }))
      .receivedTotal;
  };

  /** Indexer, replay from events and contracts tell the same of every piece. */
  async function expectTruth(): Promise<void> {
    await indexer.reaches(await chain.client.getBlockNumber());
    const now = await nowSec();
    const api: ApiContext = { ...indexer.api, nowSec: () => now };
    const reads = [
      (from: ApiContext) => listCollections(from),
      ...PIECE_SHOWS.map((show) => (from: ApiContext) => listPieces(from, { show })),
      (from: ApiContext) => listPieces(from, { token: launched.token, limit: 1 }),
      (from: ApiContext) => listPieces(from, { owner: localAccount('traderOne').address }),
      (from: ApiContext) => getPiece(from, { collection, tokenId: 7n }),
    ];
    const { data: all } = await listPieces(api);
    for (const { tokenId } of all) reads.push((from: ApiContext) => getPiece(from, { collection, tokenId }));
    for (const read of reads) {
      const [indexed, direct] = await Promise.all([read(api), read(fromChain(api))]);
      expect(direct.source).toBe('chain');
      if (indexed.data !== null) expect(indexed.source).toBe('indexer');
      expect(direct.data, read.toString()).toEqual(indexed.data);
    }
    for (const piece of all) {
      const [found, owner, [prompt, answer], [, isLive]] = await Promise.all([
        pieces.piece(piece.tokenId),
        pieces.ownerOf(piece.tokenId),
        pieces.content(piece.tokenId),
        pieces.listingOf(piece.tokenId),
      ]);
      const state = pieceStateAt(piece, now);
      expect(STATES[found.state]).toBe(state);
      expect(await pieces.verify(prompt, answer)).toBe(state === 'Final');
      expect([found.requestId, found.attempt, found.transfers]).toEqual([
        piece.requestId,
        piece.heldAttempt,
        piece.transfers,
      ]);
      expect(found.feeHeldFor !== zeroAddress).toBe(piece.isFeeHeld);
      expect([owner, prompt, answer]).toEqual([piece.owner, piece.prompt, piece.answer ?? '0x']);
      expect(isLive).toBe(piece.isForSale && (piece.expiresAtSec ?? 0) >= now);
    }
  }

  beforeAll(async () => {
    chain = await startLocalChain({ settings: { challengeSec: CHALLENGE_SEC } });
    await chain.test.setIntervalMining({ interval: 0 });
    await chain.test.setAutomine(true);
    const params = { ...launchParams(await repoBundle()), mintFeeWei: FEE };
    launched = await launch(chain, { wallet: chain.wallet('creatorOne'), params });
    indexer = await runIndexer(chain);
    await indexer.reaches(await chain.client.getBlockNumber());
    const [row] = (await listCollections(indexer.api)).data;
    if (row === undefined) throw new Error('no collection is indexed');
    expect(row).toMatchObject({ token: launched.token, mintFeeWei: FEE, royaltyBps: 500, pieceCount: 0 });
    collection = row.collection;
    pieces = piecesOf(chain, collection);
  }, 300_000);
  afterAll(async () => {
    if (indexer !== undefined) await end(indexer.child, 'SIGKILL');
    await chain.stop();
  });

  it('follows a piece from a provisional answer to a sale, and its fee and royalty into the revenue', async () => {
    const id = pieces.idOf('a lighthouse');
    const requestId = await request('traderOne', 'a lighthouse');
    await pieces.answer(requestId, 'It stands.');
    const before = await receivedTotal();
    await pieces.mint('traderOne', requestId, { prompt: 'a lighthouse', answer: 'It stands.', feeWei: FEE });
    await expectTruth();
    const read = () => getPiece(indexer.api, { collection, tokenId: id });
    expect((await read()).data).toMatchObject({ state: 'Provisional', isFeeHeld: true, name: 'Test model' });
    expect(await receivedTotal()).toBe(before);

    await passWindow();
    await pieces.finalize(requestId);
    await expectTruth();
    expect((await read()).data).toMatchObject({ state: 'Final', isFeeHeld: true });
    const inference = (await receivedTotal()) - before;

    await pieces.approveOne('traderOne', id);
    await pieces.list('traderOne', id, PRICE, (await nowSec()) + 3_600);
    await expectTruth();
    expect((await listPieces(indexer.api, { show: 'sale' })).data.map(({ tokenId }) => tokenId)).toEqual([id]);
    // What is for sale is what the market can sell.
    await pieces.approveOne('traderOne', id, false);
    await expectTruth();
    await pieces.approveAll('traderOne');
    await expectTruth();
    await pieces.approveAll('traderOne', false);
    await pieces.approveOne('traderOne', id);

    const seller = localAccount('traderOne').address;
    const wealth = await chain.client.getBalance({ address: seller });
    await pieces.buy('traderTwo', id, PRICE);
    await expectTruth();
    const royalty = PRICE / 20n;
    expect((await chain.client.getBalance({ address: seller })) - wealth).toBe(PRICE - royalty);
    const { data: sold } = await read();
    expect(sold).toMatchObject({ owner: localAccount('traderTwo').address, isFeeHeld: false, isForSale: false });
    expect(sold?.events.map(({ kind }) => kind)).toEqual(['minted', 'answered', 'listed', 'sold', 'settled']);
    expect(sold?.events[3]).toMatchObject({ amountWei: PRICE, royaltyWei: royalty, from: seller });

    expect(await receivedTotal()).toBe(before + inference + FEE + royalty);
    const { data: entries } = await listRevenue(indexer.api, launched.token);
    expect(entries.slice(0, 2).map(({ source, amount }) => [source, amount])).toEqual([
      ['royalty', royalty],
      ['mint', FEE],
    ]);
    const { data: model } = await getModel(indexer.api, launched.token);
    expect(model).toMatchObject({ mintRevenueWei: FEE, royaltyRevenueWei: royalty });
  }, 120_000);

  it('tells of an answer that came late, was voided and came again, as the contract does', async () => {
    const requestId = await request('traderOne', 'a storm');
    await pieces.mint('traderOne', requestId, { prompt: 'a storm', answer: null, feeWei: FEE });
    await expectTruth();
    await pieces.answer(requestId, 'wrong');
    await expectTruth();
    await pieces.bring('guest', 'a storm', 'wrong');
    await expectTruth();
    await pieces.voidAnswer(requestId);
    await expectTruth();
    await pieces.answer(requestId, 'right');
    await expectTruth();
    const read = () => getPiece(indexer.api, { collection, tokenId: pieces.idOf('a storm') });
    expect((await read()).data).toMatchObject({ state: 'Outdated', answer: stringToHex('wrong') });
    expect((await read()).data?.present).toBe(stringToHex('right'));
    await pieces.update('guest', 'a storm', 'right');
    await passWindow();
    await pieces.finalize(requestId);
    await pieces.settle('guest', pieces.idOf('a storm'));
    await expectTruth();
    const kinds = (await read()).data?.events.map(({ kind }) => kind);
    expect(kinds).toEqual(['minted', 'answered', 'updated', 'settled']);
  }, 120_000);

  it('a piece gives way to who asked first, and one without an answer is burnt', async () => {
    const first = await request('traderOne', 'a race');
    const second = await request('traderTwo', 'a race');
    await pieces.mint('traderTwo', second, { prompt: 'a race', answer: null, feeWei: FEE });
    await pieces.mint('traderOne', first, { prompt: 'a race', answer: null, feeWei: FEE });
    await expectTruth();
    const tokenId = pieces.idOf('a race');
    const read = () => getPiece(indexer.api, { collection, tokenId });
    expect((await read()).data).toMatchObject({ owner: localAccount('traderOne').address, requestId: first });
    expect((await read()).data?.events.map(({ kind }) => kind)).toEqual(['minted', 'ended', 'minted']);
    await chain.test.increaseTime({ seconds: 10_000 });
    await chain.test.mine({ blocks: 1 });
    await expectTruth();
    await pieces.burnVoid('guest', tokenId);
    await expectTruth();
    expect((await read()).data).toMatchObject({ isEnded: true, isFeeHeld: false });
    expect((await listPieces(indexer.api)).data.map((piece) => piece.tokenId)).not.toContain(tokenId);
  }, 120_000);

  it('a listing ends with a transfer, with its seller’s word, or with time', async () => {
    const [piece] = (await listPieces(indexer.api, { owner: localAccount('traderTwo').address })).data;
    if (piece === undefined) throw new Error('the buyer has nothing');
    const { tokenId } = piece;
    await pieces.approveAll('traderTwo');
    await pieces.list('traderTwo', tokenId, PRICE, (await nowSec()) + 60);
    await expectTruth();
    await pieces.cancel('traderTwo', tokenId);
    await expectTruth();
    await pieces.list('traderTwo', tokenId, PRICE, (await nowSec()) + 60);
    await chain.test.increaseTime({ seconds: 100 });
    await chain.test.mine({ blocks: 1 });
    await expectTruth();
    await pieces.list('traderTwo', tokenId, PRICE, (await nowSec()) + 60);
    await pieces.transfer('traderTwo', localAccount('guest').address, tokenId);
    await pieces.transfer('guest', localAccount('traderTwo').address, tokenId);
    await expectTruth();
    expect((await listPieces(indexer.api, { show: 'sale' })).data).toEqual([]);
  }, 120_000);

  it('ends equal to a fresh index after a reorganisation took a mint, a listing and a sale back', async () => {
    const [piece] = (await listPieces(indexer.api, { owner: localAccount('traderTwo').address })).data;
    if (piece === undefined) throw new Error('nobody owns anything');
    await indexer.reaches(await chain.client.getBlockNumber());
    const before = await dumpTables(indexer.api.graphqlUrl);
    const from = await chain.client.getBlockNumber();
    const requestId = await request('traderThree', 'a dream');
    await pieces.mint('traderThree', requestId, { prompt: 'a dream', answer: null, feeWei: FEE });
    await pieces.list('traderTwo', piece.tokenId, PRICE, (await nowSec()) + 600);
    await pieces.buy('traderThree', piece.tokenId, PRICE);
    await expectTruth();
    const depth = Number((await chain.client.getBlockNumber()) - from);
    await chain.test.request({ method: 'anvil_reorg', params: [depth, []] } as never);
    const isBack = async () => {
      const { data } = await getPiece(indexer.api, { collection, tokenId: piece.tokenId });
      return data?.owner === localAccount('traderTwo').address;
    };
    await until('the sale is undone', isBack);
    await expectTruth();
    expect(await dumpTables(indexer.api.graphqlUrl)).toEqual(before);
    const fresh = await runIndexer(chain, { database: 'fresh' });
    try {
      await fresh.reaches(await chain.client.getBlockNumber());
      expect(await dumpTables(indexer.api.graphqlUrl)).toEqual(await dumpTables(fresh.api.graphqlUrl));
    } finally {
      await end(fresh.child, 'SIGKILL');
    }
  }, 240_000);
});
