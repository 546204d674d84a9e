'use client';
import type { ReactNode } from 'react';
import { toAppError } from '@/lib/errors/decode';
import { compactAmount } from '@/lib/format/amount';
import { duration } from '@/lib/format/time';
import type { HealthReport } from '@/lib/schema/health';
import { RelativeTime } from '../common/relative-time';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { type Fact, Facts } from '../ui/facts';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { ErrorState } from '../ui/states';
import { useHealth } from './use-network';

type Detail = HealthReport['parts']['node']['detail'];
const count = new Intl.NumberFormat('en');

function fact(detail: Detail, key: string, label: string, show: (value: string | number | boolean) => ReactNode) {
  const value = detail[key];
  return value === undefined ? null : { label, value: show(value) };
}

const number = (value: string | number | boolean) => count.format(Number(value));
const eth = (value: string | number | boolean) => `${compactAmount(BigInt(String(value)))} ETH`;

function chainFacts({ detail }: HealthReport['parts']['chain']): (Fact | null)[] {
  return [fact(detail, 'block', 'Newest block', number), fact(detail, 'chainId', 'Chain id', String)];
}

function indexerFacts({ detail }: HealthReport['parts']['indexer']): (Fact | null)[] {
  return [
    fact(detail, 'block', 'Indexed to block', number),
    fact(detail, 'behindBlocks', 'Behind', (value) => `${number(value)} blocks`),
    fact(detail, 'state', 'State', String),
  ];
}

function nodeFacts({ detail }: HealthReport['parts']['node']): (Fact | null)[] {
  return [
    fact(detail, 'roles', 'Roles', (value) => String(value).split(',').join(', ')),
    fact(detail, 'queueDepth', 'Queue', (value) => `${number(value)} requests`),
    fact(detail, 'checkDepth', 'Being checked', (value) => `${number(value)} answers`),
    fact(detail, 'lastAnsweredSec', 'Last answer', (value) => <RelativeTime atSec={Number(value)} />),
    fact(detail, 'freeStakeWei', 'Free stake', eth),
    fact(detail, 'challengerGames', 'Games as challenger', number),
    fact(detail, 'asserterGames', 'Games as defender', number),
    fact(detail, 'bundles', 'Models held', number),
    fact(detail, 'headAgeSec', 'Saw a block', (value) =>
      Number(value) === 0 ? 'just now' : `${duration(Number(value))} ago`,
    ),
  ];
}

/** Chain, indexer and the node of this site, each with what it says of itself and how fast it answers. */
export function HealthCards() {
  const health = useHealth();
  if (health.data === undefined) {
    if (health.isError) {
      return (
        <ErrorState
          title="The health of the parts could not be read"
          detail={toAppError(health.error).message}
          onRetry={() => void health.refetch()}
        />
      );
    }
    return (
      <>
        <LoadingLabel what="health" />
        <Skeleton className="h-72 w-full rounded-card" />
      </>
    );
  }
  const { chain, indexer, node } = health.data.parts;
  return (
    <div className="grid items-start gap-6 md:grid-cols-3">
      <Part name="RPC" part={chain} facts={chainFacts(chain)} />
      <Part name="Indexer" part={indexer} facts={indexerFacts(indexer)} />
      <Part name="Node of this site" part={node} facts={nodeFacts(node)} />
    </div>
  );
}

function Part({
  name,
  part,
  facts,
}: {
  name: string;
  part: HealthReport['parts']['node'];
  facts: readonly (Fact | null)[];
}) {
  const error = part.detail.error;
  return (
    <Card role="region" aria-label={name}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-[620]">{name}</h3>
        <Badge tone={part.ok ? 'up' : 'down'}>{part.ok ? `Well · ${part.latencyMs} ms` : 'Unwell'}</Badge>
      </div>
      {error === undefined ? <Facts items={facts} /> : <p className="text-sm text-down">{String(error)}</p>}
    </Card>
  );
}
