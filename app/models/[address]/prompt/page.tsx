import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { getAddress } from 'viem';
import { PromptView } from '@/components/prompt/prompt-view';
import { Skeleton } from '@/components/ui/skeleton';
import { compactAmount } from '@/lib/format/amount';
import { describeModel } from '../describe';

type Props = { params: Promise<{ address: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const described = await describeModel((await params).address);
  if (described.kind !== 'model') return { title: 'Ask a model' };
  const { name, inferencePriceWei } = described.model;
  return {
    title: `Ask ${name}`,
    description: `Ask ${name} for ${compactAmount(inferencePriceWei)} ETH. Anyone can check that the answer is the model’s own.`,
  };
}

export default async function PromptPage({ params }: Props) {
  const { address } = await params;
  if ((await describeModel(address)).kind === 'unknown') notFound();
  return (
    <Suspense fallback={<Skeleton className="h-96 w-full rounded-card" />}>
      <PromptView token={getAddress(address)} />
    </Suspense>
  );
}
