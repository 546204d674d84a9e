import type { ReactNode } from 'react';
import { cn } from './cn';

export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: 'start' | 'end';
  /** The cell that heads a row's card on a phone. Give it to exactly one column. */
  isTitle?: boolean;
  /** Hidden on phones. */
  wideOnly?: boolean;
};

/** A table on wide screens; on phones the same rows as cards of label and value. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  rowClass,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowClass?: (row: Row) => string | undefined;
}) {
  return (
    <table className="w-full text-[0.9375rem] max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-sm:hidden">
        <tr className="border-b border-line text-left text-sm text-ink-3">
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              className={cn('px-3 py-2 font-[500] first:pl-0 last:pr-0', column.align === 'end' && 'text-right')}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-3">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className={cn(
              'border-b border-line last:border-0 max-sm:block max-sm:rounded-card max-sm:border max-sm:p-3 max-sm:last:border',
              rowClass?.(row),
            )}
          >
            {columns.map((column) => (
              <td
                key={column.id}
                className={cn(
                  'px-3 py-3 first:pl-0 last:pr-0 max-sm:flex max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:px-0 max-sm:py-1',
                  column.align === 'end' && 'num text-right',
                  column.wideOnly === true && 'max-sm:hidden',
                  column.isTitle === true && 'max-sm:pb-2 max-sm:font-[560]',
                )}
              >
                {column.isTitle === true ? null : (
                  <span aria-hidden className="text-left text-sm text-ink-3 sm:hidden">
                    {column.header}
                  </span>
                )}
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
