import { LIMITS } from '../engine/limits.ts';
import { OnnxError } from '../onnx/error.ts';
import { workOf } from './ir/builder.ts';
import { convolve } from './ir/convolve.ts';
import { type Evaluate, evaluatorOf } from './ir/evaluate.ts';
import { inOrder, readsStep, sourcesOf, type Tensor } from './ir/tensor.ts';
import { stepsOf } from './scalar.ts';

/** Multiplications that calibration may take: with more for each sample, fewer samples are used. */
const MULTIPLICATIONS = 2 ** 33;

/** Values that are kept of a tensor; more are thinned out evenly. */
const KEPT = 8192;

/** Elements of the tensors that are alive at once. */
const LIVE = 2 ** 26;

/** Steps of all functions together: each is evaluated for thousands of numbers, under dozens of scales. */
const STEPS = 4096;

/** What the samples show of a tensor. */
export type Statistics = {
  readonly low: number;
  readonly high: number;
  /** Some of its values, or some of its rows where a softmax reads them. */
  readonly values: Float64Array;
  /** Of a convolution: the mean of each channel before the clip. */
  readonly means?: Float64Array;
  /** Of the scores of a text: those of one head for each step. */
  readonly rows?: readonly Float64Array[];
};

/** The float values of every tensor on some requests, in short. */
export type Calibration = { readonly samples: number; readonly of: ReadonlyMap<Tensor, Statistics> };

/** A request's bytes or, of a step of a text, its byte and its position. A text's steps come in order, from position 0. */
export type Sample = ArrayLike<number>;

class Collector {
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  readonly #values: Float64Array;
  readonly #perSample: number;
  readonly #rows: number;
  means: Float64Array | undefined;
  readonly #heads: number;
  readonly #scores: Float64Array[] = [];
  #count = 0;

  constructor(tensor: Tensor, samples: number, rowsOf: number) {
    this.#rows = rowsOf;
    this.#heads = tensor.kind === 'scores' ? tensor.heads : 0;
    const most = Math.max(1, Math.floor(KEPT / samples));
    const width = rowsOf === 0 ? 1 : tensor.size / rowsOf;
    this.#perSample =
      rowsOf === 0 ? Math.min(tensor.size, most) : width * Math.max(1, Math.min(rowsOf, Math.floor(most / width)));
    this.#values = new Float64Array(this.#perSample * samples);
    if (tensor.kind === 'conv') this.means = new Float64Array(tensor.rows);
  }

  add(values: Float64Array): void {
    for (const value of values) {
      if (value === Number.NEGATIVE_INFINITY) continue; // hidden by a mask
      if (value < this.low) this.low = value;
      if (value > this.high) this.high = value;
    }
    if (this.#heads > 0) this.#addScores(values);
    else this.#addValues(values);
  }

  #addValues(values: Float64Array): void {
    const step = values.length / this.#perSample;
    const first = this.#count * this.#perSample;
    // Another phase for each sample, so that every place comes up.
    const phase = this.#rows === 0 ? (this.#count * 0.618034) % 1 : 0;
    for (let i = 0; i < this.#perSample; i++) {
      const at = this.#rows === 0 ? Math.floor((i + phase) * step) % values.length : i;
      this.#values[first + i] = values[at] ?? 0;
    }
    this.#count++;
  }

