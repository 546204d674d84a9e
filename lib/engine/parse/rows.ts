import { malformed } from '../fields.ts';
import { LIMITS } from '../limits.ts';
import { checkRows, out, type Parsers, ROW_TYPES, region, rescaleOf, rowsOf, source, tensor } from './scope.ts';

/** Operators that look at whole rows: norms, softmax, arg-max. */
export const rowParsers: Parsers<
  'sumSquares' | 'rsqrt' | 'scale' | 'center' | 'max' | 'exp' | 'sum' | 'divide' | 'argmax' | 'lookup'
> = {
  sumSquares(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    const shift = fields.int('shift', 0, 30);
    const rows = rowsOf(fields, scope, x);
    const width = x.size / rows;
    // INVARIANT: the sum fits i32 whatever x holds.
    if (width * 2 ** (30 - shift) >= 2 ** 31)
      malformed(`${fields.where} could overflow: ${width} squares >> ${shift}.`);
    return { op: { op: 'sumSquares', x: x.id, shift, rows }, out: out(fields, 'i32', rows), macs: x.size };
  },

  rsqrt(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'sumSquares');
    return { op: { op: 'rsqrt', x: id, rows: op.rows }, out: out(fields, 'i32', op.rows), macs: 0 };
  },

  scale(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    const { id, op } = source(fields, scope, 'by', 'rsqrt');
    checkRows(fields, x, op.rows);
    const rule = rescaleOf(fields, 127, LIMITS.shift);
    const scaled = { op: 'scale', x: x.id, by: id, rows: op.rows, ...rule } as const;
    return { op: scaled, out: out(fields, 'i7', x.size), macs: x.size };
  },

  center(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    const rows = fields.int('rows', 1, LIMITS.rows);
    checkRows(fields, x, rows);
    return { op: { op: 'center', x: x.id, rows }, out: out(fields, 'i16', x.size), macs: 0 };
  },

  max(fields, scope) {
    if (scope.mode === 'once') {
      const x = tensor(fields, scope, 'x', ['i8']);
      const rows = rowsOf(fields, scope, x);
      return { op: { op: 'max', x: x.id, rows }, out: out(fields, 'i8', rows), macs: 0 };
    }
    const { id, op } = source(fields, scope, 'x', 'scores');
    return { op: { op: 'max', x: id, rows: op.heads }, out: out(fields, 'i8', op.heads), macs: 0 };
  },

  exp(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i8']);
    const { id, op } = source(fields, scope, 'max', 'max');
    // INVARIANT: max − x is 0…255, an index into the table.
    if (op.x !== x.id) malformed(`${fields.where}.max is not the maximum of x.`);
    const table = region(fields, scope, 'table', 256);
    const made = { op: 'exp', x: x.id, max: id, table, rows: op.rows } as const;
    return { op: made, out: out(fields, 'u7', x.size), macs: 0 };
  },

  sum(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'exp');
    return { op: { op: 'sum', x: id, rows: op.rows }, out: out(fields, 'i32', op.rows), macs: 0 };
  },

  divide(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i32', 'i8', 'u7']);
    const { id, op } = source(fields, scope, 'sum', 'sum');
    checkRows(fields, x, op.rows);
    const rule = rescaleOf(fields, LIMITS.mul, 24);
    const dtype = fields.oneOf('dtype', ROW_TYPES);
    const made = { op: 'divide', x: x.id, sum: id, rows: op.rows, ...rule, dtype } as const;
    return { op: made, out: out(fields, dtype, x.size), macs: 0 };
  },

  argmax(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    const rows = rowsOf(fields, scope, x);
    return { op: { op: 'argmax', x: x.id, rows }, out: out(fields, 'i32', rows), macs: 0 };
  },

  lookup(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'argmax');
    if (op.rows !== 1) malformed(`${fields.where} looks up one index, not ${op.rows}.`);
    const entries = scope.tensors[op.x]?.size ?? 0;
    const table = region(fields, scope, 'table', entries);
    return { op: { op: 'lookup', x: id, table }, out: out(fields, 'u8', 1), macs: 0 };
  },
};
