import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { getAddress } from 'viem';
import { ProposalView } from '@/components/governance/proposal-view';
import { Skeleton } from '@/components/ui/skeleton';
import { readDescription } from '@/lib/governance/description';
import { describeModel } from '../../describe';
import { GovernanceHead } from '../head';
import { describeProposalAt, parseProposalId } from './describe';

type Props = { params: Promise<{ address: string; proposal: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { address, proposal } = await params;
  const found = await describeProposalAt(address, proposal);
  const title = found === null ? 'Proposal' : readDescription(found.description).title;
  return { title, description: 'What a vote of the holders would do, call by call, and where it stands.' };
}

export default async function ProposalPage({ params }: Props) {
  const { address, proposal } = await params;
  const described = await describeModel(address);
  const proposalId = parseProposalId(proposal);
  if (described.kind === 'unknown' || proposalId === null) notFound();
  const token = getAddress(address);
  const name = described.kind === 'model' ? described.model.name : 'this model';
  return (
    <>
      <GovernanceHead
        token={token}
        title={`Proposal to ${name}`}
        back={{ href: `/models/${token}/governance`, text: 'All proposals' }}
      />
      <Suspense fallback={<Skeleton className="h-[40rem] w-full rounded-card" />}>
        <ProposalView token={token} proposalId={proposalId} />
      </Suspense>
    </>
  );
}
