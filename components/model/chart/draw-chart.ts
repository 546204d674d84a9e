import {
  AreaSeries,
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  LineStyle,
  type SeriesMarker,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { compactAmount, compactPrice } from '@/lib/format/amount';
import { absoluteTime, axisTime, type TimeGrain } from '@/lib/format/time';
import type { ChartForm, ChartRow, ChartUnit } from './chart-rows';

/** Colours as the canvas needs them: resolved, six hex digits each. */
export type ChartColours = Record<'ink' | 'ink3' | 'line' | 'surface' | 'accent' | 'up' | 'down', string>;

/** A drawn chart, to be fed and taken away. */
export type DrawnChart = {
  setRows: (rows: readonly ChartRow[]) => void;
  /** Puts the crosshair on a row; null takes it away. */
  point: (row: ChartRow | null) => void;
  zoom: (factor: number) => void;
  setWheelZoom: (isOn: boolean) => void;
  remove: () => void;
};

/** The canvas wants numbers near 1: gwei for a token's price, ETH for a market cap. Only for drawing. */
const WEI_OF_UNIT: Record<ChartUnit, number> = { price: 1e9, cap: 1e18 };
const REVENUE_WEI = 1e18;
const LEAST_MOVE = 1e-9;
const NEAR_START_BARS = 20;

const GRAINS: Record<TickMarkType, TimeGrain> = {
  [TickMarkType.Year]: 'year',
  [TickMarkType.Month]: 'month',
  [TickMarkType.DayOfMonth]: 'day',
  [TickMarkType.Time]: 'time',
  [TickMarkType.TimeWithSeconds]: 'time',
};

const toWei = (value: number, scale: number) => BigInt(Math.round(value * scale));
// All our times are Unix seconds, which the library's types mark as their own.
const timeOf = (row: ChartRow) => row.startSec as UTCTimestamp;
const secondsOf = (time: Time) => (typeof time === 'number' ? time : 0);

function createBase(element: HTMLElement, colours: ChartColours, isStill: boolean): IChartApi {
  return createChart(element, {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: colours.ink3,
      fontSize: 11,
      fontFamily: getComputedStyle(element).fontFamily,
      // The notice that the library's licence asks for stands as a link below the chart.
      attributionLogo: false,
      panes: { enableResize: false, separatorColor: colours.line },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colours.line, style: LineStyle.SparseDotted } },
    crosshair: {
      mode: CrosshairMode.Magnet,
      vertLine: { color: colours.ink3, labelBackgroundColor: colours.ink },
      horzLine: { color: colours.ink3, labelBackgroundColor: colours.ink },
    },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.12, bottom: 0.08 } },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      rightOffset: 2,
      minBarSpacing: 1,
      maxBarSpacing: 28,
      fixLeftEdge: true,
      tickMarkFormatter: (time: Time, type: TickMarkType) => axisTime(secondsOf(time), GRAINS[type]),
    },
    localization: { timeFormatter: (time: Time) => absoluteTime(secondsOf(time)) },
    // A page scrolls under the finger and the wheel; the wheel zooms once somebody is in the chart.
    handleScroll: { mouseWheel: false, pressedMouseMove: true, horzTouchDrag: true, vertTouchDrag: false },
    handleScale: { mouseWheel: false, pinch: true, axisPressedMouseMove: true, axisDoubleClickReset: true },
    kineticScroll: { touch: !isStill, mouse: false },
  });
}

