import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { getAddress } from 'viem';
import { GovernanceView } from '@/components/governance/governance-view';
import { Skeleton } from '@/components/ui/skeleton';
import { describeModel } from '../describe';
import { GovernanceHead } from './head';

type Props = { params: Promise<{ address: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const described = await describeModel((await params).address);
  if (described.kind !== 'model') return { title: 'Governance' };
  const { name, symbol } = described.model;
  return {
    title: `Governance of ${name} (${symbol})`,
    description: `What the holders of ${name} own and decide together: proposals, grants and the treasury.`,
  };
}

export default async function GovernancePage({ params }: Props) {
  const { address } = await params;
  const described = await describeModel(address);
  if (described.kind === 'unknown') notFound();
  const token = getAddress(address);
  const name = described.kind === 'model' ? described.model.name : 'this model';
  return (
    <>
      <GovernanceHead
        token={token}
        title={`Governance of ${name}`}
        back={{ href: `/models/${token}`, text: 'Price, holders, revenue' }}
      />
      <Suspense fallback={<Skeleton className="h-[32rem] w-full rounded-card" />}>
        <GovernanceView token={token} />
      </Suspense>
    </>
  );
}
