import Link from 'next/link';
import type { ModelSummary } from '@/lib/api/types';
import { Amount } from '../common/amount';
import { Apr, CurveProgress, DayChange, progressText } from '../common/model-figures';
import { RelativeTime } from '../common/relative-time';
import { type Column, DataTable } from '../ui/data-table';
import { Engraving } from '../ui/engraving';
import { Sparkline } from '../ui/sparkline';
import { sparkValues } from './model-card';

const COLUMNS: readonly Column<ModelSummary>[] = [
  {
    id: 'model',
    header: 'Model',
    isTitle: true,
    cell: (model) => (
      <Link href={`/models/${model.token}`} className="flex min-h-11 items-center gap-3 hover:underline">
        <Engraving seed={model.token} fine={false} className="size-9" />
        <span className="min-w-0">
          <span className="block truncate font-[560]">{model.name}</span>
          <span className="block text-sm text-ink-3">{model.symbol}</span>
        </span>
      </Link>
    ),
  },
  {
    id: 'price',
    header: 'Price',
    align: 'end',
    cell: (model) => <Amount value={model.tokenPriceWei} unit="ETH" kind="price" />,
  },
  { id: 'change', header: '24 h', align: 'end', cell: (model) => <DayChange model={model} /> },
  {
    id: 'spark',
    header: 'Trend',
    wideOnly: true,
    cell: (model) => <Sparkline values={sparkValues(model)} className="h-7 w-20" />,
  },
  { id: 'cap', header: 'Market cap', align: 'end', cell: (model) => <Amount value={model.marketCapWei} unit="ETH" /> },
  {
    id: 'volume',
    header: 'Volume, 24 h',
    align: 'end',
    cell: (model) => <Amount value={model.volume24hWei} unit="ETH" />,
  },
  { id: 'revenue', header: 'Revenue', align: 'end', cell: (model) => <Amount value={model.revenueWei} unit="ETH" /> },
  { id: 'apr', header: 'APR, answers', align: 'end', cell: (model) => <Apr model={model} /> },
  {
    id: 'progress',
    header: 'Sale',
    cell: (model) => (
      <span className="flex items-center gap-2">
        <CurveProgress model={model} className="w-16 max-sm:hidden" />
        <span className="num text-sm text-ink-2">{progressText(model)}</span>
      </span>
    ),
  },
  { id: 'age', header: 'Age', align: 'end', cell: (model) => <RelativeTime atSec={model.launchedAtSec} /> },
];

/** The models as a table; cards of label and value on phones. */
export function ModelTable({ models }: { models: readonly ModelSummary[] }) {
  return (
    <div className="overflow-x-auto sm:rounded-card sm:border sm:border-line sm:bg-surface sm:px-5 sm:py-2">
      <DataTable caption="Launched models" columns={COLUMNS} rows={models} rowKey={({ token }) => token} />
    </div>
  );
}
