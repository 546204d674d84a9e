'use client';
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';

/** One point: numbers for drawing only; the labels are made by the page from the exact values. */
export type ChartPoint = { x: number; y: number; label: string; when: string };

type AreaChartProps = { points: readonly ChartPoint[]; title: string; className?: string };

const WIDTH = 800;
const HEIGHT = 280;
const PAD = 14;

type Placed = ChartPoint & { px: number; py: number };

function place(points: readonly ChartPoint[]): Placed[] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [minX, maxX, minY, maxY] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const spanX = maxX - minX || 1;
  const spanY = maxY - minY || 1;
  const flat = maxY === minY;
  return points.map((point) => ({
    ...point,
    px: ((point.x - minX) / spanX) * WIDTH,
    py: flat ? HEIGHT / 2 : HEIGHT - PAD - ((point.y - minY) / spanY) * (HEIGHT - 2 * PAD),
  }));
}

/** Prices move in steps: between two trades the price is the earlier one's. */
function stepPath(points: readonly Placed[]): string {
  return points.map(({ px, py }, index) => (index === 0 ? `M${px} ${py}` : `H${px}V${py}`)).join('');
}

/**
 * A line over time with its area. Pointer or arrow keys read single points; the same numbers stand in a table below
 * for everybody who cannot see the line.
 */
export function AreaChart({ points, title, className }: AreaChartProps) {
  const id = useId().replace(/[^a-zA-Z0-9]/g, '');
  const [active, setActive] = useState<number | null>(null);
  const placed = place(points);
  const chosen = active === null ? undefined : placed[Math.min(active, placed.length - 1)];
  const line = stepPath(placed);
  const last = placed.at(-1);

  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * WIDTH;
    const after = placed.findIndex(({ px }) => px > at);
    setActive(after === -1 ? placed.length - 1 : Math.max(0, after - 1));
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    setActive((current) => Math.min(placed.length - 1, Math.max(0, (current ?? placed.length - 1) + step)));
  };

  return (
    <div className={className}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={placed.length - 1}
        aria-valuenow={active ?? placed.length - 1}
        aria-valuetext={chosen === undefined ? `latest ${last?.label ?? ''}` : `${chosen.label}, ${chosen.when}`}
        onPointerMove={onMove}
        onPointerLeave={() => setActive(null)}
        onKeyDown={onKey}
        className="relative h-56 touch-pan-y sm:h-72"
      >
        <svg
          aria-hidden
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible text-accent"
        >
          <defs>
            <linearGradient id={id} x1="0" y1="0" x2="0" y2="1">
              <stop offset="0" stopColor="currentColor" stopOpacity="0.2" />
              <stop offset="1" stopColor="currentColor" stopOpacity="0" />
            </linearGradient>
          </defs>
          {[0.25, 0.5, 0.75].map((part) => (
            <line
              key={part}
              x1="0"
              x2={WIDTH}
              y1={HEIGHT * part}
              y2={HEIGHT * part}
              className="stroke-line"
              strokeDasharray="2 6"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <path d={`${line}V${HEIGHT}H0Z`} fill={`url(#${id})`} />
          <path
            d={line}
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
          {chosen === undefined ? null : (
            <line
              x1={chosen.px}
              x2={chosen.px}
              y1="0"
              y2={HEIGHT}
              className="stroke-line-strong"
              vectorEffect="non-scaling-stroke"
            />
          )}
        </svg>
        {chosen === undefined ? null : (
          <>
            <span
              className="pointer-events-none absolute size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full bg-accent ring-2 ring-surface"
              style={{ left: `${(chosen.px / WIDTH) * 100}%`, top: `${(chosen.py / HEIGHT) * 100}%` }}
            />
            <span
              className="num pointer-events-none absolute -top-1 z-10 rounded-lg bg-ink px-2.5 py-1.5 text-xs whitespace-nowrap text-paper"
              style={
                chosen.px < WIDTH / 2
                  ? { left: `${(chosen.px / WIDTH) * 100}%` }
                  : { right: `${100 - (chosen.px / WIDTH) * 100}%` }
              }
            >
              {chosen.label} · {chosen.when}
            </span>
          </>
        )}
      </div>
      <details className="mt-3 text-sm text-ink-3">
        <summary className="inline-flex min-h-9 items-center">Show as a table</summary>
        <div className="max-h-64 overflow-y-auto">
          <table className="num w-full">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="text-left">
                <th scope="col" className="py-1 font-[500]">
                  Time
                </th>
                <th scope="col" className="py-1 text-right font-[500]">
                  Price
                </th>
              </tr>
            </thead>
            <tbody>
              {placed.toReversed().map((point) => (
                <tr key={`${point.x}-${point.y}-${point.px}`} className="border-t border-line">
                  <td className="py-1">{point.when}</td>
                  <td className="py-1 text-right text-ink">{point.label}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}
