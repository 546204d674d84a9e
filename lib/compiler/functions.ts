import type { GraphNode } from '../onnx/read-model.ts';

type Unary = (attributes: GraphNode['attributes']) => (x: number) => number;

/** Abramowitz and Stegun 7.1.26, |error| ≤ 1.5 · 10⁻⁷: tables have 7 or 8 bits. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const hardSigmoid = (x: number, alpha: number, beta: number): number => Math.max(0, Math.min(1, alpha * x + beta));

/** Element-wise operators of one input. Definitions: https://onnx.ai/onnx/operators/. */
export const UNARY: Readonly<Record<string, Unary>> = {
  Abs: () => Math.abs,
  Celu: (a) => {
    const alpha = a.float('alpha', 1);
    return (x) => Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
  },
  Cos: () => Math.cos,
  Elu: (a) => {
    const alpha = a.float('alpha', 1);
    return (x) => (x < 0 ? alpha * Math.expm1(x) : x);
  },
  Erf: () => erf,
  Exp: () => Math.exp,
  Gelu: (a) =>
    a.text('approximate', 'none') === 'tanh'
      ? (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  HardSigmoid: (a) => {
    const [alpha, beta] = [a.float('alpha', 0.2), a.float('beta', 0.5)];
    return (x) => hardSigmoid(x, alpha, beta);
  },
  HardSwish: () => (x) => x * hardSigmoid(x, 1 / 6, 0.5),
  LeakyRelu: (a) => {
    const alpha = a.float('alpha', 0.01);
    return (x) => (x < 0 ? alpha * x : x);
  },
  Log: () => Math.log,
  Mish: () => (x) => x * Math.tanh(softplus(x)),
  Reciprocal: () => (x) => 1 / x,
  Selu: (a) => {
    const [alpha, gamma] = [a.float('alpha', 1.6732632423543772), a.float('gamma', 1.0507009873554805)];
    return (x) => gamma * (x < 0 ? alpha * Math.expm1(x) : x);
  },
  Sigmoid: () => sigmoid,
  Sin: () => Math.sin,
  Softplus: () => softplus,
  Softsign: () => (x) => x / (1 + Math.abs(x)),
  Sqrt: () => Math.sqrt,
  Tanh: () => Math.tanh,
};

/** Those that keep the order of their elements: an ArgMax after them needs them not. */
export const INCREASING: ReadonlySet<string> = new Set([
  'Exp',
  'Log',
  'Sigmoid',
  'Softplus',
  'Softsign',
  'Sqrt',
  'Tanh',
]);

/** Element-wise operators of two inputs. */
export const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Min: Math.min,
  Max: Math.max,
};
