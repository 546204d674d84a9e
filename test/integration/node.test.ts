import { getAbiItem, hexToBytes, parseEther, stringToHex, toFunctionSelector, zeroAddress } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aiOracleAbi, modelTokenAbi } from '../../lib/chain/generated/abis.ts';
import { localAccount } from '../../scripts/start/accounts.ts';
import { end, type LocalChain, mined, startLocalChain, until } from './support/local-chain.ts';
import { ask, type Launched, launch, launchParams, repoBundle } from './support/models.ts';
import { type RpcGate, startRpcGate } from './support/rpc-gate.ts';
import { type NodeProcess, type RunNodeOptions, runNode } from './support/run-node.ts';

const STATUS = { requested: 1, answered: 2, finalized: 3, refunded: 4 } as const;
const SUBMIT = toFunctionSelector(getAbiItem({ abi: aiOracleAbi, name: 'submitResult' }));

const bundle = await repoBundle();
const golden = bundle.golden.cases.filter(({ input }) => isText(input));

function isText(input: `0x${string}`): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(hexToBytes(input)).length > 1;
  } catch {
    return false;
  }
}

function promptOf(index: number): string {
  const found = golden[index % golden.length];
  if (found === undefined) throw new Error('the bundle has no golden text');
  return new TextDecoder().decode(hexToBytes(found.input));
}

