import type { Budget } from '../budget.ts';
import { affineOf, clipOf, type Form } from '../scalar.ts';
import { formOf, linesOf } from './apply.ts';
import type { Builder } from './builder.ts';
import { joinedEmbedding } from './embedding.ts';
import { inOrder, isPixelwise, type Of, pixelwise, readsPadding, sourcesOf, type Tensor } from './tensor.ts';

/**
 * The same network with neighbours joined: lines into the matrices beside them, clips into the matrix before, matrices
 * without a function between into one where that is smaller. Returns the tensor that stands for `last`.
 */
export function simplify(last: Tensor, builder: Builder): Tensor {
  const all = inOrder(last);
  const uses = new Map<Tensor, number>();
  for (const tensor of all) for (const source of sourcesOf(tensor)) uses.set(source, (uses.get(source) ?? 0) + 1);
  const joined = new Map<Tensor, Tensor>();
  const rules = new Rules(uses, builder);
  for (const tensor of all) {
    const replaced = rules.apply(withSources(tensor, joined));
    uses.set(replaced, uses.get(replaced) ?? uses.get(tensor) ?? 1);
    joined.set(tensor, replaced);
  }
  return joined.get(last) ?? last;
}

/** The same tensor over what stands for its sources. */
export function withSources(tensor: Tensor, joined: ReadonlyMap<Tensor, Tensor>): Tensor {
  if (tensor.kind === 'input' || tensor.kind === 'constant' || tensor.kind === 'embed') return tensor;
  const x = joined.get(tensor.x) ?? tensor.x;
  if (!('y' in tensor)) return x === tensor.x ? tensor : { ...tensor, x };
  const y = joined.get(tensor.y) ?? tensor.y;
  return x === tensor.x && y === tensor.y ? tensor : { ...tensor, x, y };
}

class Rules {
  readonly #uses: ReadonlyMap<Tensor, number>;
  readonly #budget: Budget;

  constructor(uses: ReadonlyMap<Tensor, number>, builder: Builder) {
    this.#uses = uses;
    this.#budget = builder.budget;
  }

  /** A tensor whose sources are simple already. */
  apply(tensor: Tensor): Tensor {
    const embedding = joinedEmbedding(tensor, (x) => this.#isOnlyFor(x));
    if (embedding !== undefined) return embedding;
    switch (tensor.kind) {
      case 'conv':
        return this.#conv(tensor);
      case 'function':
        return this.#function(tensor);
      case 'affine':
        return this.#affine(tensor);
      case 'matmul':
        return this.#matmul(tensor);
      case 'add':
        return this.#add(tensor);
      default:
        return tensor;
    }
  }

  #isOnlyFor(x: Tensor): boolean {
    return (this.#uses.get(x) ?? 1) === 1;
  }

  #conv(tensor: Of<'conv'>): Tensor {
    const lines = linesOf(tensor.x);
    if (lines !== undefined) {
      const before = this.#columnsScaled(tensor, lines);
      if (before !== undefined) return this.#conv(before);
    }
    const inner = tensor.x;
    if (inner.kind === 'conv' && this.#isOnlyFor(inner)) return this.#product(tensor, inner) ?? tensor;
    return tensor;
  }

  /** Lines before a convolution are part of its weights, where its padding allows. */
  #columnsScaled(
    tensor: Of<'conv'>,
    { x, scale, offset }: { x: Tensor; scale: Float64Array; offset: Float64Array },
  ): Of<'conv'> | undefined {
    const { window, groups, rows, weights } = tensor;
    const { channels } = window;
    const period = scale.length;
    if (channels % period !== 0) return undefined;
    let { pad } = tensor;
    if (readsPadding(window)) {
      // The padding has to stand for the same number in each channel.
      const pads = scale.map((factor, c) => (pad - (offset[c] ?? 0)) / factor);
      const [first = 0] = pads;
      if (!Number.isFinite(first) || pads.some((value) => value !== first)) return undefined;
      pad = first;
    }
    this.#budget.take(weights.length, tensor.where);
    const [changed, bias] = [new Float64Array(weights.length), Float64Array.from(tensor.bias)];
    const count = channels / groups;
    const size = weights.length / rows;
    for (let n = 0; n < rows; n++) {
      const first = Math.floor(n / (rows / groups)) * count;
      let sum = bias[n] ?? 0;
      for (let k = 0; k < size; k++) {
        const c = (first + (k % count)) % period;
        const weight = weights[n * size + k] ?? 0;
        changed[n * size + k] = weight * (scale[c] ?? 0);
        sum += weight * (offset[c] ?? 0);
      }
      bias[n] = sum;
    }
    return { ...tensor, x, weights: changed, bias, pad };
  }

