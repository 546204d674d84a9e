'use client';
import { useTheme } from 'next-themes';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ChartForm, ChartRow, ChartUnit } from './chart-rows';
import { type ChartColours, type DrawnChart, drawChart } from './draw-chart';

export type ChartCanvasProps = {
  rows: readonly ChartRow[];
  form: ChartForm;
  unit: ChartUnit;
  /** A new one begins a new picture: another interval, another token. */
  scope: string;
  title: string;
  /** A row in words, for whoever cannot see the picture. */
  inWords: (row: ChartRow) => string;
  onHover: (startSec: number | null) => void;
  onNearStart: () => void;
};

function coloursOf(element: HTMLElement): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    ink3: read('--ink-3'),
    line: read('--line'),
    surface: read('--surface'),
    accent: read('--accent'),
    up: read('--up'),
    down: read('--down'),
  };
}

const ZOOM_KEYS: Readonly<Record<string, number | undefined>> = { '+': 0.7, '=': 0.7, '-': 1.4 };

/** The row that a key leads to; null for a key that leads nowhere. */
function targetOf(key: string, { at, last }: { at: number; last: number }): number | null {
  if (key === 'ArrowLeft') return at - 1;
  if (key === 'ArrowRight') return at + 1;
  if (key === 'Home') return 0;
  return key === 'End' ? last : null;
}

/** The chart's picture. Arrow keys read single intervals, plus and minus zoom; its numbers are in the table below it. */
export function ChartCanvas(props: ChartCanvasProps) {
  const { rows, form, unit, scope, title, inWords } = props;
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<DrawnChart | null>(null);
  const handlers = useRef(props);
  const [pointed, setPointed] = useState<number | null>(null);
  const { resolvedTheme } = useTheme();

  useEffect(() => {
    handlers.current = props;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme or scope needs another picture
  useEffect(() => {
    if (element.current === null) return;
    const drawn = drawChart({
      element: element.current,
      colours: coloursOf(element.current),
      form,
      unit,
      isStill: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      onHover: (startSec) => handlers.current.onHover(startSec),
      onNearStart: () => handlers.current.onNearStart(),
    });
    drawn.setRows(handlers.current.rows);
    chart.current = drawn;
    setPointed(null);
    return () => {
      chart.current = null;
      drawn.remove();
    };
  }, [form, unit, scope, resolvedTheme]);

  useEffect(() => {
    chart.current?.setRows(rows);
  }, [rows]);

  const at =
    pointed === null
      ? rows.length - 1
      : Math.max(
          0,
          rows.findIndex(({ startSec }) => startSec === pointed),
        );
  const current = rows[at];

  const moveTo = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row === undefined) return;
    setPointed(row.startSec);
    chart.current?.point(row);
    handlers.current.onHover(row.startSec);
  };
  const leave = () => {
    chart.current?.setWheelZoom(false);
    chart.current?.point(null);
    setPointed(null);
    handlers.current.onHover(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = targetOf(event.key, { at, last: rows.length - 1 });
    const factor = ZOOM_KEYS[event.key];
    if (target === null && factor === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    if (target !== null) moveTo(target);
    else if (factor !== undefined) chart.current?.zoom(factor);
    else leave();
  };

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, rows.length - 1)}
      aria-valuenow={Math.max(0, at)}
      aria-valuetext={current === undefined ? '' : inWords(current)}
      onKeyDown={onKeyDown}
      onFocus={() => chart.current?.setWheelZoom(true)}
      onBlur={leave}
      className="h-72 touch-pan-y rounded-lg outline-offset-4 sm:h-96"
    >
      <div ref={element} aria-hidden className="size-full" />
    </div>
  );
}
