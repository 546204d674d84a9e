import { encodePng } from '@/lib/request/png';
import { type Shown, shownLine } from '@/lib/request/shown';

const PICTURE_PX = 240;

/** What was asked or answered, in a social image: a picture itself, anything else in words. */
export function ShownPart({
  shown,
  fontSize,
  picturePx = PICTURE_PX,
}: {
  shown: Shown;
  fontSize: number;
  picturePx?: number;
}) {
  if (shown.kind !== 'picture') return <div style={{ fontSize, lineHeight: 1.2 }}>{shownLine(shown, 140)}</div>;
  const { picture } = shown;
  const scale = Math.max(1, Math.floor(picturePx / Math.max(picture.width, picture.height)));
  const source = `data:image/png;base64,${Buffer.from(encodePng(picture, scale)).toString('base64')}`;
  return (
    // biome-ignore lint/performance/noImgElement: drawn on the server into the social image
    <img src={source} alt="" width={picture.width * scale} height={picture.height * scale} />
  );
}
