import { product } from '../ir/tensor.ts';
import { dimsOf, expanded, type Value } from '../ir/view.ts';
import {
  axisOf,
  badShape,
  constant,
  type Handlers,
  input,
  type Known,
  knownInput,
  type NodeContext,
} from './context.ts';

// Operators of which only constants are known: masks and positions, as exporters write them out.

function knownValue(context: NodeContext): Known {
  return knownInput(context, 0) ?? badShape(context, 'input 0 is missing.');
}

/** Running sums along an axis. */
function cumulative(context: NodeContext): Value {
  const { attributes, where } = context.node;
  const { dims, data } = knownValue(context);
  const axis = axisOf(context, knownInput(context, 1)?.data[0] ?? 0, dims.length);
  const [isExclusive, isReversed] = [attributes.int('exclusive', 0) !== 0, attributes.int('reverse', 0) !== 0];
  const [size, inner] = [dims[axis] ?? 1, product(dims.slice(axis + 1))];
  context.builder.budget.take(data.length, where);
  const out = new Float64Array(data.length);
  for (let j = 0; j < data.length; j++) {
    if (Math.floor(j / inner) % size !== 0) continue;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const at = j + (isReversed ? size - 1 - i : i) * inner;
      const next = sum + (data[at] ?? 0);
      out[at] = isExclusive ? sum : next;
      sum = next;
    }
  }
  return constant(context, dims, { data: out, type: input(context, 0).type });
}

/** The upper or lower triangle of the last two dimensions, zeros elsewhere. */
function triangle(context: NodeContext): Value {
  const { attributes, where } = context.node;
  const { dims, data } = knownValue(context);
  const diagonal = knownInput(context, 1)?.data[0] ?? 0;
  const isUpper = attributes.int('upper', 1) !== 0;
  const [rows, columns] = [dims.at(-2) ?? 1, dims.at(-1) ?? 1];
  context.builder.budget.take(data.length, where);
  const kept = data.map((value, j) => {
    const away = (j % columns) - (Math.floor(j / columns) % rows);
    return (isUpper ? away >= diagonal : away <= diagonal) ? value : 0;
  });
  return constant(context, dims, { data: kept, type: input(context, 0).type });
}

/** False everywhere: integers have no such value. */
function neverNaN(context: NodeContext): Value {
  const no = constant(context, [], { data: Float64Array.of(0), type: 'bool' });
  return expanded(no, dimsOf(input(context, 0))) ?? badShape(context, 'its shape.');
}

/** Handlers of operators on constants. */
export const FIXED: Handlers = { CumSum: cumulative, Trilu: triangle, IsNaN: neverNaN };
