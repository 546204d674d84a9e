'use client';
import Link from 'next/link';
import { pieceStateAt } from '@/lib/api/collection/piece-state';
import type { PieceRow } from '@/lib/api/collection/types';
import { showBytes, shownLine } from '@/lib/request/shown';
import { Skeleton } from '../../ui/skeleton';
import { Amount } from '../amount';
import { useModelManifest } from '../data/use-manifest';
import { RelativeTime } from '../relative-time';
import { PieceBadge } from './piece-badge';
import { PieceThumb } from './piece-thumb';
import { useFinalPieces } from './use-final-pieces';

const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,15.5rem),1fr))] gap-4';

/** Where a piece's page is. */
export function artPath({ collection, tokenId }: Pick<PieceRow, 'collection' | 'tokenId'>): string {
  return `/art/${collection}/${tokenId}`;
}

/** Pieces as cards; each leads to its page. `nowSec` is the chain's clock, null while it is not known. */
export function PieceGrid({ pieces, nowSec }: { pieces: readonly PieceRow[]; nowSec: number | null }) {
  const isFinal = useFinalPieces(pieces);
  return (
    <ul className={GRID}>
      {pieces.map((piece) => (
        <li key={`${piece.collection}:${piece.tokenId}`}>
          <PieceCard piece={piece} nowSec={nowSec ?? piece.mintedAtSec} isVerified={isFinal(piece)} />
        </li>
      ))}
    </ul>
  );
}

function PieceCard({
  piece,
  nowSec,
  isVerified,
}: {
  piece: PieceRow;
  nowSec: number;
  isVerified: boolean | undefined;
}) {
  const manifest = useModelManifest(piece.modelId).data;
  const line = shownLine(showBytes(manifest?.input, piece.prompt), 80);
  const isForSale = piece.isForSale && piece.expiresAtSec !== null && piece.expiresAtSec >= nowSec;
  return (
    <Link
      href={artPath(piece)}
      className="flex h-full flex-col overflow-hidden rounded-card border border-line bg-surface hover:border-line-strong"
    >
      <PieceThumb piece={piece} />
      <div className="flex flex-1 flex-col gap-2 p-4">
        <p dir="auto" className="line-clamp-2 font-[560] break-words">
          {line}
        </p>
        <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-sm text-ink-3">
          <span className="min-w-0 break-words">{piece.name}</span>
          <RelativeTime atSec={piece.mintedAtSec} />
        </p>
        <p className="mt-auto flex flex-wrap items-center justify-between gap-2 pt-1">
          <PieceBadge state={pieceStateAt(piece, nowSec)} isVerified={isVerified} />
          {isForSale && piece.priceWei !== null ? (
            <span className="font-[600]">
              <Amount value={piece.priceWei} unit="ETH" />
            </span>
          ) : null}
        </p>
      </div>
    </Link>
  );
}

/** The grid while it loads. */
export function PieceGridSkeleton() {
  return (
    <div className={GRID}>
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} className="h-[24rem] w-full rounded-card" />
      ))}
    </div>
  );
}
