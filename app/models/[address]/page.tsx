import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { getAddress } from 'viem';
import { ModelSkeleton } from '@/components/model/model-skeleton';
import { compactAmount } from '@/lib/format/amount';
import { describeModel } from './describe';
import { TradableModel } from './tradable-model';

type Props = { params: Promise<{ address: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const described = await describeModel((await params).address);
  if (described.kind !== 'model') return { title: 'Model' };
  const { name, symbol, inferencePriceWei } = described.model;
  return {
    title: `${name} (${symbol})`,
    description: `${name} is an open AI model that earns for its holders. An answer costs ${compactAmount(inferencePriceWei)} ETH, and anyone can check it.`,
  };
}

export default async function ModelPage({ params }: Props) {
  const { address } = await params;
  const described = await describeModel(address);
  if (described.kind === 'unknown') notFound();
  return (
    <Suspense fallback={<ModelSkeleton />}>
      <TradableModel token={getAddress(address)} {...(described.kind === 'model' ? { initial: described.read } : {})} />
    </Suspense>
  );
}
