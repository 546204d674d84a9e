'use client';
import Link from 'next/link';
import { useState } from 'react';
import { getAddress, isAddress } from 'viem';
import { PIECE_SHOWS, type PieceShow } from '@/lib/api/collection/list-pieces';
import { QueryBlock } from '../common/data/query-block';
import { PieceGrid, PieceGridSkeleton } from '../common/pieces/piece-card';
import { useCollections, usePieces } from '../common/pieces/use-pieces';
import { useChainNow } from '../common/use-chain-now';
import { useUrlState, useUrlText } from '../common/use-url-state';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/states';
import { Segmented } from '../ui/tabs';

const PAGE = 24;
/** As many as the indexer gives at once. */
const MOST = 960;

const SHOWS: Record<PieceShow, string> = { all: 'All', sale: 'For sale', final: 'Final', open: 'Not final' };
const NOTHING: Record<PieceShow, string> = {
  all: 'No answer has been minted yet',
  sale: 'Nothing is for sale now',
  final: 'No artwork is final yet',
  open: 'Every artwork is final',
};

/** All artworks: what is shown is in the URL. */
export function GalleryView() {
  const [show, setShow] = useUrlState('show', PIECE_SHOWS, 'all');
  const [modelText, setModel] = useUrlText('model');
  const token = isAddress(modelText, { strict: false }) ? getAddress(modelText) : undefined;
  const [limit, setLimit] = useState(PAGE);
  const nowSec = useChainNow();
  const pieces = usePieces({ token, show, limit });
  return (
    <section aria-label="Artworks" className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Which artworks"
          value={show}
          onValueChange={setShow}
          options={PIECE_SHOWS.map((value) => ({ value, label: SHOWS[value] }))}
          className="max-sm:w-full max-sm:[&>button]:px-1.5"
        />
        <ModelFilter value={token ?? ''} onChange={setModel} />
      </div>
      <QueryBlock
        query={pieces}
        what="artworks"
        skeleton={<PieceGridSkeleton />}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <EmptyState
            title={NOTHING[show]}
            action={
              <Button asChild>
                <Link href={token === undefined ? '/' : `/models/${token}/prompt`}>Ask a model something</Link>
              </Button>
            }
          >
            Whoever pays for an answer can mint it on the page of the request.
          </EmptyState>
        }
      >
        {(rows) => (
          <>
            <PieceGrid pieces={rows} nowSec={nowSec} />
            {rows.length === limit && limit < MOST ? (
              <Button look="secondary" className="self-center" onClick={() => setLimit(limit + PAGE)}>
                Show more
              </Button>
            ) : null}
          </>
        )}
      </QueryBlock>
    </section>
  );
}

/** The model whose artworks are shown. One that is not in the list, or of an unknown address, is not hidden. */
function ModelFilter({ value, onChange }: { value: string; onChange: (token: string) => void }) {
  const collections = useCollections().data?.data ?? [];
  const isKnown = value === '' || collections.some(({ token }) => token === value);
  return (
    <label className="flex min-h-11 min-w-0 items-center gap-2 rounded-[10px] border border-line-strong bg-surface pl-3 text-sm max-sm:flex-1">
      <span className="text-ink-3">Model</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-10 w-full min-w-0 max-w-56 rounded-[10px] bg-surface pr-2 font-[560] outline-offset-2 max-sm:max-w-none"
      >
        <option value="">All models</option>
        {collections.map(({ token, name, pieceCount }) => (
          <option key={token} value={token}>
            {name} ({pieceCount})
          </option>
        ))}
        {isKnown ? null : <option value={value}>{value}</option>}
      </select>
    </label>
  );
}
