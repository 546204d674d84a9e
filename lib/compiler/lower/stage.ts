import type { DType } from '../../engine/tensor.ts';
import type { Axis, Conv, Tensor, Window } from '../ir/tensor.ts';
import type { Scalar } from '../scalar.ts';

/** What an integer stands for: scale · q + zero. */
export type Scale = { readonly dtype: DType; readonly scale: number; readonly zero: number };

/**
 * How the integers of a tensor are chosen. `operand`: 7 bits, for matrices. `byte`: 8 bits, for tables; `any`: either kind of byte.
 * `wide`: 16 bits around zero. `score`: 8 bits, for a softmax. `norm`: 7 bits, from a norm. `edge`: 16 bits that end at a clip. `signed`: 7 bits
 * around zero, for keys and means of attention.
 */
export type ScaleKind = 'operand' | 'byte' | 'any' | 'wide' | 'score' | 'norm' | 'edge' | 'fixed' | 'signed';

/** The scale that some stages have in common, to be chosen once the model's numbers are known. */
export type ScaleChoice = {
  readonly kind: ScaleKind;
  /** Tensors whose values it has to hold. */
  readonly members: Set<Tensor>;
  /** Values that must be hit exactly: the padding of a convolution. */
  readonly exact: Set<number>;
  /** Functions that read it, whose error counts in place of the values' own. */
  readonly readers: Scalar[];
  /** Zero stands for zero. */
  isSymmetric: boolean;
  /** Zero is a whole number of steps away from what zero stands for. */
  isAligned: boolean;
  /** The clip that saturation does, where there is one member. */
  clip: { readonly low: number; readonly high: number };
  /** `norm`: elements of a row. */
  readonly width?: number;
  /** `edge`: the scale whose steps it has, and the end that the clip is at. */
  readonly edge?: { readonly of: ScaleChoice; readonly at: number; readonly end: 'low' | 'high' };
  readonly scale?: Scale;
  /** Joined with another one: that one counts. */
  parent: ScaleChoice | undefined;
};

/** One operator of the program to be. `x`, `y` and the like are earlier stages. */
export type Stage = StageKind & {
  readonly size: number;
  readonly choice: ScaleChoice;
  /** The model's tensor that this stands for; undefined for steps on the way. */
  readonly of: Tensor | undefined;
  readonly where: string;
};

export type StageKind =
  | { readonly kind: 'input' }
  | { readonly kind: 'map'; readonly x: number; readonly scalar: Scalar }
  | ({ readonly kind: 'conv'; readonly x: number; readonly tensor: Tensor } & Conv)
  | { readonly kind: 'pool'; readonly x: number; readonly window: Window }
  | { readonly kind: 'move'; readonly x: number; readonly order: readonly Axis[]; readonly base: number }
  | { readonly kind: 'concat'; readonly x: number; readonly y: number; readonly parts: readonly [number, number] }
  /** `hidden` elements are the lowest there is. */
  | { readonly kind: 'constant'; readonly data: Float64Array; readonly hidden?: Uint8Array }
  | {
      readonly kind: 'gather';
      readonly x: number;
      readonly table: Float64Array;
      readonly width: number;
      readonly idBytes: number;
    }
  | {
      readonly kind: 'matmul';
      readonly x: number;
      readonly y: number;
      readonly dims: readonly [number, number, number];
      readonly factor: number;
    }
  | { readonly kind: 'multiply'; readonly x: number; readonly y: number; readonly factor: number }
  | { readonly kind: 'add'; readonly x: number; readonly y: number }
  /** gain · x + shift, clipped to [low, high] by saturation. */
  | {
      readonly kind: 'requantise';
      readonly x: number;
      readonly gain: number;
      readonly shift: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'center'; readonly x: number; readonly rows: number }
  | { readonly kind: 'squares'; readonly x: number; readonly rows: number }
  | { readonly kind: 'root'; readonly x: number }
  | { readonly kind: 'scale'; readonly x: number; readonly by: number; readonly rows: number }
  | { readonly kind: 'max'; readonly x: number; readonly rows: number }
  /** Of a text: `x` are scores, of which the positions to come have no power. */
  | {
      readonly kind: 'exp';
      readonly x: number;
      readonly max: number;
      readonly rows: number;
      readonly isOfPast?: boolean;
    }
  | { readonly kind: 'sum'; readonly x: number; readonly rows: number }
  | {
      readonly kind: 'divide';
      readonly x: number;
      readonly sum: number;
      readonly rows: number;
      readonly factor: number;
    }
  | { readonly kind: 'argmax'; readonly x: number; readonly rows: number }
  // Of a text, one step: see docs/op-spec.md.
  | { readonly kind: 'embed'; readonly tokens: Float64Array; readonly positions: Float64Array }
  | { readonly kind: 'append'; readonly x: number; readonly state: number }
  /** `y` is the append of the keys. */
  | { readonly kind: 'scores'; readonly x: number; readonly y: number; readonly heads: number; readonly factor: number }
  /** `x` is an exp, `y` the append of the values. */
  | { readonly kind: 'mix'; readonly x: number; readonly sum: number; readonly y: number; readonly heads: number }
  | { readonly kind: 'noise'; readonly quantiles: Float64Array }
  | { readonly kind: 'lookup'; readonly x: number; readonly bytes: Uint8Array };

/** Nothing is clipped. */
export const OPEN = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** A scale still to be chosen. */
export function choiceOf(kind: ScaleKind, more: Partial<ScaleChoice> & { member?: Tensor } = {}): ScaleChoice {
  const { member, ...rest } = more;
  return {
    kind,
    members: new Set(member === undefined ? [] : [member]),
    exact: new Set(),
    readers: [],
    isSymmetric: kind === 'wide',
    isAligned: false,
    clip: OPEN,
    parent: undefined,
    ...rest,
  };
}

/** A scale that is known. */
export function fixedChoice(scale: Scale): ScaleChoice {
  return choiceOf('fixed', { scale });
}

/** The choice that counts for this one. */
export function rootOf(choice: ScaleChoice): ScaleChoice {
  let root = choice;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** Makes two choices one. */
export function join(a: ScaleChoice, b: ScaleChoice): ScaleChoice {
  const [left, right] = [rootOf(a), rootOf(b)];
  if (left === right) return left;
  right.parent = left;
  for (const member of right.members) left.members.add(member);
  for (const value of right.exact) left.exact.add(value);
  left.readers.push(...right.readers);
  left.isSymmetric ||= right.isSymmetric;
  left.isAligned ||= right.isAligned;
  if (left.clip.low !== right.clip.low || left.clip.high !== right.clip.high) left.clip = OPEN;
  return left;
}
