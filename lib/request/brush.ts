import type { PictureForm } from './picture.ts';

/** Where a stroke goes, in pixels; the middle of the first pixel is 0.5. */
export type Point = { readonly x: number; readonly y: number };

/** A round brush: `colour` has one value for each channel, `radius` is in pixels. */
export type Brush = { readonly colour: readonly number[]; readonly radius: number };

/** The bytes after a stroke with a soft-edged brush from one point to another. */
export function drawStroke(
  form: PictureForm,
  bytes: Uint8Array,
  { from, to, brush }: { from: Point; to: Point; brush: Brush },
): Uint8Array {
  const drawn = Uint8Array.from(bytes);
  for (let y = 0; y < form.height; y++) {
    for (let x = 0; x < form.width; x++) {
      const distance = distanceToLine({ x: x + 0.5, y: y + 0.5 }, from, to);
      // One pixel of edge, so that lines are not jagged.
      const cover = Math.min(1, Math.max(0, brush.radius + 0.5 - distance));
      if (cover > 0) mix(drawn, (y * form.width + x) * form.channels, brush.colour, cover);
    }
  }
  return drawn;
}

function mix(bytes: Uint8Array, at: number, colour: readonly number[], cover: number): void {
  colour.forEach((value, channel) => {
    const old = bytes[at + channel] ?? 0;
    const mixed = Math.round(old + (value - old) * cover);
    // A soft edge never takes back what an earlier part of the stroke put there.
    bytes[at + channel] = value >= old ? Math.max(old, mixed) : Math.min(old, mixed);
  });
}

function distanceToLine(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - (from.x + part * dx), point.y - (from.y + part * dy));
}
