'use client';
import type { ProposalDetail, Support, VoteRow } from '@/lib/api/governance/types';
import { plainText } from '@/lib/format/plain-text';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { Badge, type Tone } from '../ui/badge';
import { Card, CardHeader } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';
import { EmptyState } from '../ui/states';

const LOOKS: Record<Support, { tone: Tone; text: string }> = {
  for: { tone: 'up', text: 'For' },
  against: { tone: 'down', text: 'Against' },
  abstain: { tone: 'neutral', text: 'Abstained' },
};

const COLUMNS: readonly Column<VoteRow>[] = [
  { id: 'voter', header: 'Voter', isTitle: true, cell: ({ voter }) => <Address address={voter} /> },
  {
    id: 'support',
    header: 'Vote',
    cell: ({ support }) => <Badge tone={LOOKS[support].tone}>{LOOKS[support].text}</Badge>,
  },
  { id: 'weight', header: 'Votes', align: 'end', cell: ({ weight }) => <Amount value={weight} /> },
  {
    id: 'reason',
    header: 'Reason',
    cell: ({ reason }) =>
      reason === '' ? (
        <span className="text-ink-3">None given</span>
      ) : (
        <span className="max-h-24 min-w-0 overflow-hidden text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
          {plainText(reason)}
        </span>
      ),
  },
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

/** Who voted how, the newest first. */
export function VoteList({ proposal }: { proposal: ProposalDetail }) {
  const { votes, voterCount } = proposal;
  return (
    <Card>
      <CardHeader
        title="Votes"
        {...(voterCount > votes.length ? { note: `The newest ${votes.length} of ${voterCount}.` } : {})}
      />
      {votes.length === 0 ? (
        <EmptyState title="Nobody has voted yet" />
      ) : (
        <DataTable caption="Votes, newest first" columns={COLUMNS} rows={votes} rowKey={({ voter }) => voter} />
      )}
    </Card>
  );
}
