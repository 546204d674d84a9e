'use client';
import type { PieceRow } from '@/lib/api/collection/types';
import { showBytes, shownLine } from '@/lib/request/shown';
import { useModelManifest } from '../data/use-manifest';
import { PictureCanvas } from '../shown/picture-canvas';

const WIDTH_PX = 232;
const LETTERS = 220;

/** The answer of a piece as a card shows it: the picture itself, or the beginning of what was said. */
export function PieceThumb({ piece }: { piece: Pick<PieceRow, 'modelId' | 'answer'> }) {
  const manifest = useModelManifest(piece.modelId).data;
  if (piece.answer === null) return <Frame>No answer yet</Frame>;
  const shown = showBytes(manifest?.output, piece.answer);
  if (shown.kind === 'picture') {
    return (
      <div className="grid aspect-square place-items-center bg-sunken p-4">
        <PictureCanvas picture={shown.picture} widthPx={WIDTH_PX} alt={null} />
      </div>
    );
  }
  return (
    <div className="flex aspect-square items-center overflow-hidden bg-sunken p-5">
      <p
        dir="auto"
        className={`line-clamp-8 w-full break-words whitespace-pre-line ${shown.kind === 'class' ? 'text-center text-3xl font-[640]' : 'font-mono text-sm leading-relaxed'}`}
      >
        {shown.kind === 'text' ? shown.text.slice(0, LETTERS * 2) : shownLine(shown, LETTERS)}
      </p>
    </div>
  );
}

function Frame({ children }: { children: string }) {
  return <p className="grid aspect-square place-items-center bg-sunken p-5 text-sm text-ink-3">{children}</p>;
}