function addPrice(
  chart: IChartApi,
  { colours, form, unit }: { colours: ChartColours; form: ChartForm; unit: ChartUnit },
) {
  const scale = WEI_OF_UNIT[unit];
  const formatter = (value: number) =>
    unit === 'price' ? compactPrice(toWei(value, scale)) : compactAmount(toWei(value, scale));
  const priceFormat = { type: 'custom', formatter, minMove: LEAST_MOVE } as const;
  if (form === 'line') {
    const series = chart.addSeries(AreaSeries, {
      lineColor: colours.accent,
      lineWidth: 2,
      topColor: `${colours.accent}33`,
      bottomColor: `${colours.accent}00`,
      priceFormat,
      priceLineColor: colours.ink3,
    });
    const setRows = (rows: readonly ChartRow[]) =>
      series.setData(rows.map((row) => ({ time: timeOf(row), value: Number(row.close) / scale })));
    return { series, setRows, scale };
  }
  const series = chart.addSeries(CandlestickSeries, {
    upColor: colours.up,
    downColor: colours.down,
    wickUpColor: colours.up,
    wickDownColor: colours.down,
    borderVisible: false,
    priceFormat,
    priceLineColor: colours.ink3,
  });
  const setRows = (rows: readonly ChartRow[]) =>
    series.setData(
      rows.map((row) => ({
        time: timeOf(row),
        open: Number(row.open) / scale,
        high: Number(row.high) / scale,
        low: Number(row.low) / scale,
        close: Number(row.close) / scale,
      })),
    );
  return { series, setRows, scale };
}

/** Draws price and revenue on a canvas in an element. What it shows is told to `onHover` by the start of the interval. */
export function drawChart({
  element,
  colours,
  form,
  unit,
  isStill,
  onHover,
  onNearStart,
}: {
  element: HTMLElement;
  colours: ChartColours;
  form: ChartForm;
  unit: ChartUnit;
  isStill: boolean;
  onHover: (startSec: number | null) => void;
  onNearStart: () => void;
}): DrawnChart {
  const chart = createBase(element, colours, isStill);
  const price = addPrice(chart, { colours, form, unit });
  const revenue = chart.addSeries(
    HistogramSeries,
    {
      color: colours.accent,
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: {
        type: 'custom',
        formatter: (value: number) => compactAmount(toWei(value, REVENUE_WEI)),
        minMove: LEAST_MOVE,
      },
    },
    1,
  );
  revenue.priceScale().applyOptions({ scaleMargins: { top: 0.25, bottom: 0 } });
  const [upper, lower] = chart.panes();
  upper?.setStretchFactor(4);
  lower?.setStretchFactor(1);
  const markers = createSeriesMarkers<Time>(price.series, []);
  chart.subscribeCrosshairMove(({ time }) => onHover(time === undefined ? null : secondsOf(time)));
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range !== null && range.from < NEAR_START_BARS) onNearStart();
  });
  let isFirst = true;
  return {
    setRows: (rows) => {
      price.setRows(rows);
      revenue.setData(rows.map((row) => ({ time: timeOf(row), value: Number(row.revenueWei) / REVENUE_WEI })));
      markers.setMarkers(
        rows
          .filter(({ isGraduation }) => isGraduation)
          .map(
            (row): SeriesMarker<Time> => ({
              time: timeOf(row),
              position: 'aboveBar',
              shape: 'arrowDown',
              color: colours.ink,
              text: 'Graduated',
            }),
          ),
      );
      if (isFirst && rows.length > 0) {
        isFirst = false;
        const fitting = Math.floor(element.clientWidth / 7);
        if (rows.length <= fitting) chart.timeScale().fitContent();
        else chart.timeScale().setVisibleLogicalRange({ from: rows.length - fitting, to: rows.length + 1 });
      }
    },
    point: (row) => {
      if (row === null) chart.clearCrosshairPosition();
      else chart.setCrosshairPosition(Number(row.close) / price.scale, timeOf(row), price.series);
    },
    zoom: (factor) => {
      const range = chart.timeScale().getVisibleLogicalRange();
      if (range !== null) {
        chart.timeScale().setVisibleLogicalRange({ from: range.to - (range.to - range.from) * factor, to: range.to });
      }
    },
    setWheelZoom: (isOn) => chart.applyOptions({ handleScale: { mouseWheel: isOn } }),
    remove: () => chart.remove(),
  };
}
