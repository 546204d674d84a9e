import { type Form, showBytes, shownLine } from '@/lib/request/shown';
import { PictureCanvas } from './picture-canvas';

const THUMBNAIL_PX = 40;

/** Bytes in a line of a list: a small picture, or words. */
export function ShownGlimpse({ form, hex, limit = 60 }: { form: Form | undefined; hex: string; limit?: number }) {
  const shown = showBytes(form, hex);
  const line = shownLine(shown, limit);
  return shown.kind === 'picture' ? (
    <PictureCanvas picture={shown.picture} widthPx={THUMBNAIL_PX} alt={line} className="shrink-0" />
  ) : (
    <span className="truncate">{line}</span>
  );
}
