'use client';
import type { ModelSummary, PricePoint } from '@/lib/api/types';
import { compactPrice } from '@/lib/format/amount';
import { absoluteTime } from '@/lib/format/time';
import { QueryBlock } from '../common/data/query-block';
import { usePriceHistory } from '../common/data/use-models';
import { useNowSec } from '../common/use-now';
import { useUrlState } from '../common/use-url-state';
import { AreaChart, type ChartPoint } from '../ui/area-chart';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';
import { Segmented } from '../ui/tabs';
import { pricePoints } from './price-points';

const RANGES = { hour: 3_600, day: 86_400, week: 604_800, all: Number.POSITIVE_INFINITY } as const;
const RANGE_NAMES = ['hour', 'day', 'week', 'all'] as const;
const RANGE_LABELS = { hour: '1 h', day: '24 h', week: '7 d', all: 'All' } as const;

function toChart(points: readonly PricePoint[]): ChartPoint[] {
  return points.map(({ atSec, priceWei }) => ({
    x: atSec,
    y: Number(priceWei),
    label: `${compactPrice(priceWei)} ETH`,
    when: absoluteTime(atSec),
  }));
}

/** The price over time, from real trades. */
export function PriceChart({ model }: { model: ModelSummary }) {
  const [range, setRange] = useUrlState('range', RANGE_NAMES, 'all');
  const query = usePriceHistory(model.token);
  // Whole half-minutes, so that the line does not crawl with each second.
  const now = useNowSec();
  const nowSec = now === null ? 0 : Math.ceil(now / 30) * 30;
  return (
    <section aria-label="Price">
      <div className="mb-4 flex items-center justify-between gap-3">
        <h2 className="text-lg font-[620]">Price</h2>
        <Segmented
          label="Range"
          value={range}
          onValueChange={setRange}
          options={RANGE_NAMES.map((value) => ({ value, label: RANGE_LABELS[value] }))}
        />
      </div>
      <QueryBlock
        query={query}
        what="price history"
        skeleton={<Skeleton className="h-56 sm:h-72" />}
        isEmpty={(points) => points.length === 0}
        empty={
          <EmptyState title="No trade yet">
            The first buy starts the line. The price begins at {compactPrice(model.tokenPriceWei)} ETH.
          </EmptyState>
        }
      >
        {(points) => (
          <AreaChart
            title={`Price of ${model.symbol} in ETH`}
            points={toChart(pricePoints({ points, sinceSec: nowSec - RANGES[range], nowSec }))}
          />
        )}
      </QueryBlock>
    </section>
  );
}
