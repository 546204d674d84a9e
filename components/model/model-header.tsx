import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ModelSummary } from '@/lib/api/types';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { Apr, DayChange } from '../common/model-figures';
import { RelativeTime } from '../common/relative-time';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Engraving } from '../ui/engraving';

/** Who this model is: picture, name, price, creator, and the way to ask it. */
export function ModelHeader({ model }: { model: ModelSummary }) {
  return (
    <header className="flex flex-wrap items-center gap-x-6 gap-y-4">
      <Engraving seed={model.token} className="size-20 sm:size-24" />
      <div className="min-w-0 flex-1 basis-56">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="text-3xl font-[660] break-words sm:text-4xl">{model.name}</h1>
          <Badge>{model.symbol}</Badge>
          {model.graduated ? (
            <Badge tone="up">Graduated</Badge>
          ) : model.complete ? (
            <Badge tone="up">Target reached</Badge>
          ) : null}
          <Badge tone="warn" title="Nobody has reviewed this model: see “Before you buy”">
            Unverified
          </Badge>
        </div>
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
          <span className="inline-flex items-center gap-1.5">
            by <Address address={model.creator} />
          </span>
          <span>
            launched <RelativeTime atSec={model.launchedAtSec} />
          </span>
          <Link href={`/gallery?model=${model.token}`} className="link inline-flex min-h-6 items-center">
            Artworks
          </Link>
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div>
          <p className="eyebrow">Price of one token</p>
          <p className="text-xl font-[600]">
            <Amount value={model.tokenPriceWei} unit="ETH" kind="price" />
          </p>
          <p className="text-sm">
            <DayChange model={model} /> <span className="text-ink-3">24 h</span>
          </p>
        </div>
        <Button asChild size="lg">
          <Link href={`/models/${model.token}/prompt`}>
            <span>
              Ask it for <Amount value={model.inferencePriceWei} /> ETH
            </span>
          </Link>
        </Button>
      </div>
    </header>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="eyebrow">{label}</dt>
      <dd className="text-[0.9375rem] font-[560]">{children}</dd>
    </div>
  );
}

/** The model in six numbers. */
export function ModelFigures({ model }: { model: ModelSummary }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 border-y border-line py-4 sm:grid-cols-3 lg:grid-cols-6">
      <Figure label="Market cap">
        <Amount value={model.marketCapWei} unit="ETH" />
      </Figure>
      <Figure label="Volume, 24 h">
        <Amount value={model.volume24hWei} unit="ETH" />
      </Figure>
      <Figure label="Holders">
        <span className="num">{model.holderCount}</span>
      </Figure>
      <Figure label="Answers asked">
        <span className="num">{model.requestCount}</span>
      </Figure>
      <Figure label="Revenue">
        <Amount value={model.revenueWei} unit="ETH" />
      </Figure>
      <Figure label="APR, answers of 7 d">
        <Apr model={model} />
      </Figure>
    </dl>
  );
}
