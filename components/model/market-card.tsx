'use client';
import type { ModelSummary } from '@/lib/api/types';
import { useMarket } from '../common/data/use-market';
import { Card } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { ErrorState } from '../ui/states';
import { PoolCard } from './pool-card';
import { SaleCard } from './sale-card';

/** Where the token trades: its sale with what happens at the target, or its pool. Straight from the chain. */
export function MarketCard({ model }: { model: ModelSummary }) {
  const market = useMarket(model);
  if (market.data === undefined) {
    return market.isError ? (
      <ErrorState
        title="The market could not be read"
        detail="The chain cannot be reached."
        onRetry={() => void market.refetch()}
      />
    ) : (
      <Skeleton className="h-72 rounded-card" />
    );
  }
  return (
    <Card>
      {market.data.state.graduated ? (
        <PoolCard model={model} market={market.data} />
      ) : (
        <SaleCard model={model} market={market.data} />
      )}
    </Card>
  );
}
