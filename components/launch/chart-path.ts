import type { CurvePoint } from '@/lib/launch/economics';

/** Room above the highest point, so that the line is not cut. */
const TOP = 8;

/** SVG paths of a price line from zero price at the bottom; `area` is closed along the bottom. Pixels only, never money. */
export function chartPath(points: readonly CurvePoint[], size: { width: number; height: number }) {
  const last = points.at(-1);
  const highest = Math.max(1, ...points.map(({ priceWei }) => Number(priceWei)));
  const x = (sold: bigint) =>
    last === undefined || last.sold === 0n ? 0 : (Number(sold) / Number(last.sold)) * size.width;
  const y = (priceWei: bigint) => size.height - (Number(priceWei) / highest) * (size.height - TOP);
  const steps = points.map(({ sold, priceWei }) => `${x(sold).toFixed(1)} ${y(priceWei).toFixed(1)}`);
  const line = steps.length === 0 ? '' : `M${steps.join('L')}`;
  return { line, area: line === '' ? '' : `${line}L${size.width} ${size.height}L0 ${size.height}Z` };
}
