'use client';
import { LayoutGrid, Rows3, Search } from 'lucide-react';
import Link from 'next/link';
import { useDeferredValue, useState } from 'react';
import type { ModelSort } from '@/lib/api/market/models-request';
import type { ModelSummary, Read } from '@/lib/api/types';
import { QueryBlock } from '../common/data/query-block';
import { useModels } from '../common/data/use-models';
import { useStableList } from '../common/use-stable-list';
import { useUrlDraft, useUrlState } from '../common/use-url-state';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/states';
import { Segmented } from '../ui/tabs';
import { ModelCard, ModelCardSkeleton } from './model-card';
import { ModelTable } from './model-table';
import { FIRST_MODELS, isInView, VIEW_FILTER, VIEW_SORT, VIEWS, type View } from './select-models';

const SORTS: readonly { value: ModelSort; label: string }[] = [
  { value: 'newest', label: 'Age, newest first' },
  { value: 'marketCap', label: 'Market cap' },
  { value: 'volume24h', label: 'Volume, 24 h' },
  { value: 'volume', label: 'Volume, all time' },
  { value: 'revenue', label: 'Revenue' },
  { value: 'progress', label: 'Sale progress' },
  { value: 'trending', label: 'Trending' },
];
const SORT_VALUES = SORTS.map(({ value }) => value);
const VIEW_LABELS: Record<View, string> = {
  new: 'New',
  trending: 'Trending',
  near: 'Near graduation',
  graduated: 'Graduated',
};
/** As many as the indexer gives at once. */
const MOST = 200;

function Skeletons() {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,21rem),1fr))] gap-4">
      {['a', 'b', 'c'].map((key) => (
        <ModelCardSkeleton key={key} />
      ))}
    </div>
  );
}

function Nothing({ search, view }: { search: string; view: View }) {
  if (search !== '')
    return (
      <EmptyState title={`Nothing is called “${search}”`}>
        Search by name, symbol, or the start of an address.
      </EmptyState>
    );
  const launch = (
    <Button asChild>
      <Link href="/launch">Launch a model</Link>
    </Button>
  );
  if (view === 'near') return <EmptyState title="No sale is half-way to its target now" />;
  if (view === 'graduated')
    return (
      <EmptyState title="No model has graduated yet">
        When a sale reaches its target, anyone can move its raise into a pool. From then on it is listed here.
      </EmptyState>
    );
  return <EmptyState title="No model has been launched here yet" action={launch} />;
}

const keyOf = (model: ModelSummary) => model.token;

function Found({
  models,
  layout,
  scope,
}: {
  models: readonly ModelSummary[];
  layout: 'cards' | 'table';
  scope: string;
}) {
  const list = useStableList({ rows: models, keyOf, scope });
  return (
    <div {...list.reading} className="flex flex-col gap-4">
      {list.waiting === 0 ? null : (
        <Button look="secondary" size="sm" className="self-center" onClick={list.letIn}>
          Show {list.waiting} new
        </Button>
      )}
      {layout === 'table' ? (
        <ModelTable models={list.rows} />
      ) : (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,21rem),1fr))] gap-4">
          {list.rows.map((model) => (
            <ModelCard key={model.token} model={model} />
          ))}
        </div>
      )}
    </div>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <label className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-[10px] border border-line-strong bg-surface px-3 focus-within:outline-2 focus-within:outline-accent max-sm:basis-full sm:max-w-64">
      <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
      <span className="sr-only">Search models</span>
      <input
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder="Name, symbol, 0x…"
        className="w-full min-w-0 bg-transparent outline-none placeholder:text-ink-3"
      />
    </label>
  );
}

/**
 * All launched models: view, order, search and layout are in the URL. `initial` is the first page of the newest, which the
 * server read already.
 */
export function ModelList({ initial }: { initial?: Read<ModelSummary[]> }) {
  const [view, setView] = useUrlState('view', VIEWS, 'new');
  const [sort, setSort] = useUrlState('sort', SORT_VALUES, VIEW_SORT[view]);
  const [layout, setLayout] = useUrlState('layout', ['cards', 'table'] as const, 'cards');
  const [typed, setTyped] = useUrlDraft('q');
  const search = useDeferredValue(typed);
  const [limit, setLimit] = useState(FIRST_MODELS);
  const isFirst = view === 'new' && sort === 'newest' && search === '' && limit === FIRST_MODELS;
  const query = useModels({ sort, search, filter: VIEW_FILTER[view], limit, initial: isFirst ? initial : undefined });
  const pick = (models: readonly ModelSummary[]) => models.filter((model) => isInView(model, view));
  return (
    <section id="models" aria-label="Models" className="scroll-mt-24">
      <div className="mb-5 flex flex-wrap items-center gap-3">
        <Segmented
          label="View"
          value={view}
          onValueChange={setView}
          options={VIEWS.map((value) => ({ value, label: VIEW_LABELS[value] }))}
          className="max-sm:w-full max-sm:[&>button]:px-1.5 max-[400px]:text-xs"
        />
        <SearchBox value={typed} onChange={setTyped} />
        <label className="flex min-h-11 items-center gap-2 rounded-[10px] border border-line-strong bg-surface pl-3 text-sm max-sm:flex-1">
          <span className="text-ink-3">Sort</span>
          <select
            value={sort}
            onChange={(event) => setSort(SORT_VALUES.find((value) => value === event.target.value) ?? 'newest')}
            className="min-h-10 rounded-[10px] bg-surface pr-2 font-[560] outline-offset-2"
          >
            {SORTS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <Segmented
          label="Layout"
          value={layout}
          onValueChange={setLayout}
          className="ml-auto max-sm:hidden"
          options={[
            {
              value: 'cards',
              label: (
                <span className="flex items-center">
                  <LayoutGrid aria-hidden className="size-4" />
                  <span className="sr-only">Cards</span>
                </span>
              ),
            },
            {
              value: 'table',
              label: (
                <span className="flex items-center">
                  <Rows3 aria-hidden className="size-4" />
                  <span className="sr-only">Table</span>
                </span>
              ),
            },
          ]}
        />
      </div>
      <QueryBlock
        query={query}
        what="models"
        skeleton={<Skeletons />}
        isEmpty={(models) => pick(models).length === 0}
        empty={<Nothing search={search} view={view} />}
      >
        {(models) => (
          <>
            <Found models={pick(models)} layout={layout} scope={`${view}:${sort}:${search}`} />
            {models.length === limit && limit < MOST ? (
              <Button
                look="secondary"
                className="self-center"
                onClick={() => setLimit(Math.min(MOST, limit + FIRST_MODELS))}
              >
                Show more
              </Button>
            ) : null}
          </>
        )}
      </QueryBlock>
    </section>
  );
}
