import type { BenchRow } from './row.ts';

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** The rows as a text table, notes beneath it. */
export function renderTable(rows: BenchRow[]): string {
  const head = ['case', 'metric', 'value', 'unit', 'peer', 'vs peer', 'goal'];
  const body = rows.map((row) => [
    row.case,
    row.metric,
    number.format(row.value),
    row.unit,
    row.peer === undefined ? '' : number.format(row.peer),
    row.peer === undefined
      ? ''
      : `${row.value > row.peer ? '+' : ''}${((row.value / row.peer - 1) * 100).toFixed(0)} %`,
    row.goal === undefined ? '' : number.format(row.goal),
  ]);
  const isNumeric = [false, false, true, false, true, true, true];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...body.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const peers = [...new Set(rows.flatMap((row) => row.peerName ?? []))];
  return [
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...body.map(line),
    ...(peers.length === 0 ? [] : ['', `peer: ${peers.join(', ')}`]),
    ...rows.flatMap((row) => (row.note === undefined ? [] : [`${row.case}: ${row.note}`])),
  ].join('\n');
}