describe('node', () => {
  let chain: LocalChain;
  let launched: Launched;
  const nodes: NodeProcess[] = [];
  const gates: RpcGate[] = [];

  const start = async (options: RunNodeOptions): Promise<NodeProcess> => {
    const node = await runNode(chain, options);
    nodes.push(node);
    return node;
  };
  const request = (requestId: bigint) =>
    chain.client.readContract({
      address: chain.deployment.contracts.aiOracle,
      abi: aiOracleAbi,
      functionName: 'request',
      args: [requestId],
    });
  const reaches = (requestId: bigint, status: number) =>
    until(`request ${requestId} has status ${status}`, async () => (await request(requestId)).status >= status);
  const results = (requestId: bigint) =>
    chain.client.getContractEvents({
      address: chain.deployment.contracts.aiOracle,
      abi: aiOracleAbi,
      eventName: 'ResultSubmitted',
      args: { requestId },
      fromBlock: 0n,
      strict: true,
    });
  const outputs = async (requestId: bigint) => {
    const logs = await chain.client.getContractEvents({
      address: chain.deployment.contracts.aiOracle,
      abi: aiOracleAbi,
      eventName: 'AICallbackResult',
      args: { requestId },
      fromBlock: 0n,
      strict: true,
    });
    return logs.map(({ args }) => args.output);
  };

  beforeAll(async () => {
    chain = await startLocalChain({ settings: { challengeSec: 3, assignmentSec: 2 } });
    launched = await launch(chain, {
      wallet: chain.wallet('creatorOne'),
      params: launchParams(bundle),
      valueWei: parseEther('0.5'),
    });
  });
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map(({ child }) => end(child, 'SIGKILL')));
    await Promise.all(gates.splice(0).map((gate) => gate.close()));
  });
  afterAll(() => chain.stop());

  it('answers with the golden output, finalises, snapshots, and the holder can claim', async () => {
    const node = await start({ operator: 'operator', keeper: 'keeper' });
    await until('stake', async () => (await node.health()).freeStakeWei === parseEther('1').toString());
    const asked = Date.now();
    const { requestId } = await ask(chain, {
      wallet: chain.wallet('traderOne'),
      modelId: launched.modelId,
      prompt: promptOf(0),
    });
    await reaches(requestId, STATUS.answered);
    console.log(`request to answer: ${Date.now() - asked} ms`);
    expect(await outputs(requestId)).toEqual([golden[0]?.output]);
    expect((await results(requestId))[0]?.args.traceRoot).toBe(golden[0]?.traceRoot);
    await reaches(requestId, STATUS.finalized);
    const token = { address: launched.token, abi: modelTokenAbi } as const;
    const creator = localAccount('creatorOne').address;
    const claimable = async () => {
      const count = await chain.client.readContract({ ...token, functionName: 'snapshotCount' });
      return chain.client.readContract({
        ...token,
        functionName: 'claimableBetween',
        args: [creator, 1n, count, zeroAddress],
      });
    };
    // 80 % of the model's part of the fee (0.01 ETH less the operator's 20 %), and of the first buy's fee of 1 %.
    const expectedWei = (((parseEther('0.01') * 8n) / 10n + parseEther('0.005')) * 8n) / 10n;
    await until('all revenue is claimable', async () => (await claimable()) >= expectedWei - 2n);
    expect(await claimable()).toBeLessThanOrEqual(expectedWei);
    const health = await node.health();
    expect(health).toMatchObject({ status: 'ok', queueDepth: 0, lastAnsweredRequestId: requestId.toString() });
  });

  it('killed between running and posting: the next start answers, once', async () => {
    const gate = await startRpcGate(chain.rpcUrl);
    gates.push(gate);
    const first = await start({ operator: 'operator', rpcUrl: gate.url });
    await until('it follows the chain', async () => (await first.health()).status === 'ok');
    gate.hold('eth_sendRawTransaction');
    const { requestId } = await ask(chain, {
      wallet: chain.wallet('traderOne'),
      modelId: launched.modelId,
      prompt: promptOf(1),
    });
    const before = gate.seen('eth_sendRawTransaction');
    await until('it wants to post', async () => gate.seen('eth_sendRawTransaction') > before);
    await end(first.child, 'SIGKILL');
    expect((await request(requestId)).status).toBe(STATUS.requested);
    const second = await start({ operator: 'operator', stateDir: first.stateDir });
    await reaches(requestId, STATUS.answered);
    await until('it is idle', async () => (await second.health()).queueDepth === 0);
    expect(await outputs(requestId)).toEqual([golden[1 % golden.length]?.output]);
  });

  it('killed after posting, before the block: the next start does not post again', async () => {
    const address = localAccount('operator').address;
    const first = await start({ operator: 'operator' });
    await until('it follows the chain', async () => (await first.health()).status === 'ok');
    const { requestId } = await ask(chain, {
      wallet: chain.wallet('traderOne'),
      modelId: launched.modelId,
      prompt: promptOf(2),
    });
    await chain.test.setIntervalMining({ interval: 0 });
    const count = (blockTag: 'pending' | 'latest') => chain.client.getTransactionCount({ address, blockTag });
    await until('the answer is pending', async () => (await count('pending')) > (await count('latest')));
    await end(first.child, 'SIGKILL');
    const sent = await count('pending');
    const second = await start({ operator: 'operator', stateDir: first.stateDir });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await chain.test.setIntervalMining({ interval: 1 });
    await reaches(requestId, STATUS.answered);
    await until('it follows the chain', async () => (await second.health()).status === 'ok');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await results(requestId)).toHaveLength(1);
    expect(await count('latest')).toBe(sent);
  });

  it('two operators race for an open request: one answer, and the loser goes on', async () => {
    const address = chain.deployment.contracts.aiOracle;
    const wallet = chain.wallet('operator');
    const free = await chain.client.readContract({
      address,
      abi: aiOracleAbi,
      functionName: 'freeStakeOf',
      args: [wallet.account.address],
    });
    // Nobody has stake: the request is open to all.
    await mined(chain, wallet.writeContract({ address, abi: aiOracleAbi, functionName: 'unstake', args: [free] }));
    const { requestId } = await ask(chain, {
      wallet: chain.wallet('traderOne'),
      modelId: launched.modelId,
      prompt: promptOf(0),
    });
    expect((await request(requestId)).assignedOperator).toBe(zeroAddress);
    const both = await Promise.all([start({ operator: 'operator' }), start({ operator: 'traderThree' })]);
    await reaches(requestId, STATUS.answered);
    await until('both are idle', async () => {
      const [a, b] = await Promise.all(both.map((node) => node.health()));
      return a?.queueDepth === 0 && b?.queueDepth === 0 && a.status === 'ok' && b.status === 'ok';
    });
    expect(await results(requestId)).toHaveLength(1);
    const next = await ask(chain, {
      wallet: chain.wallet('traderOne'),
      modelId: launched.modelId,
      prompt: promptOf(1),
    });
    await reaches(next.requestId, STATUS.answered);
    expect(await results(next.requestId)).toHaveLength(1);
    const submits = await submitsSince(chain, requestId, (await request(requestId)).requestedAt);
    expect(submits.succeeded).toBe(1);
  });

  it('never answers for a bundle that is not the registered model; the keeper refunds', async () => {
    const address = chain.deployment.contracts.aiOracle;
    const wallet = chain.wallet('traderTwo');
    const model = {
      modelHash: stringToHex('other weights', { size: 32 }),
      programHash: bundle.manifest.program.hash,
      receiver: wallet.account.address,
      priceWei: 1_000n,
      uri: bundle.uri,
    };
    await mined(
      chain,
      wallet.writeContract({ address, abi: aiOracleAbi, functionName: 'registerModel', args: [model] }),
    );
    const modelId = await chain.client.readContract({ address, abi: aiOracleAbi, functionName: 'modelCount' });
    const node = await start({ operator: 'operator', keeper: 'keeper' });
    const { requestId } = await ask(chain, { wallet, modelId, prompt: 'who are you' });
    await until('it gives up', async () => node.output().includes('request given up'));
    expect(node.output()).toContain('its hashes are not the registered ones');
    await chain.test.increaseTime({ seconds: 121 });
    await reaches(requestId, STATUS.refunded);
    expect(await results(requestId)).toHaveLength(0);
  });

  it('waits for a chain that is down and goes on by itself; SIGTERM ends it cleanly', async () => {
    const gate = await startRpcGate(chain.rpcUrl);
    gates.push(gate);
    const node = await start({ operator: 'operator', keeper: 'keeper', rpcUrl: gate.url });
    await until('it follows the chain', async () => (await node.health()).status === 'ok');
    gate.setDown(true);
    await until('it notices', async () => node.output().includes('the chain does not answer'));
    const { requestId } = await ask(chain, {
      wallet: chain.wallet('traderOne'),
      modelId: launched.modelId,
      prompt: promptOf(0),
    });
    gate.setDown(false);
    await reaches(requestId, STATUS.answered);
    const stopping = Date.now();
    expect(await end(node.child, 'SIGTERM')).toBe(0);
    expect(Date.now() - stopping).toBeLessThan(12_000);
    expect(node.output()).toContain('"msg":"stopped"');
  });
});

/** How many transactions that post an answer to `requestId` were mined since a second, and how many of them succeeded. */
async function submitsSince(
  chain: LocalChain,
  requestId: bigint,
  sec: number,
): Promise<{ sent: number; succeeded: number }> {
  const head = await chain.client.getBlockNumber();
  let sent = 0;
  let succeeded = 0;
  for (let blockNumber = head; blockNumber >= 0n; blockNumber--) {
    const block = await chain.client.getBlock({ blockNumber, includeTransactions: true });
    if (Number(block.timestamp) < sec) break;
    for (const transaction of block.transactions) {
      const id = requestId.toString(16).padStart(64, '0');
      if (!transaction.input.startsWith(`${SUBMIT}${id}`)) continue;
      sent++;
      const { status } = await chain.client.getTransactionReceipt({ hash: transaction.hash });
      if (status === 'success') succeeded++;
    }
  }
  return { sent, succeeded };
}
