'use client';
import Link from 'next/link';
import type { Governance } from '@/lib/api/governance/get-governance';
import { formatBps } from '@/lib/format/percent';
import { duration } from '@/lib/format/time';
import { QueryBlock } from '../../common/data/query-block';
import { useBlockSec } from '../../common/use-chain-now';
import { Button } from '../../ui/button';
import { RowSkeletons } from '../../ui/row-skeletons';
import { EmptyState } from '../../ui/states';
import { useGrants } from '../use-governance';
import { GrantCard } from './grant-card';

/** The grants that holders have voted for: how far each is, and what can be done about it. */
export function GrantsTab({ rules }: { rules: Governance }) {
  const query = useGrants(rules.token);
  const nowSec = useBlockSec();
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-ink-2">
        A grant’s money waits in a contract of its own. The recipient announces each milestone when it is done; holders
        can then object for {duration(rules.vetoWindowSec)}, and {formatBps(rules.vetoBps)} of the votes stop it.
      </p>
      <QueryBlock
        query={query}
        what="grants"
        skeleton={<RowSkeletons />}
        isEmpty={(grants) => grants.length === 0}
        empty={
          <EmptyState
            title="No grant has been voted for yet"
            action={
              <Button asChild look="secondary">
                <Link href={`/models/${rules.token}/governance/propose?template=grant`}>Propose a grant</Link>
              </Button>
            }
          />
        }
      >
        {(grants) => (
          <ul className="flex flex-col gap-4">
            {grants.map((grant) => (
              <li key={grant.id}>
                <GrantCard grant={grant} rules={rules} nowSec={nowSec} />
              </li>
            ))}
          </ul>
        )}
      </QueryBlock>
    </div>
  );
}
