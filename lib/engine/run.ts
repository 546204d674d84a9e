import { keccak_256 } from '@noble/hashes/sha3.js';
import { EngineError } from './error.ts';
import { Machine } from './machine.ts';
import type { Program } from './op.ts';
import { bytesOf } from './tensor.ts';
import { Text } from './text.ts';
import { carriedOperators, carriedRootOf, traceRootOf } from './trace/roots.ts';
import { Tree } from './trace/tree.ts';

const NO_VALUES = new Uint8Array(0);

/** A model and what to run it on. `weights` is weights.bin, unchanged. */
export type RunInput = { readonly program: Program; readonly weights: Uint8Array; readonly input: Uint8Array };

/**
 * The answer, the commitment to how it was found, and how many times the graph was run. `stepsRoot` is the root over
 * `carriedRoots`, one for each step; it is secret until the result is final or disputed.
 */
export type RunResult = {
  readonly output: Uint8Array;
  readonly traceRoot: Uint8Array;
  readonly steps: number;
  readonly stepsRoot: Uint8Array;
  readonly carriedRoots: readonly Uint8Array[];
};

/** After one step: how many steps have run, and the output so far (a copy; empty while the prompt is being read). */
export type StepReport = { readonly step: number; readonly output: Uint8Array };

/**
 * Runs a model to its end. Output and trace root are a pure function of the arguments. `onStep` gets each step's report.
 * Throws EngineError `weights/size`, `input/empty`, `input/too-short` or `input/too-long`.
 */
export function run({ onStep, ...request }: RunInput & { onStep?: (report: StepReport) => void }): RunResult {
  const steps = runSteps(request);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    onStep?.(next.value);
  }
}

/** The same run, one step at a time: yields after each step, returns the result. Throws at the first `next()`. */
export function* runSteps({ program, weights, input }: RunInput): Generator<StepReport, RunResult> {
  checkInput(program, input);
  const machine = new Machine(program, weights, input);
  const carried = carriedOperators(program);
  const carriedRoots: Uint8Array[] = [];
  const text = new Text(program, input);
  for (let step = 0; !text.isDone; step++) {
    const next = machine.step(step, text.byte(step));
    carriedRoots.push(carriedRootOf(carried.map((id) => bytesOf(machine.tensors[id] ?? NO_VALUES))));
    if (program.mode === 'once') text.finish(bytesOf(machine.tensors.at(-1) ?? NO_VALUES));
    else text.push(step, next);
    yield { step: step + 1, output: text.output };
  }
  return finishRun({ input, output: text.output, carriedRoots });
}

/** What a run commits to, from what its steps carried. */
export function finishRun(run: {
  input: Uint8Array;
  output: Uint8Array;
  carriedRoots: readonly Uint8Array[];
}): RunResult {
  const { output, carriedRoots } = run;
  const stepsRoot = Tree.ofLeaves(carriedRoots).root;
  const traceRoot = traceRootOf({ inputHash: keccak_256(run.input), outputHash: keccak_256(output), stepsRoot });
  return { output, traceRoot, steps: carriedRoots.length, stepsRoot, carriedRoots };
}

/** Throws `input/empty`, `input/too-short` or `input/too-long`. */
export function checkInput(program: Program, input: Uint8Array): void {
  if (input.length === 0) throw new EngineError('input/empty', 'The prompt is empty.');
  if (input.length < program.minInput) {
    throw new EngineError('input/too-short', `The input has ${input.length} bytes, not ${program.minInput}.`);
  }
  if (input.length > program.maxInput) {
    throw new EngineError('input/too-long', `The prompt has ${input.length} bytes, more than ${program.maxInput}.`);
  }
}
