import { compactAmount, compactPrice } from '@/lib/format/amount';
import type { LaunchEconomics } from '@/lib/launch/economics';
import type { SalePoint } from '@/lib/launch/preview';
import { chartPath, chartPlace } from './chart-path';

const WIDTH = 320;
const HEIGHT = 160;
const SIZE = { width: WIDTH, height: HEIGHT };

/** The price over the tokens sold, with the looked-at moment marked; and the same as a table. */
export function CurveDrawing({
  economics,
  symbol,
  point,
}: {
  economics: LaunchEconomics;
  symbol: string;
  point: SalePoint;
}) {
  const { points, startPriceWei, endPriceWei, curve } = economics;
  const { line, area } = chartPath(points, SIZE);
  const { x, y } = chartPlace({ sold: point.tokensSold, priceWei: point.priceWei }, points, SIZE);
  const caption = `Price of one ${symbol} over tokens sold: from ${compactPrice(startPriceWei)} ETH to ${compactPrice(endPriceWei)} ETH`;
  const rows = points.filter((_, index) => index % 8 === 0 || index === points.length - 1);
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={caption} className="w-full overflow-visible">
        <path d={area} className="fill-accent-soft" />
        <path d={line} fill="none" strokeWidth="2" className="stroke-accent" vectorEffect="non-scaling-stroke" />
        <line x1={x} x2={x} y1="0" y2={HEIGHT} strokeDasharray="3 3" className="stroke-ink-3" />
        <circle cx={x} cy={y} r="5" className="fill-accent stroke-surface" strokeWidth="2" />
      </svg>
      <div className="num mt-1 flex justify-between text-xs text-ink-3" aria-hidden>
        <span>{compactPrice(startPriceWei)} ETH</span>
        <span>{compactAmount(curve.saleSupply)} sold</span>
        <span>{compactPrice(endPriceWei)} ETH</span>
      </div>
      <details className="mt-2 text-sm">
        <summary className="inline-flex min-h-9 items-center text-ink-3 max-sm:min-h-11">The curve as a table</summary>
        <table className="num mt-2 w-full">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="text-left text-ink-3">
              <th scope="col" className="font-[500]">
                Sold
              </th>
              <th scope="col" className="text-right font-[500]">
                Price (ETH)
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.sold.toString()}>
                <td>{compactAmount(row.sold)}</td>
                <td className="text-right">{compactPrice(row.priceWei)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
