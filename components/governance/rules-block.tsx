import type { ReactNode } from 'react';
import type { Address } from 'viem';
import type { Governance } from '@/lib/api/governance/get-governance';
import { QueryBlock } from '../common/data/query-block';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';
import { useGovernance } from './use-governance';

/** A part of a page that needs the rules of a model's votes, with what to show until and unless they are there. */
export function RulesBlock({ token, children }: { token: Address; children: (rules: Governance) => ReactNode }) {
  const rules = useGovernance(token);
  return (
    <QueryBlock
      query={rules}
      what="governance"
      skeleton={<Skeleton className="h-dvh w-full rounded-card" />}
      isEmpty={(found) => found === null}
      empty={<EmptyState title="No model was launched at this address" />}
    >
      {(found) => (found === null ? null : children(found))}
    </QueryBlock>
  );
}
