'use client';
import Link from 'next/link';
import type { Address } from 'viem';
import type { Governance } from '@/lib/api/governance/get-governance';
import { useUrlState } from '../common/use-url-state';
import { Button } from '../ui/button';
import { Tabs } from '../ui/tabs';
import { DelegateCard } from './delegate-card';
import { GrantsTab } from './grants/grants-tab';
import { ProposalList } from './proposal-list';
import { RulesBlock } from './rules-block';
import { RulesCard } from './rules-card';
import { TreasuryTab } from './treasury/treasury-tab';

const TABS = ['proposals', 'grants', 'treasury'] as const;

/** What a model's holders own and decide together. */
export function GovernanceView({ token }: { token: Address }) {
  return <RulesBlock token={token}>{(rules) => <Loaded rules={rules} />}</RulesBlock>;
}

function Loaded({ rules }: { rules: Governance }) {
  const [tab, setTab] = useUrlState('tab', TABS, 'proposals');
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        <Tabs
          label="Governance"
          value={tab}
          onValueChange={setTab}
          items={[
            { value: 'proposals', label: 'Proposals', content: <Proposals rules={rules} /> },
            { value: 'grants', label: 'Grants', content: <GrantsTab rules={rules} /> },
            { value: 'treasury', label: 'Treasury', content: <TreasuryTab rules={rules} /> },
          ]}
        />
      </div>
      <aside className="flex min-w-0 flex-col gap-6">
        <RulesCard rules={rules} />
        <DelegateCard rules={rules} />
      </aside>
    </div>
  );
}

function Proposals({ rules }: { rules: Governance }) {
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Button asChild>
          <Link href={`/models/${rules.token}/governance/propose`}>Make a proposal</Link>
        </Button>
      </div>
      <ProposalList rules={rules} />
    </div>
  );
}
