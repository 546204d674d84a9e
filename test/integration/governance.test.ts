import { type Address, encodeFunctionData, type Hex, keccak256, parseEther, toHex, zeroAddress } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiContext } from '../../lib/api/context.ts';
import { getModel } from '../../lib/api/get-model.ts';
import { type Governance, getGovernance } from '../../lib/api/governance/get-governance.ts';
import { listGrants } from '../../lib/api/governance/list-grants.ts';
import { listMovements } from '../../lib/api/governance/list-movements.ts';
import { getProposal, listProposals } from '../../lib/api/governance/list-proposals.ts';
import { listAccountVotes } from '../../lib/api/governance/list-votes.ts';
import { readQuorums } from '../../lib/api/governance/read-quorums.ts';
import type { ProposalDetail } from '../../lib/api/governance/types.ts';
import { aiOracleAbi, grantsAbi, modelGovernorAbi, modelTreasuryAbi } from '../../lib/chain/generated/abis.ts';
import { describeProposal } from '../../lib/governance/description.ts';
import { PROPOSAL_STATES, proposalStateOf } from '../../lib/governance/proposal-state.ts';
import { type Ask, type Call, callsOf } from '../../lib/governance/templates.ts';
import { localAccount, type ROLES } from '../../scripts/start/accounts.ts';
import { end, type LocalChain, mined, startLocalChain } from './support/local-chain.ts';
import { marketOf } from './support/market.ts';
import { type Launched, launch, launchParams, repoBundle } from './support/models.ts';
import { type IndexerProcess, runIndexer } from './support/run-indexer.ts';

type Name = keyof typeof ROLES;
const ETH = parseEther('1');
const GAS = { gas: 3_000_000n } as const;
const bundle = await repoBundle();

