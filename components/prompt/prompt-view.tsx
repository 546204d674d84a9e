'use client';
import Link from 'next/link';
import type { Address } from 'viem';
import { toAppError } from '@/lib/errors/decode';
import { RequestList } from '../common/requests/request-list';
import { UnverifiableNote } from '../common/verify/unverifiable-note';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { EmptyState, ErrorState } from '../ui/states';
import { FeeSplit } from './fee-split';
import { PromptForm } from './prompt-form';
import { type FirstTerms, useModelTerms } from './use-model-terms';

/** Ask a model: the prompt, what it costs and who gets it, and what others asked. `first`: what the server read already. */
export function PromptView({ token, first }: { token: Address; first?: FirstTerms }) {
  const terms = useModelTerms(token, first);
  if (terms.isPending) {
    return (
      <>
        <LoadingLabel what="the model" />
        <Skeleton className="h-dvh w-full rounded-card" />
      </>
    );
  }
  if (terms.isError) {
    return (
      <ErrorState
        title="The model could not be read"
        detail={toAppError(terms.error).message}
        onRetry={() => void terms.refetch()}
      />
    );
  }
  if (terms.data === null) {
    return (
      <EmptyState
        title="No model was launched at this address"
        action={
          <Button asChild>
            <Link href="/">See all models</Link>
          </Button>
        }
      />
    );
  }
  const model = terms.data;
  return (
    <>
      <UnverifiableNote
        model={{ uri: model.bundleURI, programHash: model.programHash, modelHash: model.modelHash }}
        className="mb-6"
      />
      <div className="grid gap-6 lg:grid-cols-[1.6fr_1fr] lg:items-start">
        <Card>
          <PromptForm model={model} />
        </Card>
        <Card>
          <CardHeader title="Who gets the fee" />
          <FeeSplit model={model} first={first?.settings} />
        </Card>
      </div>
      <section className="mt-10" aria-labelledby="asked">
        <div className="mb-4 flex flex-wrap items-baseline justify-between gap-3">
          <h2 id="asked" className="text-xl font-[620]">
            What was asked before
          </h2>
          <Link href="/requests" className="link text-sm">
            My requests
          </Link>
        </div>
        <RequestList
          filter={{ token }}
          empty={<EmptyState title="Nobody has asked this model yet">Yours can be its first prompt.</EmptyState>}
        />
      </section>
    </>
  );
}