  #addScores(values: Float64Array): void {
    const width = values.length / this.#heads;
    const head = this.#count++ % this.#heads;
    this.#scores.push(values.slice(head * width, (head + 1) * width));
  }

  addSums(sums: Float64Array): void {
    const { means } = this;
    if (means === undefined) return;
    const pixels = sums.length / means.length;
    for (let n = 0; n < means.length; n++) {
      let sum = 0;
      for (let j = n; j < sums.length; j += means.length) sum += sums[j] ?? 0;
      means[n] = (means[n] ?? 0) + sum / pixels;
    }
  }

  get result(): Statistics {
    if (this.#heads > 0) return { low: this.low, high: this.high, values: new Float64Array(), rows: this.#scores };
    const values = this.#values
      .subarray(0, this.#count * this.#perSample)
      .filter((value) => value !== Number.NEGATIVE_INFINITY);
    const [low, high] = this.low > this.high ? [0, 0] : [this.low, this.high];
    const means = this.means?.map((sum) => sum / this.#count);
    return { low, high, values: this.#rows === 0 ? values : this.#values, ...(means === undefined ? {} : { means }) };
  }
}

/**
 * Runs the network in doubles, before any rounding, and notes what its tensors hold. Results of inference never come from
 * it. Throws `samples/bad`, or `onnx/unsupported` for a value that is no number.
 */
export function calibrate(
  last: Tensor,
  { inputs, bytes }: { inputs: readonly Sample[]; bytes: number },
  onSample: (done: number, total: number) => void,
): Calibration {
  checkSamples({ inputs, bytes });
  const tensors = inOrder(last);
  const samples = samplesFor(tensors, inputs.length);
  const rows = new Map<Tensor, number>();
  for (const tensor of tensors) if (tensor.kind === 'softmax') rows.set(tensor.x, tensor.rows);
  const collectors = new Map<Tensor, Collector>();
  const run = floatRunner(last);
  inputs.slice(0, samples).forEach((input, sample) => {
    run(input, (tensor, values, sums) => {
      checkFinite(tensor, values, sample);
      let collector = collectors.get(tensor);
      if (collector === undefined) {
        collector = new Collector(tensor, samples, rows.get(tensor) ?? 0);
        collectors.set(tensor, collector);
      }
      collector.add(values);
      if (sums !== undefined) collector.addSums(sums);
    });
    onSample(sample + 1, samples);
  });
  return { samples, of: new Map([...collectors].map(([tensor, collector]) => [tensor, collector.result])) };
}

/** Throws `samples/bad` where there is no sample, or one that is no request. */
export function checkSamples({ inputs, bytes }: { inputs: readonly Sample[]; bytes: number }): void {
  if (inputs.length === 0) throw new OnnxError('samples/bad', 'There are no samples to calibrate with.');
  for (const input of inputs) {
    if (input.length !== bytes) throw new OnnxError('samples/bad', `A sample has ${input.length} bytes, not ${bytes}.`);
  }
}

/** Samples that there is time for. Throws `onnx/limit` when there is none for one. */
export function samplesFor(tensors: readonly Tensor[], given: number): number {
  const steps = new Map(tensors.map((tensor) => [tensor, tensor.kind === 'function' ? stepsOf(tensor.scalar) : 0]));
  const all = tensors.reduce((sum, tensor) => sum + (steps.get(tensor) ?? 0), 0);
  if (all > STEPS) {
    throw new OnnxError('onnx/limit', `The model's functions take ${all} steps; at most ${STEPS} are possible.`);
  }
  const work = tensors.reduce(
    (sum, tensor) => sum + Math.max(workOf(tensor), tensor.size * (steps.get(tensor) ?? 0)),
    1,
  );
  if (work > LIMITS.macsPerStep) {
    throw new OnnxError(
      'onnx/limit',
      `The model takes ${work} multiplications; at most ${LIMITS.macsPerStep} are possible.`,
    );
  }
  return Math.max(1, Math.min(given, Math.floor(MULTIPLICATIONS / work)));
}

/** Told of every tensor as soon as it is known; `sums` are a convolution's values before its clip. */
export type Watch = (tensor: Tensor, values: Float64Array, sums?: Float64Array) => void;

/** One request through the network in doubles; returns the last tensor. A tensor is let go when all that read it are known. */
export function floatRunner(last: Tensor): (input: Sample, watch?: Watch) => Float64Array {
  const tensors = inOrder(last);
  const evaluators = new Map<Tensor, Evaluate>(tensors.map((tensor) => [tensor, evaluatorOf(tensor)]));
  const lastUse = new Map<Tensor, Tensor>();
  for (const tensor of tensors) for (const source of sourcesOf(tensor)) lastUse.set(source, tensor);
  const ending = new Map<Tensor, Tensor[]>();
  for (const [source, user] of lastUse) ending.set(user, [...(ending.get(user) ?? []), source]);
  checkLive(tensors, ending);
  return (input, watch = () => undefined) => {
    const values = new Map<Tensor, Float64Array>();
    for (const tensor of tensors) {
      const sources: ArrayLike<number>[] = sourcesOf(tensor).map((source) => values.get(source) ?? []);
      if (readsStep(tensor)) sources.push(input);
      const [x = []] = sources;
      if (tensor.kind === 'conv') {
        const sums = convolve(x, tensor);
        const { low, high } = tensor;
        const isOpen = low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY;
        const clipped = isOpen ? sums : sums.map((value) => Math.min(high, Math.max(low, value)));
        values.set(tensor, clipped);
        watch(tensor, clipped, sums);
      } else {
        const found = evaluators.get(tensor)?.(sources) ?? new Float64Array();
        values.set(tensor, found);
        watch(tensor, found);
      }
      for (const source of ending.get(tensor) ?? []) values.delete(source);
    }
    return values.get(last) ?? new Float64Array();
  };
}

/** Throws `onnx/limit` when a request's tensors would take too much memory at once. */
function checkLive(tensors: readonly Tensor[], ending: ReadonlyMap<Tensor, readonly Tensor[]>): void {
  let live = 0;
  for (const tensor of tensors) {
    live += tensor.size;
    if (live > LIVE) {
      throw new OnnxError('onnx/limit', `${tensor.where}: more than ${LIVE} elements are needed at once up to here.`);
    }
    for (const source of ending.get(tensor) ?? []) live -= source.size;
  }
}

function checkFinite(tensor: Tensor, values: Float64Array, sample: number): void {
  const isMask = tensor.kind === 'mask';
  const bad = values.findIndex((value) => !Number.isFinite(value) && !(isMask && value === Number.NEGATIVE_INFINITY));
  if (bad < 0) return;
  throw new OnnxError('onnx/unsupported', `${tensor.where}: element ${bad} is ${values[bad]} for sample ${sample}.`);
}

/** The lowest index of the largest element. */
export function largest(x: ArrayLike<number>): number {
  let best = 0;
  for (let j = 1; j < x.length; j++) if ((x[j] ?? 0) > (x[best] ?? 0)) best = j;
  return best;
}