  /** A matrix on each pixel after a convolution, as one convolution. */
  #product(outer: Of<'conv'>, inner: Of<'conv'>): Tensor | undefined {
    const isOpen = inner.low === Number.NEGATIVE_INFINITY && inner.high === Number.POSITIVE_INFINITY;
    const fits =
      outer.window.channels === inner.rows && outer.window.height * outer.window.width * inner.rows === inner.size;
    if (!isOpen || !fits || !isPixelwise(outer.window) || outer.groups !== 1 || inner.groups !== 1) return undefined;
    const columns = inner.weights.length / inner.rows;
    const { rows } = outer;
    if (rows * columns > rows * inner.rows + inner.rows * columns) return undefined;
    this.#budget.take(rows * columns, outer.where);
    this.#budget.work(rows * columns * inner.rows, outer.where);
    const [weights, bias] = [new Float64Array(rows * columns), Float64Array.from(outer.bias)];
    for (let n = 0; n < rows; n++) {
      for (let m = 0; m < inner.rows; m++) {
        const factor = outer.weights[n * inner.rows + m] ?? 0;
        bias[n] = (bias[n] ?? 0) + factor * (inner.bias[m] ?? 0);
        for (let k = 0, to = n * columns, from = m * columns; k < columns; k++, to++, from++) {
          weights[to] = (weights[to] ?? 0) + factor * (inner.weights[from] ?? 0);
        }
      }
    }
    const { x, window, groups, pad } = inner;
    return this.#conv({ ...outer, x, window, groups, pad, weights, bias });
  }

  /** A clipped line after a convolution is the clip of one with other weights. */
  #function(tensor: Of<'function'>): Tensor {
    const line = formOf(tensor);
    const inner = line?.x;
    if (line === undefined || inner === undefined || !this.#isOnlyFor(inner) || line.form.scale === 0) return tensor;
    const { form } = line;
    if (!(form.low < form.high)) return tensor;
    if (inner.kind === 'conv') {
      const { scale, offset } = form;
      const changed = this.#rowsScaled(inner, tensor, () => ({ scale, offset }));
      return changed === undefined ? tensor : clipped(changed, form);
    }
    const isFactor =
      form.offset === 0 &&
      form.scale > 0 &&
      form.low === Number.NEGATIVE_INFINITY &&
      form.high === Number.POSITIVE_INFINITY;
    if ((inner.kind === 'matmul' || inner.kind === 'multiply') && isFactor) {
      const { name, axes, where } = tensor;
      return { ...inner, factor: inner.factor * form.scale, name, axes, where };
    }
    return tensor;
  }

  /** Lines after a convolution are part of its weights. Others become one with a group for each channel, or products and sums. */
  #affine(tensor: Of<'affine'>): Tensor {
    const { x, scale, offset } = tensor;
    const period = scale.length;
    if (x.kind === 'conv' && this.#isOnlyFor(x) && x.rows % period === 0) {
      const changed = this.#rowsScaled(x, tensor, (n) => ({
        scale: scale[n % period] ?? 0,
        offset: offset[n % period] ?? 0,
      }));
      if (changed !== undefined) return changed;
    }
    return tensor;
  }

  #rowsScaled(
    inner: Of<'conv'>,
    { name, axes, where }: Tensor,
    line: (n: number) => { scale: number; offset: number },
  ): Of<'conv'> | undefined {
    const isOpen = inner.low === Number.NEGATIVE_INFINITY && inner.high === Number.POSITIVE_INFINITY;
    const { rows } = inner;
    const lines = Array.from({ length: rows }, (_, n) => line(n));
    const [first] = lines;
    const isSame = lines.every(({ scale, offset }) => scale === first?.scale && offset === first.offset);
    if (first === undefined || (!isOpen && !isSame)) return undefined;
    const size = inner.weights.length / rows;
    this.#budget.take(inner.weights.length, where);
    const weights = inner.weights.map((weight, at) => weight * (lines[Math.floor(at / size)]?.scale ?? 0));
    const bias = inner.bias.map((value, n) => value * (lines[n]?.scale ?? 0) + (lines[n]?.offset ?? 0));
    const form = affineOf({ scale: 1, offset: 0, low: inner.low, high: inner.high }, first.scale, first.offset);
    return {
      ...inner,
      weights,
      bias,
      low: isOpen ? inner.low : form.low,
      high: isOpen ? inner.high : form.high,
      name,
      axes,
      where,
    };
  }

  #matmul(tensor: Of<'matmul'>): Tensor {
    let { x, y, factor } = tensor;
    const strip = (source: Tensor): Tensor => {
      const lines = linesOf(source);
      const [scale = 0] = lines?.scale ?? [];
      if (lines === undefined || lines.scale.length !== 1 || lines.offset[0] !== 0 || !(scale > 0)) return source;
      factor *= scale;
      return lines.x;
    };
    x = strip(x);
    y = strip(y);
    return x === tensor.x && y === tensor.y ? tensor : { ...tensor, x, y, factor };
  }

  /** The sum of two matrices on one tensor is a matrix. */
  #add(tensor: Of<'add'>): Tensor {
    const [a, b] = [tensor.x, tensor.y];
    if (a.kind !== 'conv' || b.kind !== 'conv' || a === b || a.x !== b.x || a.groups !== b.groups) return tensor;
    if (JSON.stringify(a.window) !== JSON.stringify(b.window) || a.pad !== b.pad || a.rows !== b.rows) return tensor;
    const ends = [a.low, b.low, -a.high, -b.high];
    if (ends.some((end) => end !== Number.NEGATIVE_INFINITY) || !this.#isOnlyFor(a) || !this.#isOnlyFor(b))
      return tensor;
    this.#budget.take(a.weights.length, tensor.where);
    const { name, axes, where } = tensor;
    const weights = a.weights.map((weight, at) => weight + (b.weights[at] ?? 0));
    return { ...a, weights, bias: a.bias.map((value, n) => value + (b.bias[n] ?? 0)), name, axes, where };
  }
}

