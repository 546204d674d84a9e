import { applyAffine, applyClip } from '../ir/apply.ts';
import { product } from '../ir/tensor.ts';
import { constantData, dimsOf, type Value } from '../ir/view.ts';
import {
  axisOf,
  badShape,
  constant,
  type Handler,
  type Handlers,
  input,
  knownInput,
  type NodeContext,
  unsupported,
} from './context.ts';
import { CONVOLUTIONS } from './conv.ts';
import { linesBy } from './elementwise.ts';
import { multiplied } from './matrices.ts';

// Models that are quantised already are read as what their integers stand for: a QuantizeLinear clips to its range and keeps real numbers, of
// type float32, which the DequantizeLinear behind it then leaves alone. Weights become real numbers at once.

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  int32: [-(2 ** 31), 2 ** 31 - 1],
};

/** Places of the inputs that say what an integer stands for. */
type Places = { readonly value: number; readonly scale: number; readonly zero: number };

/** The real numbers that a quantised input stands for. `axis` is for a scale of each channel. */
function real(context: NodeContext, { value, scale, zero }: Places, axis: number): Value {
  const x = input(context, value);
  if (x.type === 'float32') return x; // a QuantizeLinear's
  const scales = knownInput(context, scale)?.data ?? badShape(context, 'it has no scale.');
  const zeros = knownInput(context, zero)?.data ?? new Float64Array(scales.length);
  const dims = dimsOf(x);
  const rank = dims.length;
  const channels = scales.length === 1 ? 1 : (dims[axisOf(context, axis, rank)] ?? 1);
  if (scales.length !== channels || (zeros.length !== channels && zeros.length !== 1)) {
    unsupported(context, `${scales.length} scales for ${channels} channels. Quantise by tensor or by channel.`);
  }
  const place = channels === 1 ? -1 : axisOf(context, axis, rank);
  const data = constantData(x);
  if (data !== undefined) {
    const inner = place < 0 ? 1 : product(dims.slice(place + 1));
    const numbers = data.map((q, j) => {
      const c = place < 0 ? 0 : Math.floor(j / inner) % channels;
      return (q - (zeros[c % zeros.length] ?? 0)) * (scales[c] ?? 1);
    });
    return constant(context, dims, { data: numbers });
  }
  const offset = scales.map((factor, c) => -factor * (zeros[c % zeros.length] ?? 0));
  const at = { builder: context.builder, where: context.node.where };
  if (place < 0) return { ...x, type: 'float32', tensor: applyAffine(x.tensor, { scale: scales, offset }, at) };
  const shape = dims.slice(place).map((dim, i) => (i === 0 ? dim : 1));
  return { ...linesBy(context, x, { dims: shape, scale: scales, offset }), type: 'float32' };
}

/** Clipped to what an integer of scale and zero can stand for. */
function clipped(context: NodeContext, x: Value, { scale, zero }: Omit<Places, 'value'>): Value {
  const scales = knownInput(context, scale)?.data ?? badShape(context, 'it has no scale.');
  const zeros = knownInput(context, zero)?.data ?? new Float64Array(1);
  const [step, at] = [scales[0] ?? 1, zeros[0] ?? 0];
  if (constantData(x) !== undefined || scales.length > 1) return { ...x, type: 'float32' };
  const [low, high] = RANGES[context.inputs[zero]?.type ?? 'uint8'] ?? [0, 255];
  const range = { low: (low - at) * step, high: (high - at) * step };
  const tensor = applyClip(x.tensor, range, { builder: context.builder, where: context.node.where });
  const { padded, ...rest } = x;
  return { ...rest, type: 'float32', tensor };
}

function dequantise(context: NodeContext): Value {
  return real(context, { value: 0, scale: 1, zero: 2 }, context.node.attributes.int('axis', 1));
}

function quantiseNode(context: NodeContext): Value {
  return clipped(context, input(context, 0), { scale: 1, zero: 2 });
}

/** The range is that of the numbers themselves: nothing to clip. Scale and zero are then 1 and 0. */
function dynamic(context: NodeContext): readonly Value[] {
  const one = constant(context, [], { data: Float64Array.of(1) });
  const none = constant(context, [], { data: Float64Array.of(0), type: 'uint8' });
  return [{ ...input(context, 0), type: 'float32' }, one, none];
}

/** Scale 1, for integers that are read without one. */
function asIntegers(context: NodeContext, value: number, zero: number): Value {
  const one = context.builder.constant(Float64Array.of(1), [], { where: context.node.where });
  const inputs = [context.inputs[value], one, context.inputs[zero]];
  return real({ ...context, inputs }, { value: 0, scale: 1, zero: 2 }, 0);
}

const convolved: Handler = CONVOLUTIONS.Conv ?? ((context) => unsupported(context, 'convolutions are missing.'));

function single(values: Value | readonly Value[]): Value {
  return 'tensor' in values ? values : (values[0] as Value); // a convolution has one output
}

function qLinearConv(context: NodeContext): Value {
  const x = real(context, { value: 0, scale: 1, zero: 2 }, 1);
  const w = real(context, { value: 3, scale: 4, zero: 5 }, 0);
  const [xScale, wScale] = [1, 4].map((place) => knownInput(context, place)?.data ?? Float64Array.of(1));
  const bias = knownInput(context, 8);
  const data = bias?.data.map((q, n) => q * (xScale?.[0] ?? 1) * (wScale?.[n % wScale.length] ?? 1));
  const b = bias === undefined || data === undefined ? undefined : constant(context, bias.dims, { data });
  const y = single(convolved({ ...context, inputs: [x, w, b] }));
  return clipped(context, y, { scale: 6, zero: 7 });
}

function qLinearMatMul(context: NodeContext): Value {
  const a = real(context, { value: 0, scale: 1, zero: 2 }, 0);
  const b = real(context, { value: 3, scale: 4, zero: 5 }, 1);
  return clipped(context, multiplied(context, a, b), { scale: 6, zero: 7 });
}

function matMulInteger(context: NodeContext): Value {
  return multiplied(context, asIntegers(context, 0, 2), asIntegers(context, 1, 3));
}

function convInteger(context: NodeContext): Value {
  const inputs = [asIntegers(context, 0, 2), asIntegers(context, 1, 3)];
  return single(convolved({ ...context, inputs }));
}

/** Handlers of the operators of models that are quantised already. */
export const QUANTISED: Handlers = {
  DequantizeLinear: dequantise,
  QuantizeLinear: quantiseNode,
  DynamicQuantizeLinear: dynamic,
  QLinearConv: qLinearConv,
  QLinearMatMul: qLinearMatMul,
  MatMulInteger: matMulInteger,
  ConvInteger: convInteger,
};
