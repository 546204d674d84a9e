'use client';
import type { PieceDetail } from '@/lib/api/collection/types';
import type { Manifest } from '@/lib/bundle/manifest';
import { parseTokenUri } from '@/lib/collection/token-uri';
import { requestLine } from '@/lib/request/request-line';
import { showBytes } from '@/lib/request/shown';
import { useTokenUri } from '../common/pieces/use-pieces';
import { ShownBytes } from '../common/shown/shown-bytes';
import { Card, CardHeader } from '../ui/card';
import { Skeleton } from '../ui/skeleton';

/**
 * The picture that the contract draws from the bytes it holds, and for what is no picture the answer as text. The picture is a
 * stranger's: it goes into an image, where nothing of it can run.
 */
export function Artwork({ piece, manifest }: { piece: PieceDetail; manifest: Manifest | undefined }) {
  const uri = useTokenUri(piece);
  const metadata = uri.data === undefined ? null : parseTokenUri(uri.data);
  const about = requestLine(manifest, piece.prompt);
  const isPicture = piece.answer !== null && showBytes(manifest?.output, piece.answer).kind === 'picture';
  const isDrawn = metadata !== null;
  return (
    <Card role="region" aria-label="Artwork" className="overflow-hidden">
      {uri.isPending ? <Skeleton className="mx-auto aspect-square w-full max-w-[32rem]" /> : null}
      {isDrawn ? (
        // biome-ignore lint/performance/noImgElement: drawn by the contract; there is nothing to optimise
        <img
          src={metadata.image}
          alt={about === undefined ? metadata.name : `Artwork for: ${about}`}
          width={512}
          height={512}
          className="checkered mx-auto aspect-square w-full max-w-[32rem] rounded-[6px] border border-line"
        />
      ) : null}
      {isDrawn ? (
        <p className="mt-3 text-center text-sm text-ink-3">Drawn by the contract from the bytes it holds.</p>
      ) : null}
      {piece.answer === null || (isPicture && isDrawn) ? null : (
        <div className={isDrawn ? 'mt-5 border-t border-line pt-5' : ''}>
          <CardHeader title="Answer" />
          <ShownBytes form={manifest?.output} hex={piece.answer} what="Answer" about={about} />
        </div>
      )}
      {piece.answer === null && !isDrawn && !uri.isPending ? (
        <p className="py-6 text-center text-ink-3">No answer yet.</p>
      ) : null}
    </Card>
  );
}
