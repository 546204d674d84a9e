import { type Digits, PIXELS } from './mnist.ts';

const CLASSES = 10;
const BATCH = 64;
const RATE = { first: 2e-3, last: 2e-5 } as const;
const DECAY = { mean: 0.9, square: 0.999, weights: 1e-4 } as const;

/** A perceptron with one hidden layer. `first` is [784][hidden], `second` [hidden][10], row by row. */
export type Mlp = {
  readonly hidden: number;
  readonly first: Float32Array;
  readonly firstBias: Float32Array;
  readonly second: Float32Array;
  readonly secondBias: Float32Array;
};

/** 32-bit numbers from a seed (mulberry32), as fractions in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Uniform within ±√(6 / inputs): He's initialisation. */
function initial(rows: number, columns: number, random: () => number): Float32Array {
  const bound = Math.sqrt(6 / rows);
  return Float32Array.from({ length: rows * columns }, () => (2 * random() - 1) * bound);
}

/** A parameter with its gradient and Adam's two running means. */
class Parameter {
  readonly values: Float32Array;
  readonly gradient: Float64Array;
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  readonly #decay: number;

  constructor(values: Float32Array, decay: number) {
    this.values = values;
    this.gradient = new Float64Array(values.length);
    this.#mean = new Float32Array(values.length);
    this.#square = new Float32Array(values.length);
    this.#decay = decay;
  }

  /** One step of AdamW, then the gradient is zero again. */
  update(step: number, rate: number): void {
    const bias = Math.sqrt(1 - DECAY.square ** step) / (1 - DECAY.mean ** step);
    const { values, gradient } = this;
    const [mean, square] = [this.#mean, this.#square];
    for (let i = 0; i < values.length; i++) {
      const g = (gradient[i] ?? 0) / BATCH;
      const m = (mean[i] ?? 0) * DECAY.mean + g * (1 - DECAY.mean);
      const v = (square[i] ?? 0) * DECAY.square + g * g * (1 - DECAY.square);
      const value = values[i] ?? 0;
      mean[i] = m;
      square[i] = v;
      values[i] = value - rate * ((bias * m) / (Math.sqrt(v) + 1e-8) + this.#decay * value);
      gradient[i] = 0;
    }
  }
}

/** What is shown after each pass over the images. */
export type EpochReport = { readonly epoch: number; readonly ofEpochs: number; readonly loss: number };

/**
 * Trains with AdamW on cross-entropy, the rate falling along a cosine. A pure function of its arguments on V8: sums are in one
 * fixed order. Only pixels that are not background are multiplied.
 */
export function trainMlp(options: {
  data: Digits;
  hidden: number;
  epochs: number;
  seed: number;
  onEpoch: (report: EpochReport) => void;
}): Mlp {
  const { data, hidden, epochs, onEpoch } = options;
  const random = seeded(options.seed);
  const first = new Parameter(initial(PIXELS, hidden, random), DECAY.weights);
  const firstBias = new Parameter(new Float32Array(hidden), 0);
  const second = new Parameter(initial(hidden, CLASSES, random), DECAY.weights);
  const secondBias = new Parameter(new Float32Array(CLASSES), 0);
  const order = Uint32Array.from({ length: data.count }, (_, i) => i);
  const steps = epochs * Math.floor(data.count / BATCH);
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    shuffle(order, random);
    let loss = 0;
    for (let start = 0; start + BATCH <= data.count; start += BATCH) {
      for (const image of order.subarray(start, start + BATCH)) {
        loss += learn(data, image, { hidden, first, firstBias, second, secondBias });
      }
      step++;
      const rate = RATE.last + ((RATE.first - RATE.last) * (1 + Math.cos((Math.PI * step) / steps))) / 2;
      for (const parameter of [first, firstBias, second, secondBias]) parameter.update(step, rate);
    }
    onEpoch({ epoch, ofEpochs: epochs, loss: loss / data.count });
  }
  const values = { first: first.values, firstBias: firstBias.values };
  return { hidden, ...values, second: second.values, secondBias: secondBias.values };
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
}

type Parameters = {
  hidden: number;
  first: Parameter;
  firstBias: Parameter;
  second: Parameter;
  secondBias: Parameter;
};

/** Adds one image's gradients; returns its loss in nats. */
function learn(data: Digits, image: number, net: Parameters): number {
  const { hidden } = net;
  const pixels = data.pixels.subarray(image * PIXELS, (image + 1) * PIXELS);
  const h = Float64Array.from(net.firstBias.values);
  for (let p = 0; p < PIXELS; p++) {
    const x = (pixels[p] ?? 0) / 255;
    if (x === 0) continue;
    for (let j = 0, at = p * hidden; j < hidden; j++, at++) h[j] = (h[j] ?? 0) + x * (net.first.values[at] ?? 0);
  }
  const y = Float64Array.from(net.secondBias.values);
  for (let j = 0; j < hidden; j++) {
    const x = h[j] ?? 0;
    if (x <= 0) continue;
    for (let c = 0; c < CLASSES; c++) y[c] = (y[c] ?? 0) + x * (net.second.values[j * CLASSES + c] ?? 0);
  }
  const label = data.labels[image] ?? 0;
  const { loss, slope } = crossEntropy(y, label);
  const back = new Float64Array(hidden);
  for (let j = 0; j < hidden; j++) {
    const x = h[j] ?? 0;
    if (x <= 0) continue;
    let sum = 0;
    for (let c = 0; c < CLASSES; c++) {
      const at = j * CLASSES + c;
      const d = slope[c] ?? 0;
      sum += d * (net.second.values[at] ?? 0);
      net.second.gradient[at] = (net.second.gradient[at] ?? 0) + d * x;
    }
    back[j] = sum;
    net.firstBias.gradient[j] = (net.firstBias.gradient[j] ?? 0) + sum;
  }
  for (let c = 0; c < CLASSES; c++) net.secondBias.gradient[c] = (net.secondBias.gradient[c] ?? 0) + (slope[c] ?? 0);
  const gradient = net.first.gradient;
  for (let p = 0; p < PIXELS; p++) {
    const x = (pixels[p] ?? 0) / 255;
    if (x === 0) continue;
    for (let j = 0, at = p * hidden; j < hidden; j++, at++) gradient[at] = (gradient[at] ?? 0) + x * (back[j] ?? 0);
  }
  return loss;
}

/** −ln softmax(y)[label], and its slope by y. */
function crossEntropy(y: Float64Array, label: number): { loss: number; slope: Float64Array } {
  const largest = y.reduce((a, b) => Math.max(a, b));
  const slope = y.map((value) => Math.exp(value - largest));
  const sum = slope.reduce((a, b) => a + b);
  const probability = (slope[label] ?? 0) / sum;
  for (let c = 0; c < slope.length; c++) slope[c] = (slope[c] ?? 0) / sum - (c === label ? 1 : 0);
  return { loss: -Math.log(probability), slope };
}
