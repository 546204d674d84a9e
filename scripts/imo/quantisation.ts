import { z } from 'zod';
import type { TensorMeaning } from '../../lib/compiler/compile.ts';

const tensors = z.array(
  z.strictObject({
    tensor: z.int(),
    onnx: z.string(),
    dtype: z.string(),
    size: z.int(),
    scale: z.number(),
    zero: z.number(),
    /** [size, stride] of each axis, where the model's tensor has another order than the program's. */
    axes: z.array(z.tuple([z.int(), z.int()])),
    /** Element j is the model's times gains[j mod length], in the program's order; without them, as it is. */
    gains: z.array(z.number()).optional(),
  }),
);

/** quantisation.json: what the tensors of a compiled program stand for. A file of the bundle that others do without. */
export const quantisationSchema = z.strictObject({
  version: z.literal(2),
  input: z.strictObject({
    name: z.string(),
    dims: z.array(z.int()),
    /** The dimensions in the order of the request's bytes, from the outermost. */
    order: z.array(z.int()),
    idBytes: z.int(),
    scale: z.number(),
    offset: z.number(),
  }),
  output: z.strictObject({
    name: z.string(),
    answer: z.enum(['class', 'values', 'classes', 'image']),
    dims: z.array(z.int()),
    /** The dimensions in the order of the answer's bytes, from the outermost. */
    order: z.array(z.int()),
  }),
  calibrationSamples: z.int(),
  notes: z.array(z.string()),
  tensors,
});

/** The same of a program that goes token by token. */
export const textQuantisationSchema = z.strictObject({
  version: z.literal(2),
  text: z.strictObject({
    names: z.strictObject({
      token: z.string(),
      positions: z.array(z.string()),
      masks: z.array(z.string()),
      pasts: z.array(z.strictObject({ input: z.string(), output: z.string(), dims: z.array(z.int()) })),
      logits: z.string(),
    }),
    /** The byte of each token. */
    alphabet: z.array(z.int()),
    /** The program's tensor with the numbers of the tokens. */
    logits: z.int(),
  }),
  /** Steps. */
  calibrationSamples: z.int(),
  notes: z.array(z.string()),
  tensors,
});

/** A parsed quantisation.json. */
export type Quantisation = z.infer<typeof quantisationSchema>;

/** The same of a program that goes token by token. */
export type TextQuantisation = z.infer<typeof textQuantisationSchema>;

/** What the tensors of a program stand for, as the file has it. */
export function writtenTensors(tensors: readonly TensorMeaning[]): Quantisation['tensors'] {
  return tensors.map(({ axes, gains, ...tensor }) => ({
    ...tensor,
    axes: axes.map(([size, stride]) => [size, stride]),
    ...(gains.length === 0 ? {} : { gains: [...gains] }),
  }));
}
