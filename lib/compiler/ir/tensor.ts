import type { Form, Scalar } from '../scalar.ts';

/** One axis of a tensor's elements: how many, and how far apart. */
export type Axis = { readonly size: number; readonly stride: number };

/** Which pixels of [height][width][channels] each output pixel reads. Spec: docs/op-spec.md, "Windows". */
export type Window = {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly dilationY: number;
  readonly dilationX: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly outHeight: number;
  readonly outWidth: number;
};

/** Sums of products with constant weights, in windows; a matrix is a window of one pixel. */
export type Conv = {
  readonly window: Window;
  readonly groups: number;
  /** Output channels. */
  readonly rows: number;
  /** [rows][kernelHeight][kernelWidth][channels / groups]. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  /** What a tap outside the picture reads. */
  readonly pad: number;
  /** The result is clipped to these. */
  readonly low: number;
  readonly high: number;
};

/**
 * A tensor of the model as it lies in memory: `size` elements, and how they follow from others. Shapes are the business of views.
 * `name` and `axes` say which ONNX tensor has these values in which order, where there is one; `where` is for messages.
 */
export type Tensor = TensorKind & {
  readonly size: number;
  readonly where: string;
  /** The ONNX tensor with these values. */
  name: string;
  /** Its elements in its own order. */
  axes: readonly Axis[];
  /** Element j is the ONNX tensor's times gains[j mod length]; without them, as it is. */
  readonly gains?: readonly number[];
};

export type TensorKind =
  /** The request. An id of two bytes is one element. */
  | { readonly kind: 'input'; idBytes: 1 | 2 }
  | { readonly kind: 'constant'; readonly data: Float64Array }
  | ({ readonly kind: 'conv'; readonly x: Tensor } & Conv)
  /** scale[j mod channels] · x[j] + offset[j mod channels]. */
  | { readonly kind: 'affine'; readonly x: Tensor; readonly scale: Float64Array; readonly offset: Float64Array }
  /** A function of each element. `form`: the same as a clipped line, where it is one. */
  | {
      readonly kind: 'function';
      readonly x: Tensor;
      readonly scalar: Scalar;
      readonly form: Form | undefined;
      readonly isIncreasing: boolean;
    }
  /** The largest of each window. */
  | { readonly kind: 'pool'; readonly x: Tensor; readonly window: Window }
  | { readonly kind: 'move'; readonly x: Tensor; readonly order: readonly Axis[]; readonly base: number }
  /** A block of a elements of x, a block of b of y, and so on. */
  | { readonly kind: 'concat'; readonly x: Tensor; readonly y: Tensor; readonly parts: readonly [number, number] }
  /** Rows of a table, by number. */
  | { readonly kind: 'gather'; readonly x: Tensor; readonly table: Float64Array; readonly width: number }
  /** factor · Σ_d x[b][m][d] · y[b][n][d]. */
  | {
      readonly kind: 'matmul';
      readonly x: Tensor;
      readonly y: Tensor;
      readonly dims: readonly [number, number, number];
      readonly factor: number;
    }
  | { readonly kind: 'multiply'; readonly x: Tensor; readonly y: Tensor; readonly factor: number }
  | { readonly kind: 'add'; readonly x: Tensor; readonly y: Tensor }
  /** x + data, and −∞ where `hidden`. */
  | { readonly kind: 'mask'; readonly x: Tensor; readonly hidden: Uint8Array; readonly data: Float64Array }
  | { readonly kind: 'softmax'; readonly x: Tensor; readonly rows: number }
  /**
   * Of a text: the token's row of one table [256][size] plus the position's row of another [context][size]. An empty table is
   * one of zeros.
   */
  | { readonly kind: 'embed'; readonly tokens: Float64Array; readonly positions: Float64Array }
  /** Of a text: factor · x · y for each head and each position so far, y being that position's: [heads][context]. */
  | {
      readonly kind: 'scores';
      readonly x: Tensor;
      readonly y: Tensor;
      readonly heads: number;
      readonly factor: number;
    }
  /** Of a text: the mean of y over the positions so far, by head, weighted with the softmax of the scores x. */
  | { readonly kind: 'mix'; readonly x: Tensor; readonly y: Tensor; readonly heads: number }
  /** Each row less its mean. */
  | { readonly kind: 'center'; readonly x: Tensor; readonly rows: number }
  /** x / √(mean of the row's squares + epsilon). */
  | { readonly kind: 'normalise'; readonly x: Tensor; readonly rows: number; readonly epsilon: number }
  | { readonly kind: 'argmax'; readonly x: Tensor; readonly rows: number };

/** A tensor of one kind. */
export type Of<K extends Tensor['kind']> = Extract<Tensor, { kind: K }>;

/** The tensors that one is computed from. */
export function sourcesOf(tensor: Tensor): readonly Tensor[] {
  if (tensor.kind === 'input' || tensor.kind === 'constant' || tensor.kind === 'embed') return [];
  return 'y' in tensor ? [tensor.x, tensor.y] : [tensor.x];
}

/** True for what reads the step itself, not only its sources: which token, and at which position. */
export function readsStep({ kind }: Tensor): boolean {
  return kind === 'input' || kind === 'embed' || kind === 'scores' || kind === 'mix';
}

/** Every tensor that `last` is computed from, each after its sources, `last` at the end. No recursion: a chain may be long. */
export function inOrder(last: Tensor): Tensor[] {
  const done = new Set<Tensor>();
  const stack = [last];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const waiting = done.has(top) ? [] : sourcesOf(top).filter((source) => !done.has(source));
    if (waiting.length > 0) stack.push(...waiting.toReversed());
    else {
      done.add(top);
      stack.pop();
    }
  }
  return [...done];
}

/** Elements of dims. */
export function product(dims: readonly number[]): number {
  return dims.reduce((all, dim) => all * dim, 1);
}

/** A window that is one pixel wide: a matrix on each of `pixels` rows of `channels`. */
export function pixelwise(pixels: number, channels: number): Window {
  return {
    height: pixels,
    width: 1,
    channels,
    kernelHeight: 1,
    kernelWidth: 1,
    strideY: 1,
    strideX: 1,
    dilationY: 1,
    dilationX: 1,
    padTop: 0,
    padLeft: 0,
    outHeight: pixels,
    outWidth: 1,
  };
}

/** True where every tap is the pixel itself. */
export function isPixelwise(window: Window): boolean {
  const { kernelHeight, kernelWidth, strideY, strideX, padTop, padLeft, height, width, outHeight, outWidth } = window;
  const isAll = outHeight === height && outWidth === width;
  return kernelHeight * kernelWidth === 1 && strideY * strideX === 1 && padTop + padLeft === 0 && isAll;
}

/** True where some tap lies outside the picture. */
export function readsPadding(window: Window): boolean {
  const { padTop, padLeft, height, width, outHeight, outWidth } = window;
  const lastY = (outHeight - 1) * window.strideY + (window.kernelHeight - 1) * window.dilationY - padTop;
  const lastX = (outWidth - 1) * window.strideX + (window.kernelWidth - 1) * window.dilationX - padLeft;
  return padTop > 0 || padLeft > 0 || lastY >= height || lastX >= width;
}
