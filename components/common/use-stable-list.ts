'use client';
import { useMemo, useRef, useState } from 'react';
import { stableOrder } from './stable-order';

/** Handlers for the list's frame: the pointer or the focus inside means that somebody reads. */
export type ReadingProps = {
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  onFocus: () => void;
  onBlur: () => void;
};

/** Rows in an order that does not move under the reader. `scope` (tab, sort, search) starts a new order when it changes. */
export function useStableList<Row>({
  rows,
  keyOf,
  scope,
}: {
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  scope: string;
}): { rows: Row[]; waiting: number; letIn: () => void; reading: ReadingProps } {
  const [isReading, setReading] = useState(false);
  const [admitted, setAdmitted] = useState(0);
  const memory = useRef<{ scope: string; keys: readonly string[] }>({ scope: '', keys: [] });
  const held = `${scope}#${admitted}`;
  const order = useMemo(() => {
    const shown = memory.current.scope === held ? memory.current.keys : [];
    const next = stableOrder({ shown, fresh: rows.map(keyOf), isReading });
    memory.current = { scope: held, keys: next.keys };
    return next;
  }, [rows, keyOf, isReading, held]);
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return {
    rows: order.keys.flatMap((key) => byKey.get(key) ?? []),
    waiting: order.waiting,
    letIn: () => setAdmitted((count) => count + 1),
    reading: {
      onPointerEnter: () => setReading(true),
      onPointerLeave: () => setReading(false),
      onFocus: () => setReading(true),
      onBlur: () => setReading(false),
    },
  };
}
