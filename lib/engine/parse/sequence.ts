import { malformed } from '../fields.ts';
import { LIMITS } from '../limits.ts';
import { filledState, out, type Parsers, region, rescaleOf, source, tensor } from './scope.ts';

/** Operators that know of steps: the text, states and attention over them, noise. */
export const sequenceParsers: Parsers<'embed' | 'append' | 'scores' | 'mix' | 'noise' | 'input'> = {
  embed(fields, scope) {
    if (scope.mode === 'once') malformed(`${fields.where}: embed reads a byte for each step; this program runs once.`);
    const width = fields.int('width', 1, LIMITS.columns);
    const tokens = region(fields, scope, 'tokens', 256 * width * 2);
    const positions = region(fields, scope, 'positions', scope.context * width * 2);
    return { op: { op: 'embed', width, tokens, positions }, out: out(fields, 'i16', width), macs: 0 };
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

  mix(fields, scope) {
    const { id, op } = source(fields, scope, 'x', 'exp');
    const sum = source(fields, scope, 'sum', 'sum');
    if (sum.op.x !== id) malformed(`${fields.where}.sum is not the sum of x.`);
    const state = filledState(fields, scope, 'i8');
    if (state.width % op.rows !== 0) malformed(`${fields.where}: ${op.rows} heads of ${state.width}.`);
    const rule = rescaleOf(fields, LIMITS.mul, 24);
    if (state.width * scope.context > LIMITS.partialElements) {
      malformed(
        `${fields.where} has ${state.width * scope.context} partial sums, more than ${LIMITS.partialElements}.`,
      );
    }
    return {
      op: { op: 'mix', x: id, sum: sum.id, state: state.id, heads: op.rows, ...rule },
      out: out(fields, 'i7', state.width),
      macs: state.width * scope.context,
    };
  },

  noise(fields, scope) {
    const size = fields.int('size', 1, LIMITS.columns);
    const table = region(fields, scope, 'table', 512);
    return { op: { op: 'noise', size, table }, out: out(fields, 'i16', size), macs: 0 };
  },

  input(fields, scope) {
    if (scope.mode !== 'once') malformed(`${fields.where}: only a program that runs once takes its input whole.`);
    const size = fields.int('size', scope.maxInput, scope.maxInput);
    return { op: { op: 'input', size }, out: out(fields, 'u8', size), macs: 0 };
  },
};
