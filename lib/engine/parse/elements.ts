import { malformed } from '../fields.ts';
import { LIMITS } from '../limits.ts';
import { ELEMENT_BYTES } from '../tensor.ts';
import { ALL_TYPES, BYTE_TYPES, NARROW_TYPES, out, type Parsers, region, rescaleOf, tensor } from './scope.ts';
import { checkNoEmptyWindow, windowOf } from './window.ts';

/** Operators whose elements read one element of each operand, or pick among a few. */
export const elementParsers: Parsers<
  'add' | 'map' | 'multiply' | 'requantise' | 'move' | 'concat' | 'constant' | 'gather' | 'pool'
> = {
  add(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    const y = tensor(fields, scope, 'y', ['i16']);
    if (x.size !== y.size) malformed(`${fields.where} adds ${x.size} and ${y.size} elements.`);
    return { op: { op: 'add', x: x.id, y: y.id }, out: out(fields, 'i16', x.size), macs: 0 };
  },

  map(fields, scope) {
    const x = tensor(fields, scope, 'x', BYTE_TYPES);
    const table = region(fields, scope, 'table', 256);
    const dtype = fields.oneOf('dtype', BYTE_TYPES);
    return { op: { op: 'map', x: x.id, table, dtype }, out: out(fields, dtype, x.size), macs: 0 };
  },

  multiply(fields, scope) {
    const x = tensor(fields, scope, 'x', NARROW_TYPES);
    const y = tensor(fields, scope, 'y', NARROW_TYPES);
    if (x.size !== y.size) malformed(`${fields.where} multiplies ${x.size} and ${y.size} elements.`);
    const rule = rescaleOf(fields, LIMITS.mul, LIMITS.shift);
    const dtype = fields.oneOf('dtype', NARROW_TYPES);
    return {
      op: { op: 'multiply', x: x.id, y: y.id, ...rule, dtype },
      out: out(fields, dtype, x.size),
      macs: x.size,
    };
  },

  requantise(fields, scope) {
    const x = tensor(fields, scope, 'x', ALL_TYPES);
    const rule = rescaleOf(fields, LIMITS.mul, LIMITS.shift);
    const offset = fields.int('offset', -LIMITS.offset, LIMITS.offset);
    const dtype = fields.oneOf('dtype', ALL_TYPES);
    return { op: { op: 'requantise', x: x.id, ...rule, offset, dtype }, out: out(fields, dtype, x.size), macs: 0 };
  },

  move(fields, scope) {
    const x = tensor(fields, scope, 'x', ALL_TYPES);
    const dims = fields.ints('dims', { from: 1, to: LIMITS.rank }, 1, LIMITS.tensor);
    const strides = fields.ints('strides', dims.length, -LIMITS.tensor, LIMITS.tensor);
    const base = fields.int('base', 0, LIMITS.tensor);
    const size = dims.reduce((all, dim) => Math.min(all * dim, LIMITS.tensor + 1), 1);
    const made = out(fields, x.dtype, size);
    // INVARIANT: no index leaves x.
    const ends = dims.map((dim, k) => (dim - 1) * (strides[k] ?? 0));
    const lowest = ends.reduce((sum, end) => sum + Math.min(0, end), base);
    const highest = ends.reduce((sum, end) => sum + Math.max(0, end), base);
    if (lowest < 0 || highest >= x.size) malformed(`${fields.where} reads elements ${lowest}…${highest} of ${x.size}.`);
    return { op: { op: 'move', x: x.id, dims, strides, base }, out: made, macs: 0 };
  },

  concat(fields, scope) {
    const x = tensor(fields, scope, 'x', ALL_TYPES);
    const y = tensor(fields, scope, 'y', ALL_TYPES);
    const [a = 1, b = 1] = fields.ints('parts', 2, 1, LIMITS.tensor);
    if (x.dtype !== y.dtype || x.size % a !== 0 || x.size / a !== y.size / b) {
      malformed(`${fields.where}: ${x.size} ${x.dtype} and ${y.size} ${y.dtype} are not blocks of ${a} and ${b}.`);
    }
    return {
      op: { op: 'concat', x: x.id, y: y.id, parts: [a, b] },
      out: out(fields, x.dtype, x.size + y.size),
      macs: 0,
    };
  },

  constant(fields, scope) {
    const size = fields.int('size', 1, LIMITS.tensor);
    const dtype = fields.oneOf('dtype', ALL_TYPES);
    const table = region(fields, scope, 'table', size * ELEMENT_BYTES[dtype]);
    return { op: { op: 'constant', size, dtype, table }, out: out(fields, dtype, size), macs: 0 };
  },

  gather(fields, scope) {
    const x = tensor(fields, scope, 'x', ['u8']);
    const idBytes = fields.int('idBytes', 1, 2);
    if (x.size % idBytes !== 0) malformed(`${fields.where}: ${x.size} bytes are not numbers of ${idBytes}.`);
    const vocab = fields.int('vocab', 1, LIMITS.vocab);
    const width = fields.int('width', 1, LIMITS.tensor);
    const dtype = fields.oneOf('dtype', ['i7', 'i8', 'i16'] as const);
    const table = fields.int('table', 0, LIMITS.weightsBytes);
    if (table + vocab * width * ELEMENT_BYTES[dtype] > scope.weightsBytes) {
      malformed(`${fields.where}.table leaves the weights.`);
    }
    const made = out(fields, dtype, (x.size / idBytes) * width);
    return { op: { op: 'gather', x: x.id, idBytes, vocab, width, table, dtype }, out: made, macs: 0 };
  },

  pool(fields, scope) {
    const x = tensor(fields, scope, 'x', NARROW_TYPES);
    const window = windowOf(fields, x.size);
    const made = out(fields, x.dtype, window.outHeight * window.outWidth * window.channels);
    checkNoEmptyWindow(fields.where, window);
    const { kernelHeight, kernelWidth } = window;
    return { op: { op: 'pool', x: x.id, window }, out: made, macs: made.size * kernelHeight * kernelWidth };
  },
};
