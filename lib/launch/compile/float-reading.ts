import { floatRunner } from '../../compiler/calibrate.ts';
import type { Compiled } from '../../compiler/compile.ts';
import { prepare } from '../../compiler/lower/answer.ts';
import { isFloatType, readGraph } from '../../compiler/read-graph.ts';
import { readModel } from '../../onnx/read-model.ts';

/** A request through the model in doubles: the real numbers of the program's tensors, by their number, where the model has them. */
export type FloatReading = (input: Uint8Array) => readonly ArrayLike<number>[];

/** The compiler's own float reading of a model, which is before any rounding. Throws OnnxError. */
export function floatReading(
  model: Uint8Array,
  { input, output, tensors }: Pick<Compiled, 'input' | 'output' | 'tensors'>,
): FloatReading {
  const graph = readModel(model);
  const { scale, offset } = input;
  const inputScale = isFloatType(graph.inputs[0]?.type) ? { inputScale: { scale, offset } } : {};
  const network = readGraph(graph, { output: output.name, ...inputScale });
  const { last } = prepare(network, { answer: output.answer });
  const answer = last.kind === 'argmax' ? last.x : last;
  const run = floatRunner(last);
  return (request) => {
    const named = new Map<string, Float64Array>();
    let answered = new Float64Array();
    run(request, (tensor, values) => {
      if (tensor.name !== '') named.set(tensor.name, values);
      if (tensor === answer) answered = Float64Array.from(values);
    });
    return tensors.map(({ onnx }) => named.get(onnx) ?? answered);
  };
}
