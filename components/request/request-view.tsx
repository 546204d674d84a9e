'use client';
import { Link2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { RequestRow } from '@/lib/api/types';
import { phaseOf } from '@/lib/request/timeline';
import { QueryBlock } from '../common/data/query-block';
import { useModelManifest } from '../common/data/use-manifest';
import { PhaseBadge } from '../common/requests/phase-badge';
import { useRequest } from '../common/requests/use-requests';
import { ShownBytes } from '../common/shown/shown-bytes';
import { useChainNow } from '../common/use-chain-now';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';
import { AnswerCard } from './answer-card';
import { MintCard } from './mint-card';
import { RequestDetails } from './request-details';
import { SettleButton } from './settle-button';
import { RequestTimeline } from './timeline';
import { useModelName } from './use-model-name';
import { VerifyPanel } from './verify-panel';

/** One request from payment to finality, live. */
export function RequestView({ requestId }: { requestId: bigint }) {
  const request = useRequest(requestId);
  return (
    <QueryBlock
      query={request}
      what="request"
      skeleton={<Skeleton className="h-[32rem] w-full rounded-card" />}
      isEmpty={(row) => row === null}
      empty={
        <EmptyState
          title={`There is no request ${requestId}`}
          action={
            <Button asChild>
              <Link href="/requests">My requests</Link>
            </Button>
          }
        >
          If it was just paid, this page finds it within seconds.
        </EmptyState>
      }
    >
      {(row) => (row === null ? null : <Loaded request={row} />)}
    </QueryBlock>
  );
}

function Loaded({ request }: { request: RequestRow }) {
  const chainNow = useChainNow();
  const name = useModelName(request.token);
  const manifest = useModelManifest(request.modelId).data;
  // Until the chain's clock is known, the request's own times keep the page still.
  const nowSec = chainNow ?? request.requestedAtSec;
  const phase = phaseOf(request, nowSec);
  const model = name ?? `model ${request.modelId}`;
  return (
    <div className="grid gap-6 lg:grid-cols-[1.6fr_1fr] lg:grid-rows-[auto_1fr] lg:items-start">
      <div className="flex min-w-0 flex-col gap-6 lg:col-start-1">
        <Card>
          <CardHeader title="Prompt">
            <ShareButton />
          </CardHeader>
          <ShownBytes form={manifest?.input} hex={request.input} what="Prompt" />
          <p className="mt-3 text-sm text-ink-3">
            To{' '}
            {request.token === null ? (
              model
            ) : (
              <Link href={`/models/${request.token}`} className="link">
                {model}
              </Link>
            )}
            {request.token === null ? null : (
              <>
                {' · '}
                <Link href={`/models/${request.token}/prompt`} className="link">
                  Ask it something else
                </Link>
              </>
            )}
          </p>
        </Card>
        <AnswerCard request={request} manifest={manifest} phase={phase} nowSec={nowSec} />
        {request.token === null ? null : <MintCard request={request} nowSec={nowSec} />}
      </div>
      <Card className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <CardHeader title="Progress">
          <PhaseBadge phase={phase} />
        </CardHeader>
        <RequestTimeline request={request} nowSec={nowSec} />
        <SettleButton request={request} phase={phase} />
      </Card>
      <div className="flex min-w-0 flex-col gap-6 lg:col-start-1">
        <VerifyPanel request={request} manifest={manifest} phase={phase} nowSec={nowSec} />
        <RequestDetails request={request} />
      </div>
    </div>
  );
}

function ShareButton() {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Button look="quiet" size="sm" onClick={() => void copy()}>
      <Link2 aria-hidden className="size-4" /> {isCopied ? 'Copied' : 'Copy link'}
    </Button>
  );
}
