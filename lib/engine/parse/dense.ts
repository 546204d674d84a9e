import { malformed } from '../fields.ts';
import { LIMITS } from '../limits.ts';
import { ROW_TRAILER_BYTES } from '../ops/linear.ts';
import { RANGE } from '../tensor.ts';
import { ALL_TYPES, out, type Parsers, ROW_TYPES, region, rescaleOf, tensor } from './scope.ts';
import { windowOf } from './window.ts';

/** Operators that multiply matrices. */
export const denseParsers: Parsers<'linear' | 'conv' | 'matmul'> = {
  linear(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i7', 'u7']);
    if (x.size > LIMITS.columns) malformed(`${fields.where} has rows of ${x.size}, more than ${LIMITS.columns}.`);
    const rows = fields.int('rows', 1, LIMITS.tensor);
    const weights = region(fields, scope, 'weights', rows * (x.size + ROW_TRAILER_BYTES));
    const shift = fields.int('shift', 1, LIMITS.shift);
    const dtype = fields.oneOf('dtype', ROW_TYPES);
    return {
      op: { op: 'linear', x: x.id, rows, weights, shift, dtype },
      out: out(fields, dtype, rows),
      macs: rows * x.size,
    };
  },

  conv(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i7', 'u7']);
    const window = windowOf(fields, x.size);
    const groups = fields.int('groups', 1, LIMITS.rows);
    const rows = fields.int('rows', 1, LIMITS.tensor);
    if (window.channels % groups !== 0 || rows % groups !== 0) {
      malformed(`${fields.where}: ${groups} groups of ${window.channels} and ${rows} channels.`);
    }
    const columns = window.kernelHeight * window.kernelWidth * (window.channels / groups);
    if (columns > LIMITS.columns) malformed(`${fields.where} has rows of ${columns}, more than ${LIMITS.columns}.`);
    const weights = region(fields, scope, 'weights', rows * (columns + ROW_TRAILER_BYTES));
    const shift = fields.int('shift', 1, LIMITS.shift);
    const { low, high } = RANGE[x.dtype];
    const pad = fields.int('pad', low, high);
    const dtype = fields.oneOf('dtype', ROW_TYPES);
    const made = out(fields, dtype, window.outHeight * window.outWidth * rows);
    const op = { op: 'conv', x: x.id, window, groups, rows, weights, shift, pad, dtype } as const;
    return { op, out: made, macs: made.size * columns };
  },

  matmul(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i7', 'u7', 'i8']);
    const y = tensor(fields, scope, 'y', ['i7', 'u7']);
    const [m = 0, n = 0, d = 0] = fields.ints('dims', 3, 1, LIMITS.tensor);
    if (d > LIMITS.columns) malformed(`${fields.where} has rows of ${d}, more than ${LIMITS.columns}.`);
    const batch = x.size / (m * d);
    if (!Number.isInteger(batch) || y.size !== batch * n * d) {
      malformed(`${fields.where}: ${x.size} and ${y.size} elements are not matrices of [${m}, ${d}] and [${n}, ${d}].`);
    }
    const rule = rescaleOf(fields, LIMITS.mul, LIMITS.shift);
    const dtype = fields.oneOf('dtype', ALL_TYPES);
    const made = out(fields, dtype, batch * m * n);
    return { op: { op: 'matmul', x: x.id, y: y.id, dims: [m, n, d], ...rule, dtype }, out: made, macs: made.size * d };
  },
};
