import { Fields, malformed } from './fields.ts';
import { LIMITS } from './limits.ts';
import type { Op, Program, Rescale, State } from './op.ts';
import { ROW_TRAILER_BYTES } from './ops/linear.ts';
import type { DType, TensorInfo } from './tensor.ts';

/** What is known when operator number `ops.length` is parsed. */
export type Scope = {
  readonly mode: Program['mode'];
  readonly context: number;
  readonly maxInput: number;
  readonly weightsBytes: number;
  readonly states: readonly State[];
  readonly ops: Op[];
  readonly tensors: TensorInfo[];
  /** State → the step's append to it has been seen. */
  readonly appended: Set<number>;
};

const BYTE_TYPES = ['i7', 'u7', 'i8', 'u8'] as const;

type Parsed = { op: Op; out: TensorInfo; macs: number };
type Parser = (fields: Fields, scope: Scope) => Parsed;

function tensor(fields: Fields, scope: Scope, name: string, dtypes: readonly DType[]): { id: number } & TensorInfo {
  const id = fields.int(name, 0, scope.ops.length - 1);
  const info = scope.tensors[id];
  if (info === undefined || !dtypes.includes(info.dtype)) {
    malformed(`${fields.where}.${name} reads ${info?.dtype ?? 'nothing'}, not ${dtypes.join(' or ')}.`);
  }
  return { id, ...info };
}

/** The operator that wrote tensor `name`, which must be a `kind`. */
function source<K extends Op['op']>(
  fields: Fields,
  scope: Scope,
  name: string,
  kind: K,
): { id: number; op: Extract<Op, { op: K }> } {
  const id = fields.int(name, 0, scope.ops.length - 1);
  const op = scope.ops[id];
  if (op === undefined || op.op !== kind)
    malformed(`${fields.where}.${name} reads ${op?.op ?? 'nothing'}, not ${kind}.`);
  return { id, op: op as Extract<Op, { op: K }> }; // boundary: op.op is kind
}

function region(fields: Fields, scope: Scope, name: string, bytes: number): number {
  if (bytes > scope.weightsBytes) malformed(`${fields.where}.${name} needs ${bytes} bytes of weights.`);
  return fields.int(name, 0, scope.weightsBytes - bytes);
}

function rescaleOf(fields: Fields, maxMul: number, maxShift: number): Rescale {
  return { mul: fields.int('mul', 1, maxMul), shift: fields.int('shift', 1, maxShift) };
}

/** A state that this step has already appended to, so that it holds a row for every position up to this one. */
function filledState(fields: Fields, scope: Scope, dtype: State['dtype']): { id: number; width: number } {
  const id = fields.int('state', 0, scope.states.length - 1);
  const state = scope.states[id];
  if (state === undefined || state.dtype !== dtype) malformed(`${fields.where}.state is not ${dtype}.`);
  if (!scope.appended.has(id)) malformed(`${fields.where}.state is read before its append.`);
  return { id, width: state.width };
}

function out(fields: Fields, dtype: DType, size: number): TensorInfo {
  if (size < 1 || size > LIMITS.tensor) malformed(`${fields.where} makes ${size} elements, not 1…${LIMITS.tensor}.`);
  return { dtype, size };
}

