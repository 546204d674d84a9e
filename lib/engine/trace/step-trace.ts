import { Machine } from '../machine.ts';
import { checkInput, type RunInput } from '../run.ts';
import { bytesOf, type Values } from '../tensor.ts';
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

/** What is asked of a replay. The layout is the program's. */
export type StepRequest = RunInput & { readonly layout: TraceLayout; readonly step: number };

/** A machine at the beginning of a run, of any engine. */
export type Replay = {
  /** As `Machine.step`. */
  step(step: number, byte: number): number;
  /** Output of operator `id` in the last step. */
  tensor(id: number): Values;
};

/**
 * Runs a model again up to step `step` and lays that step out. What each step carries is kept, no other tensor. Steps beyond the end of
 * the run exist as far as the context goes, each reading the byte that the one before chose: a claim of a longer answer is compared with
 * them. Throws as `run`, and RangeError where there is no such step.
 */
export function traceStep(request: StepRequest): StepTrace {
  const { program, weights, input } = request;
  checkInput(program, input);
  const machine = new Machine(program, weights, input);
  const tensor = (id: number): Values => machine.tensors[id] ?? new Uint8Array();
  return replayStep({ step: (step, byte) => machine.step(step, byte), tensor }, request);
}

/** The same on a machine that has been made. */
export function replayStep(machine: Replay, { program, layout, input, step: wanted }: StepRequest): StepTrace {
  const carriers = carriedOperators(program);
  const copy = (id: number): Uint8Array => bytesOf(machine.tensor(id)).slice();
  const carried: Uint8Array[][] = [];
  let next = 0;
  for (let step = 0; step < program.context; step++) {
    const byte = program.mode === 'once' ? 0 : (input[step] ?? next);
    next = machine.step(step, byte);
    carried.push(carriers.map(copy));
    if (step === wanted) {
      const tensors = layout.tensors.map((tensor) =>
        tensor.name === 'partial' ? partialSums(machine, { tensor, layout, carried }) : copy(tensor.op),
      );
      return { step, byte, tensors, carried };
    }
  }
  throw new RangeError(`A run has no step ${wanted}.`);
}

/** The first tensor of a mix: Σ over s' ≤ s of x[h, s'] · state[s'][j], zero beyond the past. Spec: docs/op-spec.md, "Trace". */
function partialSums(
  machine: Replay,
  { tensor, layout, carried }: { tensor: TraceTensor; layout: TraceLayout; carried: readonly Uint8Array[][] },
): Uint8Array {
  const op = layout.program.ops[tensor.op];
  if (op?.op !== 'mix') throw new RangeError(`Operator ${tensor.op} is not a mix.`);
  const { context } = layout.program;
  const width = tensor.size / context;
  const weights = machine.tensor(op.x);
  const sums = new Int32Array(tensor.size);
  carried.forEach((tensors, s) => {
    const row = tensors[tensor.carried] ?? new Uint8Array(); // the state's row s is what step s appended
    for (let j = 0; j < width; j++) {
      const head = Math.floor(j / (width / op.heads));
      const before = s === 0 ? 0 : (sums[(s - 1) * width + j] ?? 0);
      const value = ((row[j] ?? 0) << 24) >> 24;
      sums[s * width + j] = before + (weights[head * context + s] ?? 0) * value;
    }
  });
  return bytesOf(sums);
}
