import { keccak_256 } from '@noble/hashes/sha3.js';
import { EngineError } from './error.ts';
import { Machine } from './machine.ts';
import type { Program } from './op.ts';
import { bytesOf } from './tensor.ts';
import { leafHash, merkleRoot } from './trace/merkle.ts';

/** A model and what to run it on. `weights` is weights.bin, unchanged. */
export type RunInput = { readonly program: Program; readonly weights: Uint8Array; readonly input: Uint8Array };

/** The answer, the commitment to how it was found, and how many times the graph was run. */
export type RunResult = { readonly output: Uint8Array; readonly traceRoot: Uint8Array; readonly steps: number };

/** After one step: how many steps have run, and the output so far (a copy; empty while the prompt is being read). */
export type StepReport = { readonly step: number; readonly output: Uint8Array };

/**
 * Runs a model to its end. Output and trace root are a pure function of the arguments. `onStep` gets each step's report.
 * Throws EngineError `weights/size`, `input/empty` or `input/too-long`.
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
  const machine = new Machine(program, weights, keccak_256(input));
  const leaves = [leafHash(input)];
  const text = new Uint8Array(input.length + program.maxOutput);
  text.set(input);
  let length = input.length;
  let step = 0;
  for (let done = false; !done; ) {
    const next = machine.step(step, text[step] ?? 0);
    for (const tensor of machine.tensors) leaves.push(leafHash(bytesOf(tensor)));
    step += 1;
    if (step >= input.length) {
      done = next === program.terminator && length - input.length >= program.minOutput;
      if (!done) text[length++] = next;
      done ||= length - input.length === program.maxOutput;
    }
    yield { step, output: text.slice(input.length, length) };
  }
  const output = text.slice(input.length, length);
  leaves.push(leafHash(output));
  return { output, traceRoot: merkleRoot(leaves), steps: step };
}

function checkInput(program: Program, input: Uint8Array): void {
  if (input.length === 0) throw new EngineError('input/empty', 'The prompt is empty.');
  if (input.length > program.maxInput) {
    throw new EngineError('input/too-long', `The prompt has ${input.length} bytes, more than ${program.maxInput}.`);
  }
}
