import { floatRunner } from '../../compiler/calibrate.ts';
import type { Compiled } from '../../compiler/compile.ts';
import { lower } from '../../compiler/lower.ts';
import { readGraph } from '../../compiler/read-graph.ts';
import { readModel } from '../../onnx/read-model.ts';

/** A request through the model in doubles: the real numbers of each tensor of the program, by its number. */
export type FloatReading = (input: Uint8Array) => readonly ArrayLike<number>[];

/** The compiler's own float reading of a model, which is before any rounding. Throws OnnxError. */
export function floatReading(model: Uint8Array, { input, output }: Pick<Compiled, 'input' | 'output'>): FloatReading {
  const graph = readModel(model);
  const { scale, offset } = input;
  const inputScale = graph.inputs[0]?.type === 'uint8' ? {} : { inputScale: { scale, offset } };
  return floatRunner(lower(readGraph(graph, { output: output.name, ...inputScale }), output.answer));
}