const parsers: Readonly<Record<Op['op'], Parser>> = {
  embed(fields, scope) {
    if (scope.mode === 'once') malformed(`${fields.where}: embed reads a byte for each step; this program runs once.`);
    const width = fields.int('width', 1, LIMITS.columns);
    const tokens = region(fields, scope, 'tokens', 256 * width * 2);
    const positions = region(fields, scope, 'positions', scope.context * width * 2);
    return { op: { op: 'embed', width, tokens, positions }, out: out(fields, 'i16', width), macs: 0 };
  },

  sumSquares(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    const shift = fields.int('shift', 0, 30);
    // INVARIANT: the sum fits i32 whatever x holds.
    if (x.size * 2 ** (30 - shift) >= 2 ** 31)
      malformed(`${fields.where} could overflow: ${x.size} squares >> ${shift}.`);
    return { op: { op: 'sumSquares', x: x.id, shift }, out: out(fields, 'i32', 1), macs: x.size };
  },

  rsqrt(fields, scope) {
    const x = source(fields, scope, 'x', 'sumSquares');
    return { op: { op: 'rsqrt', x: x.id }, out: out(fields, 'i32', 1), macs: 0 };
  },

  scale(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    const by = source(fields, scope, 'by', 'rsqrt');
    const rule = rescaleOf(fields, 127, LIMITS.shift);
    return { op: { op: 'scale', x: x.id, by: by.id, ...rule }, out: out(fields, 'i7', x.size), macs: x.size };
  },

  linear(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i7', 'u7']);
    if (x.size > LIMITS.columns) malformed(`${fields.where} has rows of ${x.size}, more than ${LIMITS.columns}.`);
    const rows = fields.int('rows', 1, LIMITS.tensor);
    const weights = region(fields, scope, 'weights', rows * (x.size + ROW_TRAILER_BYTES));
    const shift = fields.int('shift', 1, LIMITS.shift);
    const dtype = fields.oneOf('dtype', ['i7', 'u7', 'i8', 'i16'] as const);
    return {
      op: { op: 'linear', x: x.id, rows, weights, shift, dtype },
      out: out(fields, dtype, rows),
      macs: rows * x.size,
    };
  },

  append(fields, scope) {
    const state = fields.int('state', 0, scope.states.length - 1);
    const { dtype, width } = scope.states[state] ?? malformed(`${fields.where}.state does not exist.`);
    const x = tensor(fields, scope, 'x', [dtype]);
    if (x.size !== width) malformed(`${fields.where} appends ${x.size} elements to rows of ${width}.`);
    if (scope.appended.has(state)) malformed(`${fields.where} appends to state ${state} a second time.`);
    scope.appended.add(state);
    return { op: { op: 'append', x: x.id, state }, out: out(fields, dtype, width), macs: 0 };
  },

  scores(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i8']);
    const state = filledState(fields, scope, 'i7');
    const heads = fields.int('heads', 1, LIMITS.heads);
    if (state.width !== x.size) malformed(`${fields.where}: query of ${x.size}, keys of ${state.width}.`);
    if (x.size % heads !== 0 || x.size / heads > LIMITS.headWidth)
      malformed(`${fields.where}: ${heads} heads of ${x.size}.`);
    const rule = rescaleOf(fields, LIMITS.mul, LIMITS.shift);
    return {
      op: { op: 'scores', x: x.id, state: state.id, heads, ...rule },
      out: out(fields, 'i8', heads * scope.context),
      macs: x.size * scope.context,
    };
  },

  max(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'scores');
    return { op: { op: 'max', x: id, heads: op.heads }, out: out(fields, 'i8', op.heads), macs: 0 };
  },

  exp(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'scores');
    const max = source(fields, scope, 'max', 'max');
    // INVARIANT: max − x is 0…255, an index into the table.
    if (max.op.x !== id) malformed(`${fields.where}.max is not the maximum of x.`);
    const table = region(fields, scope, 'table', 256);
    return {
      op: { op: 'exp', x: id, max: max.id, table, heads: op.heads },
      out: out(fields, 'u7', op.heads * scope.context),
      macs: 0,
    };
  },

  sum(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'exp');
    return { op: { op: 'sum', x: id, heads: op.heads }, out: out(fields, 'i32', op.heads), macs: 0 };
  },

  mix(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'exp');
    const sum = source(fields, scope, 'sum', 'sum');
    if (sum.op.x !== id) malformed(`${fields.where}.sum is not the sum of x.`);
    const state = filledState(fields, scope, 'i8');
    if (state.width % op.heads !== 0) malformed(`${fields.where}: ${op.heads} heads of ${state.width}.`);
    const rule = rescaleOf(fields, LIMITS.mul, 24);
    if (state.width * scope.context > LIMITS.partialElements) {
      malformed(
        `${fields.where} has ${state.width * scope.context} partial sums, more than ${LIMITS.partialElements}.`,
      );
    }
    return {
      op: { op: 'mix', x: id, sum: sum.id, state: state.id, heads: op.heads, ...rule },
      out: out(fields, 'i7', state.width),
      macs: state.width * scope.context,
    };
  },

  add(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    const y = tensor(fields, scope, 'y', ['i16']);
    if (x.size !== y.size) malformed(`${fields.where} adds ${x.size} and ${y.size} elements.`);
    return { op: { op: 'add', x: x.id, y: y.id }, out: out(fields, 'i16', x.size), macs: 0 };
  },

  noise(fields, scope) {
    const size = fields.int('size', 1, LIMITS.columns);
    const table = region(fields, scope, 'table', 512);
    return { op: { op: 'noise', size, table }, out: out(fields, 'i16', size), macs: 0 };
  },

  argmax(fields, scope) {
    const x = tensor(fields, scope, 'x', ['i16']);
    return { op: { op: 'argmax', x: x.id }, out: out(fields, 'i32', 1), macs: 0 };
  },

  lookup(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'argmax');
    const entries = scope.tensors[op.x]?.size ?? 0;
    const table = region(fields, scope, 'table', entries);
    return { op: { op: 'lookup', x: id, table }, out: out(fields, 'u8', 1), macs: 0 };
  },

  input(fields, scope) {
    if (scope.mode !== 'once') malformed(`${fields.where}: only a program that runs once takes its input whole.`);
    const size = fields.int('size', scope.maxInput, scope.maxInput);
    return { op: { op: 'input', size }, out: out(fields, 'u8', size), macs: 0 };
  },

  map(fields, scope) {
    const x = tensor(fields, scope, 'x', BYTE_TYPES);
    const table = region(fields, scope, 'table', 256);
    const dtype = fields.oneOf('dtype', BYTE_TYPES);
    return { op: { op: 'map', x: x.id, table, dtype }, out: out(fields, dtype, x.size), macs: 0 };
  },
};

/** Parses the next operator and adds it to the scope; returns its multiply-accumulates. */
export function parseOp(value: unknown, scope: Scope): number {
  const fields = new Fields(value, `ops[${scope.ops.length}]`);
  const name = fields.text('op');
  if (!Object.hasOwn(parsers, name)) malformed(`${fields.where}.op is unknown: ${name.slice(0, 40)}.`);
  const parsed = parsers[name as Op['op']](fields, scope); // boundary: name is a key
  fields.end();
  scope.ops.push(parsed.op);
  scope.tensors.push(parsed.out);
  return parsed.macs;
}
