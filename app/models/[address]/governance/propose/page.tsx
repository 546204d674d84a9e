import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { getAddress } from 'viem';
import { ProposeView } from '@/components/governance/propose/propose-view';
import { Skeleton } from '@/components/ui/skeleton';
import { describeModel } from '../../describe';
import { GovernanceHead } from '../head';

type Props = { params: Promise<{ address: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const described = await describeModel((await params).address);
  return {
    title: described.kind === 'model' ? `Propose to the holders of ${described.model.name}` : 'Make a proposal',
    description:
      'A grant by milestones, the price of an answer, the pool’s fee, a currency of revenue or a new version.',
  };
}

export default async function ProposePage({ params }: Props) {
  const { address } = await params;
  const described = await describeModel(address);
  if (described.kind === 'unknown') notFound();
  const token = getAddress(address);
  const name = described.kind === 'model' ? described.model.name : 'this model';
  return (
    <>
      <GovernanceHead
        token={token}
        title={`Propose to the holders of ${name}`}
        back={{ href: `/models/${token}/governance`, text: 'All proposals' }}
      />
      <Suspense fallback={<Skeleton className="h-[32rem] w-full rounded-card" />}>
        <ProposeView token={token} />
      </Suspense>
    </>
  );
}
