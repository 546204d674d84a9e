import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { type Address, getAddress } from 'viem';
import { PromptView } from '@/components/prompt/prompt-view';
import { Engraving } from '@/components/ui/engraving';
import { Skeleton } from '@/components/ui/skeleton';
import { compactAmount } from '@/lib/format/amount';
import { describeModel } from '../describe';
import { readTerms } from './read-terms';

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

async function Prompt({ token }: { token: Address }) {
  const first = await readTerms(token);
  return <PromptView token={token} {...(first === undefined ? {} : { first })} />;
}

export default async function PromptPage({ params }: Props) {
  const { address } = await params;
  const described = await describeModel(address);
  if (described.kind === 'unknown') notFound();
  const token = getAddress(address);
  const model = described.kind === 'model' ? described.model : null;
  return (
    <>
      <div className="mb-8 flex items-center gap-4">
        <Engraving seed={token} className="size-16" />
        <div>
          <h1 className="text-3xl font-[640]">Ask {model?.name ?? 'this model'}</h1>
          <Link href={`/models/${token}`} className="link inline-flex min-h-9 items-center text-sm">
            {model === null ? 'Price' : `${model.symbol}: price`}, holders, revenue
          </Link>
        </div>
      </div>
      <Suspense fallback={<Skeleton className="h-dvh w-full rounded-card" />}>
        <Prompt token={token} />
      </Suspense>
    </>
  );
}
