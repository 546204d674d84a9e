import { parseEther } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bondingCurveAbi, liquidityHookAbi } from '../../lib/chain/generated/abis.ts';
import { end, type LocalChain, startLocalChain, until } from './support/local-chain.ts';
import { marketOf } from './support/market.ts';
import { type Launched, launch, launchParams, repoBundle } from './support/models.ts';
import { type NodeProcess, runNode } from './support/run-node.ts';

let chain: LocalChain;
let launched: Launched;
let node: NodeProcess;

beforeAll(async () => {
  chain = await startLocalChain();
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
