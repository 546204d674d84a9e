import { z } from 'zod';

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
  tensors: z.array(
    z.strictObject({
      tensor: z.int(),
      onnx: z.string(),
      dtype: z.string(),
      size: z.int(),
      scale: z.number(),
      zero: z.number(),
      /** [size, stride] of each axis, where the model's tensor has another order than the program's. */
      axes: z.array(z.tuple([z.int(), z.int()])),
    }),
  ),
});

/** A parsed quantisation.json. */
export type Quantisation = z.infer<typeof quantisationSchema>;
