import { floatRunner } from '../../compiler/calibrate.ts';
import type { Compiled, CompileOptions } from '../../compiler/compile.ts';
import { prepare } from '../../compiler/lower/answer.ts';
import { isFloatType, readGraph } from '../../compiler/read-graph.ts';
import { readModel } from '../../onnx/read-model.ts';

/** A request through the model in doubles: the answer, and the tensors that have a name in the model, as the program lays them out. */
export type FloatReading = (input: Uint8Array) => {
  readonly answer: Float64Array;
  readonly named: ReadonlyMap<string, Float64Array>;
};

/** The compiler's own float reading of a model, which is before any rounding. Throws OnnxError. */
export function floatReading(
  model: Uint8Array,
  { input, output }: Pick<Compiled, 'input' | 'output'>,
  outputScale: CompileOptions['outputScale'],
): FloatReading {
  const graph = readModel(model);
  const { scale, offset } = input;
  const inputScale = isFloatType(graph.inputs[0]?.type) ? { inputScale: { scale, offset } } : {};
  const network = readGraph(graph, { output: output.name, ...inputScale });
  const ending = { answer: output.answer, ...(outputScale === undefined ? {} : { outputScale }) };
  const run = floatRunner(prepare(network, ending).last);
  return (bytes) => {
    const named = new Map<string, Float64Array>();
    const answer = run(bytes, ({ name }, values) => {
      if (name !== '') named.set(name, values);
    });
    return { answer, named };
  };
}
