'use client';
import Link from 'next/link';
import type { Address } from 'viem';
import { toAppError } from '@/lib/errors/decode';
import { Card, CardHeader } from '../ui/card';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { ErrorState } from '../ui/states';
import { FeeSplit } from './fee-split';
import { PromptForm } from './prompt-form';
import { useModelTerms } from './use-model-terms';

/** The prompt where a model is looked at: the same form as on its own page. */
export function TryModel({ token }: { token: Address }) {
  const terms = useModelTerms(token);
  if (terms.isError) {
    return (
      <ErrorState
        title="The model could not be read"
        detail={toAppError(terms.error).message}
        onRetry={() => void terms.refetch()}
      />
    );
  }
  if (terms.data === undefined || terms.data === null) {
    return (
      <>
        <LoadingLabel what="the model" />
        <Skeleton className="h-96 w-full rounded-card" />
      </>
    );
  }
  return (
    <div className="grid items-start gap-6 md:grid-cols-[1.5fr_1fr] lg:grid-cols-1 xl:grid-cols-[1.5fr_1fr]">
      <Card>
        <PromptForm model={terms.data} />
      </Card>
      <Card>
        <CardHeader title="Who gets the fee" />
        <FeeSplit model={terms.data} />
        <Link href={`/models/${token}/prompt`} className="link mt-3 inline-flex min-h-11 items-center text-sm">
          What others asked
        </Link>
      </Card>
    </div>
  );
}
