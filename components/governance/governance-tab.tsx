'use client';
import Link from 'next/link';
import type { Address } from 'viem';
import type { Governance } from '@/lib/api/governance/get-governance';
import { formatBps } from '@/lib/format/percent';
import { duration } from '@/lib/format/time';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { Button } from '../ui/button';
import { Facts } from '../ui/facts';
import { RowSkeletons } from '../ui/row-skeletons';
import { EmptyState } from '../ui/states';
import { ProposalList } from './proposal-list';
import { useGovernance, useTreasury } from './use-governance';

const SHOWN = 5;

/** Governance in short, for the model's page: the newest proposals, the rules, what the treasury holds. */
export function GovernanceTab({ token }: { token: Address }) {
  const rules = useGovernance(token);
  return (
    <QueryBlock
      query={rules}
      what="governance"
      skeleton={<RowSkeletons />}
      isEmpty={(found) => found === null}
      empty={<EmptyState title="No model was launched at this address" />}
    >
      {(found) => (found === null ? null : <Loaded rules={found} />)}
    </QueryBlock>
  );
}

function Loaded({ rules }: { rules: Governance }) {
  const treasury = useTreasury(rules);
  const heldWei = treasury.data?.data.balances[0]?.amount ?? null;
  const page = `/models/${rules.token}/governance`;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap gap-3">
        <Button asChild>
          <Link href={page}>All of governance</Link>
        </Button>
        <Button asChild look="secondary">
          <Link href={`${page}/propose`}>Make a proposal</Link>
        </Button>
      </div>
      <Facts
        items={[
          {
            label: 'The treasury holds',
            value: (
              <Link href={`${page}?tab=treasury`} className="link">
                {heldWei === null ? 'see the treasury' : <Amount value={heldWei} unit="ETH" />}
              </Link>
            ),
          },
          { label: 'A proposer needs', value: <Amount value={rules.thresholdVotes} unit="votes" /> },
          { label: 'Quorum', value: formatBps(rules.quorumBps) },
          {
            label: 'Notice, voting, delay',
            value: [rules.votingDelaySec, rules.votingPeriodSec, rules.timelockDelaySec].map(duration).join(', '),
          },
        ]}
      />
      <ProposalList rules={rules} shown={SHOWN} />
    </div>
  );
}
