import { inputAmount } from '../format/amount.ts';
import { csvText } from '../format/csv.ts';
import type { ActivityRow } from './activity.ts';

const HEADER = [
  'time',
  'kind',
  'model',
  'token',
  'eth',
  'tokens',
  'other currency',
  'other amount',
  'request',
  'transaction',
];

/** Activity as CSV with a header line, full precision, signed amounts and UTC times. */
export function activityCsv(rows: readonly ActivityRow[], symbolOf: (row: ActivityRow) => string): string {
  const lines = rows.map((row) => [
    new Date(row.atSec * 1000).toISOString(),
    row.kind,
    symbolOf(row),
    row.token ?? '',
    inputAmount(row.weiChange),
    inputAmount(row.tokenChange),
    row.other?.currency ?? '',
    row.other === null ? '' : inputAmount(row.other.amount),
    row.requestId?.toString() ?? '',
    row.txHash,
  ]);
  return csvText([HEADER, ...lines]);
}