function clipped(tensor: Of<'conv'>, form: Form): Of<'conv'> {
  const { low, high } = clipOf({ scale: 1, offset: 0, low: tensor.low, high: tensor.high }, form.low, form.high);
  return { ...tensor, low, high };
}

/** Lines that no matrix took, as what can be computed: a product with a constant for each channel, or for each element. */
export function withoutLines(last: Tensor, builder: Builder): Tensor {
  const joined = new Map<Tensor, Tensor>();
  for (const tensor of inOrder(last)) {
    const own = withSources(tensor, joined);
    joined.set(tensor, own.kind === 'affine' ? lineFor(own, builder) : own);
  }
  return joined.get(last) ?? last;
}

/** Tensors that have no more than 7 or 8 bits by nature: a matrix loses nothing on them. */
const NARROW = new Set<Tensor['kind']>(['normalise', 'function', 'softmax', 'gather']);

function lineFor(tensor: Of<'affine'>, builder: Builder): Tensor {
  const { x, scale, offset, size, where, name, axes } = tensor;
  const period = scale.length;
  const shared = { size, where, name, axes };
  if (NARROW.has(x.kind) && period <= 65_535 && size / period <= 65_535) {
    const window = pixelwise(size / period, period);
    const open = { pad: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    return { kind: 'conv', x, window, groups: period, rows: period, weights: scale, bias: offset, ...open, ...shared };
  }
  const filled = (values: Float64Array): Tensor => {
    builder.budget.take(size, where);
    const data = Float64Array.from({ length: size }, (_, j) => values[j % period] ?? 0);
    return { kind: 'constant', data, size, where, name: '', axes: [] };
  };
  const isScaled = scale.some((value) => value !== 1);
  const isShifted = offset.some((value) => value !== 0);
  const product: Tensor = isScaled
    ? { kind: 'multiply', x, y: filled(scale), factor: 1, ...shared, name: isShifted ? '' : name }
    : x;
  return isShifted ? { kind: 'add', x: product, y: filled(offset), ...shared } : product;
}
