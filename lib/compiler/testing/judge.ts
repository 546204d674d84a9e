import { Machine } from '../../engine/machine.ts';
import { readModel } from '../../onnx/read-model.ts';
import { floatRunner, largest } from '../calibrate.ts';
import type { Compiled } from '../compile.ts';
import { lower } from '../lower.ts';
import { Comparison } from '../measure.ts';
import { readGraph } from '../read-graph.ts';

/** The integer program beside the float reading: the answer's numbers, and how often both rank the same first. */
export function judge(model: Uint8Array, compiled: Compiled, inputs: readonly Uint8Array[]) {
  const float = floatRunner(lower(readGraph(readModel(model), {}), 'values'));
  const comparison = new Comparison();
  let same = 0;
  for (const input of inputs) {
    const machine = new Machine(compiled.parsed, compiled.weights, input);
    machine.step(0, 0);
    const { scale = 1, zero = 0 } = compiled.tensors.at(-1) ?? {};
    const integers = Float64Array.from(machine.tensors.at(-1) ?? [], (q) => scale * q + zero);
    const expected = float(input).at(-1) ?? new Float64Array();
    comparison.add(expected, integers);
    same += Number(largest(expected) === largest(integers));
  }
  return { ...comparison.result, agreement: same / inputs.length };
}
