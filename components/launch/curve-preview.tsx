import type { ReactNode } from 'react';
import { compactAmount, compactPrice } from '@/lib/format/amount';
import { formatShare } from '@/lib/format/percent';
import type { LaunchEconomics } from '@/lib/launch/economics';
import { LAUNCH_LIMITS } from '@/lib/launch/limits';
import { Amount } from '../common/amount';
import { CardHeader } from '../ui/card';
import { chartPath } from './chart-path';

const WIDTH = 320;
const HEIGHT = 160;

/** The price over the tokens sold, and what the terms mean in numbers. */
export function CurvePreview({ economics, symbol }: { economics: LaunchEconomics | null; symbol: string }) {
  if (economics === null) {
    return (
      <>
        <CardHeader title="The curve" />
        <div className="grid h-52 place-items-center rounded-card bg-sunken px-4 text-center text-sm text-ink-3">
          The curve is drawn once the parts, the raise target and the treasury’s part fit together.
        </div>
      </>
    );
  }
  const { points, startPriceWei, endPriceWei, fdvStartWei, fdvEndWei, firstBuy, poolWei, treasuryWei } = economics;
  const { line, area } = chartPath(points, { width: WIDTH, height: HEIGHT });
  const caption = `Price of one ${symbol} over tokens sold: from ${compactPrice(startPriceWei)} ETH to ${compactPrice(endPriceWei)} ETH`;
  const rows = points.filter((_, index) => index % 8 === 0 || index === points.length - 1);
  return (
    <>
      <CardHeader title="The curve" note="Price of one token as the sale goes on." />
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={caption} className="w-full">
        <path d={area} className="fill-accent-soft" />
        <path d={line} fill="none" strokeWidth="2" className="stroke-accent" vectorEffect="non-scaling-stroke" />
        {firstBuy === null ? null : (
          <line
            x1={firstBuy.soldShare * WIDTH}
            x2={firstBuy.soldShare * WIDTH}
            y1="0"
            y2={HEIGHT}
            strokeDasharray="3 3"
            className="stroke-ink-3"
          />
        )}
      </svg>
      <div className="num mt-1 flex justify-between text-xs text-ink-3" aria-hidden>
        <span>{compactPrice(startPriceWei)} ETH</span>
        <span>{compactPrice(endPriceWei)} ETH</span>
      </div>
      <dl className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3 text-sm">
        <Fact label="Fully diluted at the start">
          <Amount value={fdvStartWei} unit="ETH" />
        </Fact>
        <Fact label="Fully diluted at the end">
          <Amount value={fdvEndWei} unit="ETH" />
        </Fact>
        <Fact label="Opens the pool later">
          <Amount value={poolWei} unit="ETH" />
        </Fact>
        <Fact label="To the treasury later">
          <Amount value={treasuryWei} unit="ETH" />
        </Fact>
        {firstBuy === null ? null : (
          <Fact label="Your first buy gets" wide>
            <Amount value={firstBuy.tokensOut} unit={symbol} /> (
            {formatShare(firstBuy.tokensOut, LAUNCH_LIMITS.totalSupply)} of the supply) for{' '}
            <Amount value={firstBuy.weiSpent} unit="ETH" />
            {firstBuy.refundWei > 0n
              ? ` — ${compactAmount(firstBuy.refundWei)} ETH more than the sale takes comes back`
              : ''}
          </Fact>
        )}
      </dl>
      <details className="mt-4 text-sm">
        <summary className="text-ink-3">The curve as a table</summary>
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
            {rows.map((point) => (
              <tr key={point.sold.toString()}>
                <td>{compactAmount(point.sold)}</td>
                <td className="text-right">{compactPrice(point.priceWei)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function Fact({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'col-span-2' : undefined}>
      <dt className="text-ink-3">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
