'use client';
import dynamic from 'next/dynamic';
import { type ReactNode, useMemo, useState } from 'react';
import type { CandleInterval } from '@/lib/api/market/candle';
import type { ModelSummary } from '@/lib/api/types';
import { compactAmount, compactPrice } from '@/lib/format/amount';
import { absoluteTime } from '@/lib/format/time';
import { Amount } from '../../common/amount';
import { QueryBlock } from '../../common/data/query-block';
import { useUrlState } from '../../common/use-url-state';
import { Skeleton } from '../../ui/skeleton';
import { EmptyState } from '../../ui/states';
import { Segmented } from '../../ui/tabs';
import { CandleTable } from './candle-table';
import { CHART_FORMS, CHART_UNITS, type ChartRow, type ChartUnit, chartRows, firstInterval } from './chart-rows';
import { useCandles } from './use-candles';

const INTERVALS = ['1m', '5m', '15m', '1h', '4h', '1d'] as const satisfies readonly CandleInterval[];
const FORM_LABELS = { candles: 'Candles', line: 'Line' } as const;
const UNIT_LABELS = { price: 'Price', cap: 'Market cap' } as const;

const picture = <Skeleton className="h-72 rounded-lg sm:h-96" />;
// The drawing library is a tenth of the page's code, and the page says everything without it.
const ChartCanvas = dynamic(() => import('./chart-canvas').then((module) => module.ChartCanvas), {
  ssr: false,
  loading: () => picture,
});

function Value({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className="whitespace-nowrap">
      {label} <span className="text-ink">{children}</span>
    </span>
  );
}

/** The numbers of one interval: the one under the pointer, else the newest. */
function Legend({ row, unit }: { row: ChartRow | undefined; unit: ChartUnit }) {
  if (row === undefined) return null;
  const kind = unit === 'price' ? 'price' : 'amount';
  return (
    <p className="num mb-2 flex min-h-10 flex-wrap content-start gap-x-3 text-xs text-ink-3" aria-hidden>
      <span className="whitespace-nowrap">{absoluteTime(row.startSec)}</span>
      <Value label="O">
        <Amount value={row.open} kind={kind} />
      </Value>
      <Value label="H">
        <Amount value={row.high} kind={kind} />
      </Value>
      <Value label="L">
        <Amount value={row.low} kind={kind} />
      </Value>
      <Value label="C">
        <Amount value={row.close} kind={kind} />
      </Value>
      <Value label="Volume">
        <Amount value={row.volumeWei} unit="ETH" />
      </Value>
      <Value label="Revenue">
        <Amount value={row.revenueWei} unit="ETH" />
      </Value>
    </p>
  );
}

/** Price or market cap over time, in one line over curve and pool, with the revenue beneath. All choices are in the URL. */
export function PriceChart({ model }: { model: ModelSummary }) {
  const [ownInterval] = useState(() => firstInterval(Date.now() / 1000 - model.launchedAtSec));
  const [interval, setInterval] = useUrlState<CandleInterval>('interval', INTERVALS, ownInterval);
  const [form, setForm] = useUrlState('chart', CHART_FORMS, 'candles');
  const [unit, setUnit] = useUrlState('scale', CHART_UNITS, 'price');
  const [hovered, setHovered] = useState<number | null>(null);
  const { token, launchedAtSec } = model;
  const { live, candles, loadOlder, intervalSec } = useCandles({ token, interval, launchedAtSec });
  const { totalSupply, graduatedAtSec } = model;
  const rows = useMemo(
    () => chartRows(candles, { unit, totalSupply, intervalSec, graduatedAtSec }),
    [candles, unit, totalSupply, intervalSec, graduatedAtSec],
  );
  const title = `${unit === 'price' ? 'Price' : 'Market cap'} of ${model.symbol} in ETH, ${interval} candles`;
  const say = (wei: bigint) => (unit === 'price' ? compactPrice(wei) : compactAmount(wei));
  return (
    <section aria-label="Price">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 className="sr-only">Price</h2>
        <Segmented
          label="Interval"
          value={interval}
          onValueChange={setInterval}
          options={INTERVALS.map((value) => ({ value, label: value }))}
          className="max-sm:w-full [&>button]:px-2.5 max-sm:[&>button]:px-1"
        />
        <div className="flex flex-wrap gap-2 max-sm:w-full">
          <Segmented
            label="What is drawn"
            value={unit}
            onValueChange={setUnit}
            options={CHART_UNITS.map((value) => ({ value, label: UNIT_LABELS[value] }))}
            className="max-sm:flex-1 [&>button]:px-2.5"
          />
          <Segmented
            label="How it is drawn"
            value={form}
            onValueChange={setForm}
            options={CHART_FORMS.map((value) => ({ value, label: FORM_LABELS[value] }))}
            className="max-sm:flex-1 [&>button]:px-2.5"
          />
        </div>
      </div>
      <QueryBlock
        query={live}
        what="price history"
        skeleton={
          <>
            <div className="mb-2 h-10" />
            {picture}
          </>
        }
        isEmpty={(read) => read.length === 0}
        empty={
          <EmptyState title="No price yet">The line begins at {compactPrice(model.tokenPriceWei)} ETH.</EmptyState>
        }
      >
        {() => (
          <div>
            <Legend row={rows.find(({ startSec }) => startSec === hovered) ?? rows.at(-1)} unit={unit} />
            <ChartCanvas
              rows={rows}
              form={form}
              unit={unit}
              scope={`${model.token}:${interval}`}
              title={title}
              inWords={(row) =>
                `${absoluteTime(row.startSec)}: open ${say(row.open)}, high ${say(row.high)}, low ${say(row.low)}, close ${say(row.close)} ETH${row.isGraduation ? ', graduated' : ''}`
              }
              onHover={setHovered}
              onNearStart={loadOlder}
            />
            <div className="mt-2 flex flex-wrap items-start justify-between gap-x-4">
              <CandleTable rows={rows} unit={unit} caption={title} />
              <p className="py-2 text-xs text-ink-3">
                {unit === 'cap' ? "Market caps are at today's supply. " : ''}Bars: revenue to holders. Drawn with&nbsp;
                <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer" className="link">
                  TradingView
                </a>
              </p>
            </div>
          </div>
        )}
      </QueryBlock>
    </section>
  );
}
