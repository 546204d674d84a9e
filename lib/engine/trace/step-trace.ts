import { Machine } from '../machine.ts';
import { checkInput, type RunInput } from '../run.ts';
import { bytesOf } from '../tensor.ts';
import type { TraceLayout, TraceTensor } from './records.ts';
import { carriedOperators } from './roots.ts';

/** One step of a run in full: the bytes of each tensor of its trace, and of what each step up to it carried. */
export type StepTrace = {
  readonly step: number;
  /** The byte of the text that the step read; 0 in a program that runs once. */
  readonly byte: number;
  readonly tensors: readonly Uint8Array[];
  /** carried[s][i]: the bytes that step s carried on as number i, for s ≤ step. */
  readonly carried: readonly (readonly Uint8Array[])[];
};

/**
 * Runs a model again up to step `step` and lays that step out. What each step carries is kept, no other tensor. The layout is the
 * program's. Steps beyond the end of the run exist as far as the context goes, each reading the byte that the one before chose: a claim of a
 * longer answer is compared with them. Throws as `run`, and RangeError where there is no such step.
 */
export function traceStep({ layout, ...request }: RunInput & { layout: TraceLayout; step: number }): StepTrace {
  const { program, weights, input, step: wanted } = request;
  checkInput(program, input);
  const machine = new Machine(program, weights, input);
  const carriers = carriedOperators(program);
  const carried: Uint8Array[][] = [];
  let next = 0;
  for (let step = 0; step < program.context; step++) {
    const byte = program.mode === 'once' ? 0 : (input[step] ?? next);
    next = machine.step(step, byte);
    carried.push(carriers.map((id) => copy(machine, id)));
    if (step === wanted) {
      const tensors = layout.tensors.map((tensor) =>
        tensor.name === 'partial' ? partialSums(machine, { tensor, layout, step }) : copy(machine, tensor.op),
      );
      return { step, byte, tensors, carried };
    }
  }
  throw new RangeError(`A run has no step ${wanted}.`);
}

function copy(machine: Machine, op: number): Uint8Array {
  return bytesOf(machine.tensors[op] ?? new Uint8Array()).slice();
}

/** The first tensor of a mix: Σ over s' ≤ s of x[h, s'] · state[s'][j], zero beyond the past. Spec: docs/op-spec.md, "Trace". */
function partialSums(
  machine: Machine,
  { tensor, layout, step }: { tensor: TraceTensor; layout: TraceLayout; step: number },
): Uint8Array {
  const op = layout.program.ops[tensor.op];
  if (op?.op !== 'mix') throw new RangeError(`Operator ${tensor.op} is not a mix.`);
  const { context } = layout.program;
  const width = tensor.size / context;
  const weights = machine.tensors[op.x] ?? new Uint8Array();
  const values = machine.state(op.state);
  const sums = new Int32Array(tensor.size);
  for (let s = 0; s <= step; s++) {
    for (let j = 0; j < width; j++) {
      const head = Math.floor(j / (width / op.heads));
      const before = s === 0 ? 0 : (sums[(s - 1) * width + j] ?? 0);
      sums[s * width + j] = before + (weights[head * context + s] ?? 0) * (values[s * width + j] ?? 0);
    }
  }
  return bytesOf(sums);
}
