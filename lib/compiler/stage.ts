import type { Matrix } from './expr.ts';
import type { Scalar } from './scalar.ts';

/**
 * What a tensor of the program is for. `operand`: read by a linear, so 7 bits. `table`: read by a map, 8 bits. `wide`: 16 bits, the
 * answer or what argmax ranks. `answer`: 8 bits of a function that is itself the answer.
 */
export type Role = 'operand' | 'table' | 'wide' | 'answer';

/** One operator of the program to be, with the real numbers it stands for. `x` and `y` are earlier stages. */
export type Stage = StageKind & {
  /** The ONNX tensor with these values; empty where there is none. */
  readonly name: string;
  readonly where: string;
  readonly size: number;
};

export type StageKind =
  | { readonly kind: 'input' }
  | DenseStage
  /** f of each element. */
  | { readonly kind: 'table'; readonly x: number; readonly scalar: Scalar; readonly role: 'operand' | 'answer' }
  | { readonly kind: 'add'; readonly x: number; readonly y: number }
  | { readonly kind: 'argmax'; readonly x: number };

/** matrix · x + bias, clipped to [low, high] by saturation. */
export type DenseStage = {
  readonly kind: 'dense';
  readonly x: number;
  readonly matrix: Matrix;
  readonly low: number;
  readonly high: number;
  readonly role: 'operand' | 'table' | 'wide';
  /** role `table`: the functions that read it, whose error counts. */
  readonly readers: Scalar[];
};
