import Link from 'next/link';
import { memo } from 'react';
import type { ModelSummary } from '@/lib/api/types';
import { Amount } from '../common/amount';
import { Apr, CurveProgress, DayChange, progressText } from '../common/model-figures';
import { RelativeTime } from '../common/relative-time';
import { Engraving } from '../ui/engraving';
import { Skeleton } from '../ui/skeleton';
import { Sparkline } from '../ui/sparkline';

/** Sparkline heights for drawing; exactness does not matter at this size. */
export function sparkValues(model: ModelSummary): number[] {
  return model.sparkline.map(({ priceWei }) => Number(priceWei));
}

/** One model as a card; all of it is the link. Drawn again only for other figures: it is read again every two seconds. */
export const ModelCard = memo(function ModelCard({ model }: { model: ModelSummary }) {
  return (
    <article className="group relative flex flex-col gap-4 rounded-card border border-line bg-surface p-4 transition-colors hover:border-line-strong sm:p-5">
      <div className="flex items-start gap-3.5">
        <Engraving seed={model.token} className="size-14" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-lg font-[620]">
            <Link href={`/models/${model.token}`} className="after:absolute after:inset-0 after:rounded-card">
              {model.name}
            </Link>
          </h2>
          <p className="truncate text-sm text-ink-3">
            {model.symbol} · <RelativeTime atSec={model.launchedAtSec} />
          </p>
        </div>
        <Sparkline values={sparkValues(model)} className="h-9 w-20" />
      </div>
      <dl className="grid grid-cols-3 gap-3 text-[0.9375rem]">
        <div>
          <dt className="eyebrow">Market cap</dt>
          <dd>
            <Amount value={model.marketCapWei} unit="ETH" />
          </dd>
        </div>
        <div>
          <dt className="eyebrow">24 h</dt>
          <dd>
            <DayChange model={model} />
          </dd>
        </div>
        <div>
          <dt className="eyebrow">APR, answers</dt>
          <dd>
            <Apr model={model} />
          </dd>
        </div>
        <div>
          <dt className="eyebrow">Revenue</dt>
          <dd>
            <Amount value={model.revenueWei} unit="ETH" />
          </dd>
        </div>
        <div>
          <dt className="eyebrow">Volume, 24 h</dt>
          <dd>
            <Amount value={model.volume24hWei} unit="ETH" />
          </dd>
        </div>
        <div>
          <dt className="eyebrow">An answer costs</dt>
          <dd>
            <Amount value={model.inferencePriceWei} unit="ETH" />
          </dd>
        </div>
      </dl>
      <div className="flex items-center gap-3 text-sm">
        <CurveProgress model={model} className="flex-1" />
        <span className="num text-ink-2">{progressText(model)}</span>
      </div>
    </article>
  );
});

/** The place of a card while it loads. */
export function ModelCardSkeleton() {
  return (
    <div className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4 sm:p-5">
      <div className="flex items-start gap-3.5">
        <Skeleton className="size-14 rounded-[22%]" />
        <div className="flex-1">
          <Skeleton className="mt-1 h-5 w-40 max-w-full" />
          <Skeleton className="mt-2 h-4 w-24" />
        </div>
      </div>
      <div className="grid grid-cols-3 gap-3">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
          <Skeleton key={key} className="h-[42px]" />
        ))}
      </div>
      <Skeleton className="h-5" />
    </div>
  );
}