describe('governance in the indexer', () => {
  let chain: LocalChain;
  let indexer: IndexerProcess;
  let model: Launched;
  let rules: Governance;

  const fromChain = (): ApiContext => ({ ...indexer.api, graphqlUrl: 'http://127.0.0.1:9/graphql' });
  const caughtUp = async () => indexer.reaches(await chain.client.getBlockNumber());
  const addressOf = (who: Name) => localAccount(who).address;
  const nowSec = async () => Number((await chain.client.getBlock()).timestamp);
  const governor = () => ({ address: rules.governor, abi: modelGovernorAbi }) as const;
  const grants = () => ({ address: chain.deployment.contracts.grants, abi: grantsAbi }) as const;

  /** Goes on to a block of that time or later. */
  const passTo = async (sec: number) => {
    const left = sec - (await nowSec());
    if (left > 0) await chain.test.increaseTime({ seconds: left });
    await chain.test.mine({ blocks: 1 });
  };

  const propose = async (who: Name, calls: readonly Call[], title: string): Promise<bigint> => {
    const description = describeProposal({ title, why: 'Because.', proposer: addressOf(who) });
    const before = new Set((await listProposals(fromChain(), model.token)).data.map(({ id }) => id));
    await mined(
      chain,
      chain.wallet(who).writeContract({
        ...governor(),
        functionName: 'propose',
        args: [calls.map((c) => c.target), calls.map((c) => c.valueWei), calls.map((c) => c.data), description],
        ...GAS,
      }),
    );
    const made = (await listProposals(fromChain(), model.token)).data.find(({ id }) => !before.has(id));
    if (made === undefined) throw new Error('nothing was proposed');
    return made.proposalId;
  };
  const asked = (ask: Ask) => {
    const { aiOracle, liquidityHook, grants: grantsAddress } = chain.deployment.contracts;
    return callsOf(ask, { token: model.token, aiOracle, liquidityHook, grants: grantsAddress });
  };
  const found = async (proposalId: bigint): Promise<ProposalDetail> => {
    await caughtUp();
    const [indexed, direct] = await Promise.all(
      [indexer.api, fromChain()].map((api) => getProposal(api, { token: model.token, proposalId })),
    );
    expect([indexed?.source, direct?.source]).toEqual(['indexer', 'chain']);
    expect(direct?.data).toEqual(indexed?.data);
    if (indexed?.data == null) throw new Error('the proposal is not indexed');
    return indexed.data;
  };
  /** The state that pages calculate is the governor's, and the votes are. */
  const expectState = async (proposalId: bigint, state: (typeof PROPOSAL_STATES)[number]): Promise<ProposalDetail> => {
    const row = await found(proposalId);
    const quorums = await readQuorums(indexer.api, {
      governor: rules.governor,
      token: model.token,
      snapshots: [row.snapshotSec],
    });
    const quorumVotes = quorums.get(row.snapshotSec)?.quorumVotes ?? null;
    const [said, votes] = await Promise.all([
      chain.client.readContract({ ...governor(), functionName: 'state', args: [proposalId] }),
      chain.client.readContract({ ...governor(), functionName: 'proposalVotes', args: [proposalId] }),
    ]);
    expect(PROPOSAL_STATES[said]).toBe(state);
    expect(proposalStateOf(row, { nowSec: await nowSec(), quorumVotes })).toBe(state);
    expect(votes).toEqual([row.againstVotes, row.forVotes, row.abstainVotes]);
    return row;
  };
  const vote = (who: Name, proposalId: bigint, support: 0 | 1 | 2, reason = '') =>
    mined(
      chain,
      chain.wallet(who).writeContract({
        ...governor(),
        functionName: 'castVoteWithReason',
        args: [proposalId, support, reason],
        ...GAS,
      }),
    );
  const step = async (who: Name, row: ProposalDetail, functionName: 'queue' | 'execute' | 'cancel') => {
    const args = [row.targets, row.valuesWei, row.calldatas, row.descriptionHash] as const;
    return mined(chain, chain.wallet(who).writeContract({ ...governor(), functionName, args, ...GAS }));
  };
  /** Votes it through, to the moment when it can be executed. */
  const decide = async (proposalId: bigint): Promise<ProposalDetail> => {
    const proposed = await expectState(proposalId, 'Pending');
    await passTo(proposed.snapshotSec + 1);
    await vote('traderOne', proposalId, 1);
    const voted = await found(proposalId);
    await passTo(voted.deadlineSec + 1);
    await expectState(proposalId, 'Succeeded');
    await step('guest', voted, 'queue');
    const queued = await expectState(proposalId, 'Queued');
    await passTo(queued.etaSec ?? 0);
    return queued;
  };

  beforeAll(async () => {
    chain = await startLocalChain();
    await chain.test.setIntervalMining({ interval: 0 });
    await chain.test.setAutomine(true);
    model = await launch(chain, {
      wallet: chain.wallet('creatorOne'),
      params: { ...launchParams(bundle), snipeFeeBps: 100, targetWei: 4n * ETH },
    });
    const market = marketOf(chain);
    await market.buyOnCurve('traderOne', model.curve, ETH);
    await market.buyOnCurve('traderTwo', model.curve, ETH / 4n);
    await market.graduate('traderThree', model.token, 10n * ETH);
    indexer = await runIndexer(chain);
    const { data: read } = await getGovernance(indexer.api, model.token);
    if (read === null) throw new Error('no governance');
    rules = read;
    await passTo((await nowSec()) + 2);
  }, 300_000);
  afterAll(async () => {
    if (indexer !== undefined) await end(indexer.child, 'SIGKILL');
    await chain.stop();
  });

  it('tells the rules and the raise', async () => {
    await caughtUp();
    expect(rules).toMatchObject({ votingDelaySec: 10, votingPeriodSec: 30, timelockDelaySec: 10, quorumBps: 500 });
    expect(rules).toMatchObject({ poolFeePips: 10_000, vetoBps: 1_000, minPriceWei: parseEther('0.001') });
    const { data } = await listMovements(indexer.api, model.token);
    const balance = await chain.client.getBalance({ address: rules.treasury });
    expect(data.map(({ kind, amount }) => [kind, amount])).toEqual([['raise', balance]]);
    expect(balance).toBeGreaterThan(0n);
  });

  it('follows a price from the proposal to its execution, votes with reasons and all', async () => {
    const priceWei = parseEther('0.02');
    const calls = asked({ kind: 'price', modelId: rules.modelId, priceWei });
    const proposalId = await propose('traderOne', calls, 'Raise the price');
    const row = await expectState(proposalId, 'Pending');
    expect(row.proposer).toBe(addressOf('traderOne'));
    await passTo(row.snapshotSec + 1);
    await expectState(proposalId, 'Active');
    await vote('traderTwo', proposalId, 0, 'Too dear “<b>” \u0000 \u202e');
    await passTo(row.deadlineSec - 2);
    // The quorum is reached late: the others have time to answer.
    await vote('traderOne', proposalId, 1, 'Worth it');
    const late = await expectState(proposalId, 'Active');
    expect(late.isExtended).toBe(true);
    expect(late.deadlineSec).toBeGreaterThan(row.deadlineSec);
    const [indexed, direct] = await Promise.all(
      [indexer.api, fromChain()].map((api) => listAccountVotes(api, addressOf('traderTwo'))),
    );
    expect(indexed?.data.map(({ token, reason }) => [token, reason])).toEqual([
      [model.token, 'Too dear “<b>”  \u202e'],
    ]);
    expect(direct?.data).toEqual(indexed?.data);
    expect(late.votes.map(({ voter, support }) => [voter, support])).toEqual([
      [addressOf('traderOne'), 'for'],
      [addressOf('traderTwo'), 'against'],
    ]);
    await passTo(late.deadlineSec + 1);
    const accepted = await expectState(proposalId, 'Succeeded');
    await step('guest', accepted, 'queue');
    const queued = await expectState(proposalId, 'Queued');
    await passTo(queued.etaSec ?? 0);
    await step('guest', queued, 'execute');
    await expectState(proposalId, 'Executed');
    expect((await getModel(indexer.api, model.token)).data?.inferencePriceWei).toBe(priceWei);
    const { priceWei: onChain } = await chain.client.readContract({
      address: chain.deployment.contracts.aiOracle,
      abi: aiOracleAbi,
      functionName: 'model',
      args: [rules.modelId],
    });
    expect(onChain).toBe(priceWei);
  });

  it('pays one tranche of a grant and stops the next', async () => {
    const amount = (await chain.client.getBalance({ address: rules.treasury })) / 4n;
    const recipient = addressOf('guest');
    const tranches = [
      { amount, milestone: 'A first draft' },
      { amount, milestone: 'The rest' },
    ];
    const terms = { recipient, currency: zeroAddress, durationSec: 30 * 86_400, title: 'Better data', tranches };
    const proposalId = await propose('traderOne', asked({ kind: 'grant', ...terms }), 'A grant');
    await step('traderThree', await decide(proposalId), 'execute');
    await expectState(proposalId, 'Executed');

    const list = async () => {
      await caughtUp();
      const [indexed, direct] = await Promise.all(
        [indexer.api, fromChain()].map((api) => listGrants(api, model.token)),
      );
      expect(direct?.data).toEqual(indexed?.data);
      const [grant] = indexed?.data ?? [];
      if (grant === undefined) throw new Error('no grant');
      return grant;
    };
    const opened = await list();
    expect(opened).toMatchObject({ recipient, title: 'Better data', isEnded: false });
    const { grantId } = opened;
    const act = (who: Name, functionName: 'release' | 'returnMoney') =>
      mined(chain, chain.wallet(who).writeContract({ ...grants(), functionName, args: [grantId], ...GAS }));
    const announce = (uri: string) =>
      mined(
        chain,
        chain.wallet('guest').writeContract({ ...grants(), functionName: 'announce', args: [grantId, uri], ...GAS }),
      );

    await announce('https://example.com/draft');
    const announced = (await list()).tranches[0];
    await passTo((announced?.vetoUntilSec ?? 0) + 1);
    await act('creatorTwo', 'release');
    expect((await list()).releasedAmount).toBe(amount);

    await announce('ipfs://second');
    await chain.test.increaseTime({ seconds: 5 });
    await mined(
      chain,
      chain.wallet('traderOne').writeContract({ ...grants(), functionName: 'object', args: [grantId, 1n], ...GAS }),
    );
    await act('creatorTwo', 'returnMoney');
    const over = await list();
    expect(over.tranches.map(({ state, objectorCount }) => [state, objectorCount])).toEqual([
      ['Released', 0],
      ['Stopped', 1],
    ]);
    expect(over).toMatchObject({ releasedAmount: amount, returnedAmount: amount });
    const [indexed, direct] = await Promise.all(
      [indexer.api, fromChain()].map((api) => listMovements(api, model.token)),
    );
    expect(direct?.data).toEqual(indexed?.data);
    expect(indexed?.data.map((row) => [row.kind, row.amount, row.proposalId !== null])).toEqual([
      ['returned', amount, false],
      ['call', 2n * amount, true],
      ['call', 0n, true],
      ['raise', 4n * amount + ((await chain.client.getBalance({ address: rules.treasury })) - 3n * amount), false],
    ]);
  });

  it('tells cancelled, defeated and at the treasury executed proposals, and one whose text is no UTF-8', async () => {
    const payment = {
      recipient: '0x00000000000000000000000000000000000000AA',
      currency: zeroAddress,
      amount: 1n,
    } as const;
    const calls = asked({ kind: 'payment', ...payment });
    const cancelled = await propose('traderOne', calls, 'Cancel me');
    await step('traderOne', await found(cancelled), 'cancel');
    await expectState(cancelled, 'Canceled');

    const defeated = await propose('traderOne', calls, 'Nobody comes');
    await passTo((await found(defeated)).deadlineSec + 1);
    await expectState(defeated, 'Defeated');

    const before = await chain.client.getBalance({ address: payment.recipient });
    const direct = await propose('traderOne', calls, 'Past the governor');
    const queued = await decide(direct);
    const salt = saltOf(rules.governor, queued.descriptionHash);
    await mined(
      chain,
      chain.wallet('creatorTwo').writeContract({
        address: rules.treasury,
        abi: modelTreasuryAbi,
        functionName: 'executeBatch',
        args: [queued.targets, queued.valuesWei, queued.calldatas, toHex(0, { size: 32 }), salt],
        ...GAS,
      }),
    );
    await expectState(direct, 'Executed');
    expect((await chain.client.getBalance({ address: payment.recipient })) - before).toBe(1n);

    // Bytes of a string are anybody's: 0xff is in no UTF-8 text.
    const encoded = encodeFunctionData({
      abi: modelGovernorAbi,
      functionName: 'propose',
      args: [calls.map((c) => c.target), calls.map((c) => c.valueWei), calls.map((c) => c.data), 'XXXX\u0000'],
    });
    const data: Hex = `0x${encoded.slice(2).replace('5858585800', 'ff58ff5800')}`;
    expect(data).not.toBe(encoded);
    await mined(chain, chain.wallet('traderOne').sendTransaction({ to: rules.governor, data, ...GAS }));
    await caughtUp();
    const [odd] = (await listProposals(indexer.api, model.token)).data;
    expect(odd?.descriptionHash).toBe(keccak256('0xff58ff5800'));
    const executable = await decide(odd?.proposalId ?? 0n);
    await step('guest', executable, 'execute');
    await expectState(executable.proposalId, 'Executed');
  });
});

function saltOf(governor: Address, descriptionHash: Hex): Hex {
  return toHex((BigInt(governor) << 96n) ^ BigInt(descriptionHash), { size: 32 });
}
