'use client';
import dynamic from 'next/dynamic';
import type { Address } from 'viem';
import { ModelView } from '@/components/model/model-view';
import { TradeSheet } from '@/components/trade/trade-sheet';
import { Skeleton } from '@/components/ui/skeleton';
import type { ModelSummary, Read } from '@/lib/api/types';

const TradePanel = dynamic(() => import('@/components/trade/trade-panel').then((module) => module.TradePanel), {
  ssr: false,
  loading: () => <Skeleton className="h-[30rem] rounded-card" />,
});

// Only for the tab that needs it: the editors of every form of request.
const TryModel = dynamic(() => import('@/components/prompt/try-model').then((module) => module.TryModel), {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full rounded-card" />,
});

const GovernanceTab = dynamic(
  () => import('@/components/governance/governance-tab').then((module) => module.GovernanceTab),
  { ssr: false, loading: () => <Skeleton className="h-96 w-full rounded-card" /> },
);

/** Puts trading, governance and the prompt into the model's page: the panel beside it on wide screens, as a sheet on phones. */
export function TradableModel({ token, initial }: { token: Address; initial?: Read<ModelSummary | null> }) {
  return (
    <ModelView
      token={token}
      {...(initial === undefined ? {} : { initial })}
      slots={{
        trade: (model) => <TradePanel model={model} />,
        sheet: (model) => <TradeSheet model={model} />,
        tryIt: (model) => <TryModel token={model.token} />,
        governance: (model) => <GovernanceTab token={model.token} />,
      }}
    />
  );
}
