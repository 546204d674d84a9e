'use client';
import Link from 'next/link';
import { useMemo } from 'react';
import type { Address as AccountAddress } from 'viem';
import type { Governance } from '@/lib/api/governance/get-governance';
import type { ProposalDetail } from '@/lib/api/governance/types';
import { exactAmount } from '@/lib/format/amount';
import { describeCall } from '@/lib/governance/decode-call';
import { readDescription } from '@/lib/governance/description';
import { proposalStateOf } from '@/lib/governance/proposal-state';
import { Address } from '../common/address';
import { QueryBlock } from '../common/data/query-block';
import { RelativeTime } from '../common/relative-time';
import { useBlockSec } from '../common/use-chain-now';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';
import { CallList } from './call-list';
import { NextStep } from './next-step';
import { ProposalSteps } from './proposal-steps';
import { StateBadge } from './state-badge';
import { useGovernance, useKnown, useProposal, useQuorums, useTreasury } from './use-governance';
import { VoteBars } from './vote-bars';
import { VoteList } from './vote-list';
import { VotePanel } from './vote-panel';

/** One proposal, live: what it does, where it stands, who voted, and what can be done now. */
export function ProposalView({ token, proposalId }: { token: AccountAddress; proposalId: bigint }) {
  const rules = useGovernance(token);
  const proposal = useProposal(token, proposalId);
  const skeleton = <Skeleton className="h-[40rem] w-full rounded-card" />;
  return (
    <QueryBlock query={rules} what="rules" skeleton={skeleton}>
      {(found) => (
        <QueryBlock
          query={proposal}
          what="proposal"
          skeleton={skeleton}
          isEmpty={(row) => row === null}
          empty={<Unknown token={token} />}
        >
          {(row) => (row === null || found === null ? null : <Loaded proposal={row} rules={found} />)}
        </QueryBlock>
      )}
    </QueryBlock>
  );
}

function Unknown({ token }: { token: AccountAddress }) {
  return (
    <EmptyState
      title="There is no such proposal"
      action={
        <Button asChild>
          <Link href={`/models/${token}/governance`}>All proposals</Link>
        </Button>
      }
    >
      If it was just made, this page finds it within seconds.
    </EmptyState>
  );
}

function Loaded({ proposal, rules }: { proposal: ProposalDetail; rules: Governance }) {
  const nowSec = useBlockSec();
  const known = useKnown(rules);
  const quorums = useQuorums(rules, { snapshots: [proposal.snapshotSec], nowSec });
  const quorum = quorums.get(proposal.snapshotSec) ?? null;
  const state =
    nowSec === null ? null : proposalStateOf(proposal, { nowSec, quorumVotes: quorum?.quorumVotes ?? null });
  const { title, why } = readDescription(proposal.description);
  const { targets, valuesWei, calldatas } = proposal;
  const views = useMemo(
    () =>
      targets.map((target, index) =>
        describeCall({ target, valueWei: valuesWei[index] ?? 0n, data: calldatas[index] ?? '0x' }, known),
      ),
    [targets, valuesWei, calldatas, known],
  );
  const missing = useMissing(proposal, rules);
  return (
    <article className="flex flex-col gap-6">
      <header>
        <h2 className="text-2xl font-[640] [overflow-wrap:anywhere]">{title}</h2>
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
          <StateBadge state={state} />
          <span className="inline-flex items-center gap-1.5">
            by <Address address={proposal.proposer} />
          </span>
          <RelativeTime atSec={proposal.createdAtSec} />
        </p>
      </header>
      {/* On a phone: what it does, then what one can do about it, then who voted. */}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
        <div className="flex min-w-0 flex-col gap-6">
          <Card role="region" aria-label="What it does">
            <CardHeader title="What it does" note="Read from the calls themselves, not from what the proposer says." />
            <CallList views={views} />
          </Card>
          <Card>
            <CardHeader title="Why" note="In the proposer’s words. Nobody has checked them." />
            {why === '' ? (
              <p className="text-sm text-ink-3">No reasons were given.</p>
            ) : (
              <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{why}</p>
            )}
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-6 lg:row-span-2">
          {state === null || nowSec === null ? (
            <>
              <LoadingLabel what="the state" />
              <Skeleton className="h-64 rounded-card" />
            </>
          ) : (
            <>
              <NextStep proposal={proposal} state={state} nowSec={nowSec} missing={missing} />
              <VotePanel proposal={proposal} state={state} nowSec={nowSec} />
            </>
          )}
          <Card role="region" aria-label="Result">
            <CardHeader title="Result" />
            <VoteBars votes={proposal} quorum={quorum} quorumBps={rules.quorumBps} />
          </Card>
          {state === null || nowSec === null ? null : (
            <Card>
              <CardHeader title="Way of the proposal" />
              <ProposalSteps proposal={proposal} rules={rules} state={state} nowSec={nowSec} />
            </Card>
          )}
        </div>
        <div className="min-w-0">
          <VoteList proposal={proposal} />
        </div>
      </div>
    </article>
  );
}

/** Whether the treasury has the ETH that the calls take along. */
function useMissing(proposal: ProposalDetail, rules: Governance): string | null {
  const treasury = useTreasury(rules);
  const neededWei = proposal.valuesWei.reduce((sum, wei) => sum + wei, 0n);
  const heldWei = treasury.data?.data.balances[0]?.amount ?? null;
  if (heldWei === null || neededWei <= heldWei) return null;
  return `It takes ${exactAmount(neededWei)} ETH, and the treasury holds ${exactAmount(heldWei)} ETH. Its execution would fail until more comes in.`;
}
