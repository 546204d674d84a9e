'use client';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Address } from 'viem';
import type { ModelSummary, Read } from '@/lib/api/types';
import { QueryBlock } from '../common/data/query-block';
import { useModel } from '../common/data/use-models';
import { useIsWide } from '../common/use-is-wide';
import { useUrlState } from '../common/use-url-state';
import { UnverifiableNote } from '../common/verify/unverifiable-note';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { PriceChart } from './chart/price-chart';
import { HoldersTab } from './holders-tab';
import { MarketCard } from './market-card';
import { ModelFigures, ModelHeader } from './model-header';
import { ModelSkeleton } from './model-skeleton';
import { RevenueTab } from './revenue-tab';
import { RiskPanel } from './risk-panel';
import { TradesTab } from './trades-tab';

const AboutTab = dynamic(() => import('./about-tab').then((module) => module.AboutTab), {
  ssr: false,
  loading: () => <Skeleton className="h-96 rounded-card" />,
});

const TABS = ['trades', 'holders', 'revenue', 'try', 'governance', 'about'] as const;

function ModelTabs({ model, tryIt, governance }: { model: ModelSummary } & Pick<Slots, 'tryIt' | 'governance'>) {
  const [tab, setTab] = useUrlState('tab', TABS, 'trades');
  return (
    <Tabs
      label="About this model"
      value={tab}
      onValueChange={setTab}
      items={[
        { value: 'trades', label: 'Trades', content: <TradesTab model={model} /> },
        { value: 'holders', label: `Holders (${model.holderCount})`, content: <HoldersTab model={model} /> },
        { value: 'revenue', label: 'Revenue', content: <RevenueTab model={model} /> },
        { value: 'try', label: 'Try it', content: tryIt },
        { value: 'governance', label: 'Governance', content: governance },
        { value: 'about', label: 'About', content: <AboutTab model={model} /> },
      ]}
    />
  );
}

type Slots = { trade: ReactNode; sheet: ReactNode; tryIt: ReactNode; governance: ReactNode };

function Loaded({ model, trade, sheet, tryIt, governance }: { model: ModelSummary } & Slots) {
  const isWide = useIsWide();
  return (
    <article className="flex flex-col gap-8 pb-20 lg:pb-0">
      <ModelHeader model={model} />
      <ModelFigures model={model} />
      <UnverifiableNote
        model={{ uri: model.bundleURI, programHash: model.programHash, modelHash: model.modelHash }}
        className="-mt-4"
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <Card>
            <PriceChart model={model} />
          </Card>
          <div className="lg:hidden">{isWide ? null : <MarketCard model={model} />}</div>
          <ModelTabs model={model} tryIt={tryIt} governance={governance} />
          <div className="lg:hidden">{isWide ? null : <RiskPanel model={model} />}</div>
        </div>
        <aside className="flex flex-col gap-6 max-lg:hidden">
          <Card>{isWide ? trade : <Skeleton className="h-[30rem]" />}</Card>
          {isWide ? <MarketCard model={model} /> : <Skeleton className="h-72 rounded-card" />}
          {isWide ? <RiskPanel model={model} /> : null}
        </aside>
      </div>
      {isWide ? null : sheet}
    </article>
  );
}

function Unknown() {
  return (
    <EmptyState
      title="No model was launched at this address"
      action={
        <Button asChild>
          <Link href="/">See all models</Link>
        </Button>
      }
    >
      The link may be mistyped, or the model lives on another network. A model launched seconds ago appears here by
      itself.
    </EmptyState>
  );
}

/** Everything about one model. The trade panel and the prompt are other features', handed in by the page. */
export function ModelView({
  token,
  initial,
  slots,
}: {
  token: Address;
  /** What the server read already, so that the first picture has the model in it. */
  initial?: Read<ModelSummary | null>;
  slots: { [slot in keyof Slots]: (model: ModelSummary) => ReactNode };
}) {
  const query = useModel(token, initial);
  return (
    <QueryBlock
      query={query}
      what="model"
      skeleton={<ModelSkeleton />}
      isEmpty={(model) => model === null}
      empty={<Unknown />}
    >
      {(model) =>
        model === null ? null : (
          <Loaded
            model={model}
            trade={slots.trade(model)}
            sheet={slots.sheet(model)}
            tryIt={slots.tryIt(model)}
            governance={slots.governance(model)}
          />
        )
      }
    </QueryBlock>
  );
}
