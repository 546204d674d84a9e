import { z } from 'zod';

/** quantisation.json: what the tensors of a compiled program stand for. Beside the bundle, not part of it. */
export const quantisationSchema = z.strictObject({
  version: z.literal(1),
  input: z.strictObject({ name: z.string(), dims: z.array(z.int()), scale: z.number(), offset: z.number() }),
  output: z.strictObject({ name: z.string(), answer: z.enum(['class', 'values']) }),
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
    }),
  ),
});

/** A parsed quantisation.json. */
export type Quantisation = z.infer<typeof quantisationSchema>;
