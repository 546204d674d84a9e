import { LIMITS } from '../engine/limits.ts';
import { ELEMENT_BYTES } from '../engine/tensor.ts';
import { OnnxError } from '../onnx/error.ts';
import { isPixelwise, readsPadding, type Window } from './ir/tensor.ts';
import type { Scale } from './lower/stage.ts';
import type { QuantisedStage } from './quantise/quantise.ts';
import { quantise } from './quantise/ranges.ts';
import { normRule } from './quantise/scales.ts';
import { contextOf, type TextRules, TOKENS } from './text/rules.ts';

/** The bytes of program.json and weights.bin; operator number i of the program is stage number i. `text`: it writes one. */
export function emitProgram(
  stages: readonly QuantisedStage[],
  text?: TextRules,
): { program: Uint8Array; weights: Uint8Array } {
  const emitter = new Emitter(stages, text);
  const ops = stages.map((stage) => emitter.operatorOf(stage));
  const { weightsBytes } = emitter;
  if (weightsBytes > LIMITS.weightsBytes) {
    throw new OnnxError(
      'onnx/limit',
      `The weights would have ${weightsBytes} bytes, more than ${LIMITS.weightsBytes}.`,
    );
  }
  const { weights, states } = emitter;
  const common = { format: 'openimo-program', version: 3 } as const;
  if (text !== undefined) {
    const { maxInput, minOutput, maxOutput, terminator } = text;
    const limits = { context: contextOf(text), minInput: 1, maxInput, minOutput, maxOutput, terminator };
    return { program: bytesOf({ ...common, mode: 'generate', ...limits, weightsBytes, states, ops }), weights };
  }
  const inputBytes = stages.find(({ stage }) => stage.kind === 'input')?.stage.size ?? 0;
  const last = stages.at(-1);
  const outputBytes = last === undefined ? 0 : last.stage.size * ELEMENT_BYTES[last.scale.dtype];
  if (outputBytes > LIMITS.outputBytes) {
    throw new OnnxError('onnx/limit', `The answer would have ${outputBytes} bytes, more than ${LIMITS.outputBytes}.`);
  }
  const program = {
    ...common,
    mode: 'once',
    context: 1,
    minInput: inputBytes,
    maxInput: inputBytes,
    minOutput: outputBytes,
    maxOutput: outputBytes,
    terminator: 0,
    weightsBytes,
    states,
    ops,
  };
  return { program: bytesOf(program), weights };
}

function bytesOf(program: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(program));
}

class Emitter {
  readonly #stages: readonly QuantisedStage[];
  readonly #parts: Uint8Array[] = [];
  readonly #text: TextRules | undefined;
  readonly states: { dtype: string; width: number }[] = [];
  weightsBytes = 0;
  #zeros: number | undefined;

  constructor(stages: readonly QuantisedStage[], text: TextRules | undefined) {
    this.#stages = stages;
    this.#text = text;
  }

  get weights(): Uint8Array {
    const weights = new Uint8Array(this.weightsBytes);
    let at = 0;
    for (const part of this.#parts) {
      weights.set(part, at);
      at += part.length;
    }
    return weights;
  }

