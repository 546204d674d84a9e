import { Machine } from '../../engine/machine.ts';
import { readModel } from '../../onnx/read-model.ts';
import { floatRunner, largest } from '../calibrate.ts';
import type { Compiled, CompileOptions } from '../compile.ts';
import { placesOf } from '../ir/evaluate.ts';
import { rowByRow, transposed } from '../ir/view.ts';
import { prepare } from '../lower/answer.ts';
import { Comparison } from '../measure.ts';
import { readGraph } from '../read-graph.ts';

/** Our float reading of a model: a function that gives its output in ONNX's own order. */
export function floatReading(model: Uint8Array, options: Pick<CompileOptions, 'inputScale' | 'output'>) {
  const network = readGraph(readModel(model), options);
  const { last, dims, order } = prepare(network, { answer: 'values' });
  const float = floatRunner(last);
  const back = order.map((_, axis) => order.indexOf(axis));
  const view = transposed(
    rowByRow(
      last,
      order.map((axis) => dims[axis] ?? 1),
    ),
    back,
  );
  const places = placesOf(view.axes.flat(), 0);
  const run = (input: Uint8Array): Float64Array => {
    const values = float(input);
    return values.map((_, j) => values[places[j] ?? 0] ?? 0);
  };
  return { network, last, run };
}

/** The integer program beside the float reading: the answer's numbers, and how often both rank the same first. */
export function judge(model: Uint8Array, compiled: Compiled, inputs: readonly Uint8Array[]) {
  const { scale, offset, name } = { ...compiled.input, name: compiled.output.name };
  const network = readGraph(readModel(model), {
    output: name,
    ...(isByte(scale, offset) ? {} : { inputScale: { scale, offset } }),
  });
  const float = floatRunner(prepare(network, { answer: 'values' }).last);
  const comparison = new Comparison();
  let same = 0;
  for (const input of inputs) {
    const machine = new Machine(compiled.parsed, compiled.weights, input);
    machine.step(0, 0);
    const { scale = 1, zero = 0 } = compiled.tensors.at(-1) ?? {};
    const integers = Float64Array.from(machine.tensors.at(-1) ?? [], (q) => scale * q + zero);
    const expected = float(input);
    comparison.add(expected, integers);
    same += Number(largest(expected) === largest(integers));
  }
  return { ...comparison.result, agreement: same / inputs.length };
}

function isByte(scale: number, offset: number): boolean {
  return scale === 1 && offset === 0;
}
