'use client';
import { type ReactNode, useState } from 'react';
import { absoluteTime } from '@/lib/format/time';
import { Amount } from '../../common/amount';
import { Button } from '../../ui/button';
import type { ChartRow, ChartUnit } from './chart-rows';

const FIRST = 50;

function Cell({ children }: { children: ReactNode }) {
  return <td className="py-1 pl-3 text-right text-ink">{children}</td>;
}

/** The chart's twin: every interval in numbers, newest first. Its rows exist once it is opened. */
export function CandleTable({ rows, unit, caption }: { rows: readonly ChartRow[]; unit: ChartUnit; caption: string }) {
  const [isOpen, setOpen] = useState(false);
  const [isLong, setLong] = useState(false);
  const kind = unit === 'price' ? 'price' : 'amount';
  const newest = isOpen ? rows.toReversed() : [];
  const shown = isLong ? newest : newest.slice(0, FIRST);
  return (
    <details className="min-w-0 flex-1 text-sm text-ink-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex min-h-9 items-center max-sm:min-h-11">Show as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label={caption} tabIndex={0} className="max-h-80 overflow-auto">
        <table className="num w-full text-[0.8125rem]">
          <caption className="sr-only">{caption}, newest first. Amounts in ETH.</caption>
          <thead className="sticky top-0 bg-surface">
            <tr className="text-right [&>th]:py-1 [&>th]:pl-3 [&>th]:font-[500]">
              <th scope="col" className="pl-0! text-left">
                From
              </th>
              <th scope="col">Open</th>
              <th scope="col">High</th>
              <th scope="col">Low</th>
              <th scope="col">Close</th>
              <th scope="col">Volume</th>
              <th scope="col">Revenue</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.startSec} data-start={row.startSec} className="border-t border-line">
                <th scope="row" className="py-1 text-left font-normal whitespace-nowrap">
                  {absoluteTime(row.startSec)}
                  {row.isGraduation ? <strong className="ml-2 font-[560] text-ink">Graduated</strong> : null}
                </th>
                <Cell>
                  <Amount value={row.open} kind={kind} />
                </Cell>
                <Cell>
                  <Amount value={row.high} kind={kind} />
                </Cell>
                <Cell>
                  <Amount value={row.low} kind={kind} />
                </Cell>
                <Cell>
                  <Amount value={row.close} kind={kind} />
                </Cell>
                <Cell>
                  <Amount value={row.volumeWei} />
                </Cell>
                <Cell>
                  <Amount value={row.revenueWei} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {newest.length <= FIRST ? null : (
        <Button look="secondary" size="sm" className="mt-2" onClick={() => setLong(!isLong)}>
          {isLong ? 'Show fewer' : `Show all ${newest.length}`}
        </Button>
      )}
    </details>
  );
}
