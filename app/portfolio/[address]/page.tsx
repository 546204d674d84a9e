import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { getAddress, isAddress } from 'viem';
import { PortfolioView } from '@/components/portfolio/portfolio-view';
import { Skeleton } from '@/components/ui/skeleton';
import { shortAddress } from '@/lib/format/address';

type Props = { params: Promise<{ address: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { address } = await params;
  return {
    title: `Portfolio of ${shortAddress(address)}`,
    description: `What ${shortAddress(address)} holds of open AI models, what it cost, and what it did.`,
  };
}

export default async function PortfolioPage({ params }: Props) {
  const { address } = await params;
  if (!isAddress(address, { strict: false })) notFound();
  return (
    <Suspense fallback={<Skeleton className="h-[32rem] w-full rounded-card" />}>
      <PortfolioView account={getAddress(address)} />
    </Suspense>
  );
}
