import type { DType, TensorInfo } from './tensor.ts';

/** Index of an earlier operator of the same step, whose output is read. */
export type TensorId = number;

/** Element types of one byte. */
export type ByteType = 'i7' | 'u7' | 'i8' | 'u8';

/** Byte offset into weights.bin. */
export type Offset = number;

/** round-half-up multiplication by mul / 2^shift. */
export type Rescale = { readonly mul: number; readonly shift: number };

/** Which pixels of a picture [height][width][channels] each output pixel reads. Spec: docs/op-spec.md, "Windows". */
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

/** One operator, checked. Field meanings: docs/op-spec.md. */
export type Op =
  | { readonly op: 'embed'; readonly width: number; readonly tokens: Offset; readonly positions: Offset }
  | { readonly op: 'sumSquares'; readonly x: TensorId; readonly shift: number; readonly rows: number }
  | { readonly op: 'rsqrt'; readonly x: TensorId; readonly rows: number }
  | ({ readonly op: 'scale'; readonly x: TensorId; readonly by: TensorId; readonly rows: number } & Rescale)
  | {
      readonly op: 'linear';
      readonly x: TensorId;
      readonly rows: number;
      readonly weights: Offset;
      readonly shift: number;
      readonly dtype: DType;
    }
  | { readonly op: 'append'; readonly x: TensorId; readonly state: number }
  | ({ readonly op: 'scores'; readonly x: TensorId; readonly state: number; readonly heads: number } & Rescale)
  | { readonly op: 'max'; readonly x: TensorId; readonly rows: number }
  | {
      readonly op: 'exp';
      readonly x: TensorId;
      readonly max: TensorId;
      readonly table: Offset;
      readonly rows: number;
    }
  | { readonly op: 'sum'; readonly x: TensorId; readonly rows: number }
  | ({
      readonly op: 'mix';
      readonly x: TensorId;
      readonly sum: TensorId;
      readonly state: number;
      readonly heads: number;
    } & Rescale)
  | { readonly op: 'add'; readonly x: TensorId; readonly y: TensorId }
  | { readonly op: 'noise'; readonly size: number; readonly table: Offset }
  | { readonly op: 'argmax'; readonly x: TensorId; readonly rows: number }
  | { readonly op: 'lookup'; readonly x: TensorId; readonly table: Offset }
  | { readonly op: 'input'; readonly size: number }
  | { readonly op: 'map'; readonly x: TensorId; readonly table: Offset; readonly dtype: ByteType }
  | {
      readonly op: 'conv';
      readonly x: TensorId;
      readonly window: Window;
      readonly groups: number;
      /** Output channels. */
      readonly rows: number;
      readonly weights: Offset;
      readonly shift: number;
      readonly pad: number;
      readonly dtype: DType;
    }
  | { readonly op: 'pool'; readonly x: TensorId; readonly window: Window }
  | {
      readonly op: 'move';
      readonly x: TensorId;
      readonly dims: readonly number[];
      readonly strides: readonly number[];
      readonly base: number;
    }
  | { readonly op: 'concat'; readonly x: TensorId; readonly y: TensorId; readonly parts: readonly [number, number] }
  | { readonly op: 'constant'; readonly size: number; readonly dtype: DType; readonly table: Offset }
  | {
      readonly op: 'gather';
      readonly x: TensorId;
      readonly idBytes: number;
      readonly vocab: number;
      readonly width: number;
      readonly table: Offset;
      readonly dtype: DType;
    }
  | ({
      readonly op: 'matmul';
      readonly x: TensorId;
      readonly y: TensorId;
      /** Rows of each x, rows of each y, and elements of a row of either. */
      readonly dims: readonly [number, number, number];
      readonly dtype: DType;
    } & Rescale)
  | ({ readonly op: 'multiply'; readonly x: TensorId; readonly y: TensorId; readonly dtype: DType } & Rescale)
  | ({ readonly op: 'requantise'; readonly x: TensorId; readonly offset: number; readonly dtype: DType } & Rescale)
  | { readonly op: 'center'; readonly x: TensorId; readonly rows: number }
  | ({
      readonly op: 'divide';
      readonly x: TensorId;
      readonly sum: TensorId;
      readonly rows: number;
      readonly dtype: DType;
    } & Rescale);

/** A tensor that lives from step to step: `context` rows of `width`, one appended each step. */
export type State = { readonly dtype: 'i7' | 'i8'; readonly width: number };

/** A program that has passed every check of `parseProgram`; nothing in it can overflow or read out of bounds. */
export type Program = {
  /** Once per token (autoregressive), or once per input (feed-forward). */
  readonly mode: 'generate' | 'once';
  readonly context: number;
  readonly minInput: number;
  readonly maxInput: number;
  readonly minOutput: number;
  readonly maxOutput: number;
  readonly terminator: number;
  readonly weightsBytes: number;
  readonly states: readonly State[];
  readonly ops: readonly Op[];
  /** Output tensor of each operator, same order. */
  readonly tensors: readonly TensorInfo[];
  /** int8 multiply-accumulates of one step at full context. */
  readonly macsPerStep: number;
};
