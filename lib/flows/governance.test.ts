import { type Address, decodeFunctionData, keccak256, parseEther, stringToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { proposalIdOf, timelockIdOf } from '../api/governance/replay-proposal.ts';
import type { ProposalRow } from '../api/governance/types.ts';
import { grantsAbi, modelGovernorAbi, modelTokenAbi } from '../chain/generated/abis.ts';
import { proposalTimeline } from '../governance/proposal-timeline.ts';
import { delegateFlow, proposalFlow, proposeFlow, voteFlow } from './governance.ts';
import { announceFlow, objectFlow, releaseFlow, returnMoneyFlow } from './grants.ts';
import type { Flow, StepContext } from './types.ts';

const governor: Address = '0x4000000000000000000000000000000000000004';
const own: Address = '0x2000000000000000000000000000000000000002';
const descriptionHash = keccak256(stringToHex('text'));
const calls = { targets: [own], values: [5n], calldatas: ['0x' as const], descriptionHash };
const proposal: ProposalRow = {
  id: '1',
  token: own,
  governor,
  proposalId: proposalIdOf(calls),
  proposer: own,
  targets: calls.targets,
  valuesWei: calls.values,
  calldatas: calls.calldatas,
  description: 'text',
  descriptionHash,
  timelockId: timelockIdOf(governor, calls),
  createdAtSec: 1,
  snapshotSec: 10,
  deadlineSec: 20,
  isExtended: false,
  forVotes: 0n,
  againstVotes: 0n,
  abstainVotes: 0n,
  voterCount: 0,
  queuedAtSec: null,
  etaSec: null,
  executedAtSec: null,
  cancelledAtSec: null,
  createdTx: '0x01',
  queuedTx: null,
  executedTx: null,
  cancelledTx: null,
};

async function callOf(flow: Flow) {
  expect(flow.steps).toHaveLength(1);
  const call = await flow.steps[0]?.prepare({} as StepContext);
  if (call == null) throw new Error('nothing is sent');
  return call;
}

describe('flows of governance', () => {
  it('propose calls with a text that names its proposer', async () => {
    const one = { target: own, valueWei: parseEther('1'), data: '0x' } as const;
    const call = await callOf(proposeFlow({ governor, proposer: own, calls: [one], title: 'Pay', why: '' }));
    expect(call).toMatchObject({ to: governor, value: 0n });
    expect(decodeFunctionData({ abi: modelGovernorAbi, data: call.data }).args).toEqual([
      [own],
      [parseEther('1')],
      ['0x'],
      `# Pay\n\n#proposer=${own}`,
    ]);
  });

  it('vote by the numbers of the governor, with a reason only where there is one', async () => {
    const sent = async (support: 'for' | 'against' | 'abstain', reason: string) => {
      const { data } = await callOf(voteFlow({ proposal, support, reason, weight: 1n }));
      const { functionName, args } = decodeFunctionData({ abi: modelGovernorAbi, data });
      return [functionName, args?.[1]];
    };
    expect(await sent('against', '')).toEqual(['castVote', 0]);
    expect(await sent('for', 'Yes')).toEqual(['castVoteWithReason', 1]);
    expect(await sent('abstain', '')).toEqual(['castVote', 2]);
  });

  it('queue, execute and cancel with the hash of the text’s bytes', async () => {
    for (const deed of ['queue', 'execute', 'cancel'] as const) {
      const { data } = await callOf(proposalFlow({ ...proposal, description: 'other' }, deed, 'Pay'));
      const { functionName, args } = decodeFunctionData({ abi: modelGovernorAbi, data });
      expect([functionName, args?.[3]]).toEqual([deed, descriptionHash]);
    }
  });

  it('delegate, and take the votes back by naming oneself', async () => {
    const flow = delegateFlow({ token: governor, symbol: 'T', to: own, own });
    expect(flow.title).toBe('Vote with your T yourself');
    expect(decodeFunctionData({ abi: modelTokenAbi, data: (await callOf(flow)).data }).args).toEqual([own]);
  });

  it('carry a grant from milestone to milestone', async () => {
    const of = { grants: governor, grantId: 3n };
    const flows = [
      announceFlow({ ...of, tranche: 0, evidenceURI: 'https://x' }),
      objectFlow({ ...of, tranche: 1, votes: '1' }),
      releaseFlow({ ...of, tranche: 0, amount: '1 ETH' }),
      returnMoneyFlow(of),
    ];
    const sent = await Promise.all(
      flows.map(async (flow) => {
        const { functionName, args } = decodeFunctionData({ abi: grantsAbi, data: (await callOf(flow)).data });
        return [functionName, args];
      }),
    );
    expect(sent).toEqual([
      ['announce', [3n, 'https://x']],
      ['object', [3n, 1n]],
      ['release', [3n]],
      ['returnMoney', [3n]],
    ]);
    expect(new Set(flows.map(({ key }) => key)).size).toBe(4);
  });
});

describe('proposalTimeline', () => {
  const steps = (
    change: Partial<ProposalRow>,
    state: Parameters<typeof proposalTimeline>[1]['state'],
    nowSec: number,
  ) => proposalTimeline({ ...proposal, ...change }, { state, nowSec }).map((step) => `${step.id}:${step.state}`);

  it('shows what runs, what is done and what is to come', () => {
    expect(steps({}, 'Pending', 5)).toEqual([
      'proposed:done',
      'notice:current',
      'voting:waiting',
      'queue:waiting',
      'delay:waiting',
      'execute:waiting',
    ]);
    expect(steps({}, 'Succeeded', 25)).toContain('queue:current');
    const queued = { queuedAtSec: 25, etaSec: 35 };
    expect(steps(queued, 'Queued', 30)).toEqual(expect.arrayContaining(['delay:current', 'execute:waiting']));
    expect(steps(queued, 'Queued', 35)).toEqual(expect.arrayContaining(['delay:done', 'execute:current']));
    expect(steps({}, 'Defeated', 25).at(-1)).toBe('defeated:failed');
    expect(steps({ cancelledAtSec: 3 }, 'Canceled', 4)).toEqual(['proposed:done', 'cancelled:failed']);
    expect(steps({ ...queued, cancelledAtSec: 30 }, 'Canceled', 40)).toContain('queue:done');
  });
});
