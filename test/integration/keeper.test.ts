import { parseEther, stringToHex, zeroAddress } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  aigcCollectionAbi,
  bondingCurveAbi,
  launchpadAbi,
  liquidityHookAbi,
  modelTokenAbi,
} from '../../lib/chain/generated/abis.ts';
import { end, type LocalChain, startLocalChain, until } from './support/local-chain.ts';
import { marketOf } from './support/market.ts';
import { ask, type Launched, launch, launchParams, repoBundle } from './support/models.ts';
import { piecesOf } from './support/pieces.ts';
import { type NodeProcess, runNode } from './support/run-node.ts';

let chain: LocalChain;
let launched: Launched;
let node: NodeProcess;

beforeAll(async () => {
  chain = await startLocalChain({ settings: { challengeSec: 6 } });
  launched = await launch(chain, {
    wallet: chain.wallet('creatorOne'),
    params: launchParams(await repoBundle()),
  });
  node = await runNode(chain, { keeper: 'keeper' });
}, 180_000);

afterAll(async () => {
  await end(node.child, 'SIGTERM');
  await chain.stop();
});

it('graduates a complete sale and collects the fees of its pool', async () => {
  const market = marketOf(chain);
  const { token, curve } = launched;
  const hook = { address: chain.deployment.contracts.liquidityHook, abi: liquidityHookAbi } as const;
  const state = () => chain.client.readContract({ address: curve, abi: bondingCurveAbi, functionName: 'state' });
  const collections = () =>
    chain.client.getContractEvents({
      ...hook,
      eventName: 'FeesCollected',
      args: { token },
      fromBlock: 0n,
      strict: true,
    });

  const { targetWei } = await state();
  await market.buy('traderOne', token, targetWei * 3n);
  expect((await state()).complete).toBe(true);
  await until('the keeper graduates', async () => (await state()).graduated);

  await market.buy('traderTwo', token, parseEther('1'));
  await until('the keeper collects', async () => (await collections()).length > 0);
  const [first] = await collections();
  // A buy of the first ten minutes pays between one and three per cent.
  expect(first?.args.revenueWei).toBeGreaterThan(parseEther('0.01'));
  expect(first?.args.revenueWei).toBeLessThan(parseEther('0.031'));
  const { uncollectedWei } = await chain.client.readContract({ ...hook, functionName: 'pool', args: [token] });
  expect(uncollectedWei).toBe(0n);
}, 120_000);

it('brings a token its answer, also another one, settles its fee once it is final, and then spends nothing', async () => {
  const { token, modelId } = launched;
  const [made] = await chain.client.getContractEvents({
    address: chain.deployment.contracts.launchpad,
    abi: launchpadAbi,
    eventName: 'CollectionLaunched',
    args: { token },
    fromBlock: 0n,
    strict: true,
  });
  if (made === undefined) throw new Error('the launch made no collection');
  const { collection } = made.args;
  const pieces = piecesOf(chain, collection);
  const feeWei = launchParams(await repoBundle()).mintFeeWei;
  const mintRevenue = async () => {
    const events = await chain.client.getContractEvents({
      address: token,
      abi: modelTokenAbi,
      eventName: 'RevenueReceived',
      args: { from: collection },
      fromBlock: 0n,
      strict: true,
    });
    return events.reduce((sum, { args }) => sum + args.amount, 0n);
  };
  const prompt = 'a keeper';
  const id = pieces.idOf(prompt);
  const attempt = async () => (await pieces.piece(id)).attempt;

  const { requestId } = await ask(chain, { wallet: chain.wallet('traderOne'), modelId, prompt });
  await pieces.mint('traderOne', requestId, { prompt, answer: null, feeWei });
  await pieces.answer(requestId, 'wrong');
  await until('the keeper brings the answer', async () => (await attempt()) === 1);
  expect(await mintRevenue()).toBe(0n);
  await pieces.voidAnswer(requestId);
  await pieces.answer(requestId, 'right');
  await until('the keeper brings the other answer', async () => (await attempt()) === 2);
  await until('the keeper settles the fee', async () => (await pieces.piece(id)).feeHeldFor === zeroAddress);
  expect(await mintRevenue()).toBe(feeWei);
  const [, held] = await pieces.content(id);
  expect(held).toBe(stringToHex('right'));

  const sent = async () => {
    const logs = await chain.client.getContractEvents({ address: collection, abi: aigcCollectionAbi, fromBlock: 0n });
    return logs.length;
  };
  const before = await sent();
  // More rounds of the keeper, which looks every second.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(await sent()).toBe(before);
}, 120_000);
