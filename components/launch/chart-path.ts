import type { CurvePoint } from '@/lib/launch/economics';

/** Room above the highest point, so that the line is not cut. */
const TOP = 8;

type Size = { width: number; height: number };
type Placed = { sold: bigint; priceWei: bigint };

/** Where a point of a curve is in its drawing. Pixels only, never money. */
export function chartPlace(point: Placed, points: readonly CurvePoint[], size: Size): { x: number; y: number } {
  const last = points.at(-1)?.sold ?? 0n;
  const highest = Math.max(1, ...points.map(({ priceWei }) => Number(priceWei)));
  return {
    x: last === 0n ? 0 : (Number(point.sold) / Number(last)) * size.width,
    y: size.height - (Number(point.priceWei) / highest) * (size.height - TOP),
  };
}

/** SVG paths of a price line from zero price at the bottom; `area` is closed along the bottom. Pixels only, never money. */
export function chartPath(points: readonly CurvePoint[], size: Size) {
  const steps = points.map((point) => {
    const { x, y } = chartPlace(point, points, size);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = steps.length === 0 ? '' : `M${steps.join('L')}`;
  return { line, area: line === '' ? '' : `${line}L${size.width} ${size.height}L0 ${size.height}Z` };
}