  operatorOf({ stage, scale, rows, table }: QuantisedStage): object {
    const { dtype } = scale;
    switch (stage.kind) {
      case 'input':
        return { op: 'input', size: stage.size };
      case 'conv': {
        const { bytes, shift } = rows ?? { bytes: new Uint8Array(), shift: 1 };
        const weights = this.#place(bytes);
        const { x, window, groups } = stage;
        if (groups === 1 && isOnePixel(window)) return { op: 'linear', x, rows: stage.rows, weights, shift, dtype };
        const pad = readsPadding(window) ? quantise(stage.pad, this.#scale(x)) : 0;
        return { op: 'conv', x, window: shapeOf(window), groups, rows: stage.rows, weights, shift, pad, dtype };
      }
      case 'map':
        return { op: 'map', x: stage.x, table: this.#place(table ?? new Uint8Array(256)), dtype };
      case 'pool':
        return { op: 'pool', x: stage.x, window: shapeOf(stage.window) };
      case 'move': {
        const dims = stage.order.map(({ size }) => size);
        const strides = stage.order.map(({ size, stride }) => (size === 1 ? 0 : stride));
        return { op: 'move', x: stage.x, dims, strides, base: stage.base };
      }
      case 'concat':
        return { op: 'concat', x: stage.x, y: stage.y, parts: stage.parts };
      case 'constant': {
        const { data, hidden } = stage;
        const values = Array.from(data, (value, j) => (hidden?.[j] === 1 ? Number.NEGATIVE_INFINITY : value));
        return { op: 'constant', size: stage.size, dtype, table: this.#place(bytesFor(values, scale)) };
      }
      case 'gather': {
        const { x, idBytes, width } = stage;
        const vocab = stage.table.length / width;
        return { op: 'gather', x, idBytes, vocab, width, table: this.#place(bytesFor(stage.table, scale)), dtype };
      }
      case 'matmul': {
        const { x, y, dims, factor } = stage;
        return { op: 'matmul', x, y, dims, ...this.#product(x, y, { factor, scale, where: stage.where }), dtype };
      }
      case 'multiply': {
        const { x, y, factor } = stage;
        return { op: 'multiply', x, y, ...this.#product(x, y, { factor, scale, where: stage.where }), dtype };
      }
      case 'add':
        return { op: 'add', x: stage.x, y: stage.y };
      case 'requantise': {
        const from = this.#scale(stage.x);
        const rule = rescaleOf((stage.gain * from.scale) / scale.scale, { most: LIMITS.shift, where: stage.where });
        const offset = Math.round((stage.gain * from.zero + stage.shift - scale.zero) / scale.scale);
        if (Math.abs(offset) > LIMITS.offset) tooFar(stage.where);
        return { op: 'requantise', x: stage.x, ...rule, offset: offset + 0, dtype };
      }
      case 'center':
        return { op: 'center', x: stage.x, rows: stage.rows };
      case 'squares': {
        const width = (this.#stages[stage.x]?.stage.size ?? 1) / stage.rows;
        return { op: 'sumSquares', x: stage.x, shift: normRule(width, 1).squaresShift, ...this.#rows(stage.rows) };
      }
      case 'root':
        return { op: 'rsqrt', x: stage.x };
      case 'scale': {
        const { mul, shift } = normRule(stage.size / stage.rows, scale.scale * (1 - 1e-12));
        return { op: 'scale', x: stage.x, by: stage.by, mul, shift };
      }
      case 'max':
        return { op: 'max', x: stage.x, ...this.#rows(stage.rows) };
      case 'exp':
        return { op: 'exp', x: stage.x, max: stage.max, table: this.#place(table ?? new Uint8Array(256)) };
      case 'sum':
        return { op: 'sum', x: stage.x };
      case 'divide': {
        const gain = (stage.factor * this.#scale(stage.x).scale) / this.#scale(stage.sum).scale / scale.scale;
        return {
          op: 'divide',
          x: stage.x,
          sum: stage.sum,
          ...rescaleOf(gain, { most: 24, where: stage.where }),
          dtype,
        };
      }
      case 'argmax':
        return { op: 'argmax', x: stage.x, ...this.#rows(stage.rows) };
      case 'embed': {
        const { size, tokens, positions } = stage;
        return {
          op: 'embed',
          width: size,
          tokens: this.#table(tokens, scale),
          positions: this.#table(positions, scale),
        };
      }
      case 'append':
        this.states.push({ dtype, width: stage.size });
        return { op: 'append', x: stage.x, state: stage.state };
      case 'scores': {
        const { x, y, heads, factor } = stage;
        return {
          op: 'scores',
          x,
          state: this.#stateOf(y),
          heads,
          ...this.#product(x, y, { factor, scale, where: stage.where }),
        };
      }
      case 'mix': {
        const { x, sum, y, where } = stage;
        const gain = this.#scale(y).scale / scale.scale;
        return { op: 'mix', x, sum, state: this.#stateOf(y), ...rescaleOf(gain, { most: 24, where }) };
      }
      case 'noise':
        return { op: 'noise', size: stage.size, table: this.#place(bytesFor(stage.quantiles, scale)) };
      case 'lookup':
        return { op: 'lookup', x: stage.x, table: this.#place(stage.bytes) };
      default:
        return stage satisfies never;
    }
  }

  /** Operators on rows say how many only in a program that runs once. */
  #rows(rows: number): { rows?: number } {
    return this.#text === undefined ? { rows } : {};
  }

  #stateOf(append: number): number {
    const stage = this.#stages[append]?.stage;
    return stage?.kind === 'append' ? stage.state : 0;
  }

  /** A table of an embedding; all that are empty are the same zeros. */
  #table(values: Float64Array, scale: Scale): number {
    if (values.length > 0) return this.#place(bytesFor(values, scale));
    const rows = Math.max(TOKENS, this.#text === undefined ? 0 : contextOf(this.#text));
    const width = this.#stages.reduce(
      (most, { stage }) => (stage.kind === 'embed' ? Math.max(most, stage.size) : most),
      0,
    );
    this.#zeros ??= this.#place(new Uint8Array(2 * rows * width));
    return this.#zeros;
  }

  #place(bytes: Uint8Array): number {
    this.#parts.push(bytes);
    this.weightsBytes += bytes.length;
    return this.weightsBytes - bytes.length;
  }

  #scale(number: number): Scale {
    const stage = this.#stages[number];
    if (stage === undefined) throw new RangeError(`There is no stage ${number}.`);
    return stage.scale;
  }

  #product(x: number, y: number, { factor, scale, where }: { factor: number; scale: Scale; where: string }) {
    const gain = (factor * this.#scale(x).scale * this.#scale(y).scale) / scale.scale;
    return rescaleOf(gain, { most: LIMITS.shift, where });
  }
}

/** The multiplier and shift nearest to a gain. Throws `onnx/unsupported` for one that is too large. */
function rescaleOf(gain: number, { most, where }: { most: number; where: string }): { mul: number; shift: number } {
  for (let shift = most; shift >= 1; shift--) {
    const mul = Math.round(gain * 2 ** shift);
    if (mul <= LIMITS.mul) return { mul: Math.max(1, mul), shift };
  }
  return tooFar(where);
}

function tooFar(where: string): never {
  throw new OnnxError('onnx/unsupported', `${where}: its numbers are too large for its output to be kept in integers.`);
}

function bytesFor(values: ArrayLike<number>, scale: Scale): Uint8Array {
  const size = ELEMENT_BYTES[scale.dtype];
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (let j = 0; j < values.length; j++) {
    const q = quantise(values[j] ?? 0, scale);
    if (size === 1) view.setUint8(j, q & 255);
    else if (size === 2) view.setInt16(2 * j, q, true);
    else view.setInt32(4 * j, q, true);
  }
  return bytes;
}

/** True where the window is the whole picture, so that rows of weights are those of a matrix. */
function isOnePixel(window: Window): boolean {
  if (isPixelwise(window)) return window.height * window.width === 1;
  const { height, width, kernelHeight, kernelWidth, outHeight, outWidth, dilationY, dilationX } = window;
  const isWhole = kernelHeight === height && kernelWidth === width && outHeight * outWidth === 1;
  return isWhole && dilationY * dilationX === 1 && !readsPadding(window);
}

function shapeOf(window: Window): object {
  return {
    shape: [window.height, window.width, window.channels],
    kernel: [window.kernelHeight, window.kernelWidth],
    stride: [window.strideY, window.strideX],
    dilation: [window.dilationY, window.dilationX],
    padding: [window.padTop, window.padLeft],
    out: [window.outHeight, window.outWidth],
  };
}
