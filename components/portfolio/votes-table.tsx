'use client';
import Link from 'next/link';
import type { Address } from 'viem';
import type { AccountVote, Support } from '@/lib/api/governance/types';
import { readDescription } from '@/lib/governance/description';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { type Column, DataTable } from '../ui/data-table';
import { RowSkeletons } from '../ui/row-skeletons';
import { EmptyState } from '../ui/states';
import { useAccountVotes } from './use-portfolio';

const SAID: Record<Support, string> = { for: 'For', against: 'Against', abstain: 'Abstained' };

const COLUMNS: readonly Column<AccountVote>[] = [
  {
    id: 'proposal',
    header: 'Proposal',
    isTitle: true,
    cell: ({ token, proposalId, description }) => (
      <Link
        href={`/models/${token}/governance/${proposalId}`}
        className="inline-flex min-h-11 items-center [overflow-wrap:anywhere] hover:underline"
      >
        {readDescription(description).title}
      </Link>
    ),
  },
  { id: 'support', header: 'Vote', cell: ({ support }) => SAID[support] },
  { id: 'weight', header: 'Votes', align: 'end', cell: ({ weight }) => <Amount value={weight} /> },
  {
    id: 'when',
    header: 'When',
    align: 'end',
    cell: ({ atSec, txHash }) => (
      <TransactionLink hash={txHash}>
        <RelativeTime atSec={atSec} />
      </TransactionLink>
    ),
  },
];

/** How an account voted, in all models. */
export function VotesTable({ account, isOwn }: { account: Address; isOwn: boolean }) {
  const query = useAccountVotes(account);
  return (
    <QueryBlock
      query={query}
      what="votes"
      skeleton={<RowSkeletons />}
      isEmpty={(votes) => votes.length === 0}
      empty={
        <EmptyState title={isOwn ? 'You have not voted yet' : 'This account has not voted'}>
          Holders vote on each model’s governance page.
        </EmptyState>
      }
    >
      {(votes) => <DataTable caption="Votes, newest first" columns={COLUMNS} rows={votes} rowKey={({ id }) => id} />}
    </QueryBlock>
  );
}
