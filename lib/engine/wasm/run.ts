import { checkInput, type RunResult, type StepReport } from '../run.ts';
import { bytesOf } from '../tensor.ts';
import { Text } from '../text.ts';
import type { WasmMachine } from './machine.ts';

/** A run in progress on a machine of its own. */
class Run {
  readonly #machine: WasmMachine;
  readonly #text: Text;
  #steps = 0;

  constructor(machine: WasmMachine, input: Uint8Array) {
    machine.begin(input);
    this.#machine = machine;
    this.#text = new Text(machine.program, input);
  }

  get isDone(): boolean {
    return this.#text.isDone;
  }

  get report(): StepReport {
    return { step: this.#steps, output: this.#text.output };
  }

  step(): void {
    const { program } = this.#machine;
    const next = this.#machine.step(this.#steps, this.#text.byte(this.#steps));
    this.#machine.commit(this.#steps);
    if (program.mode === 'once') this.#text.finish(bytesOf(this.#machine.tensor(program.ops.length - 1)));
    else this.#text.push(this.#steps, next);
    this.#steps += 1;
  }

  /** What the run commits to, once it is done. */
  finish(): RunResult {
    const { output } = this.#text;
    return { output, ...this.#machine.finish(this.#steps, output) };
  }
}

/** Runs a machine from the beginning to the end. Throws as `run` of lib/engine/run.ts for a bad input. */
export function runMachine(
  machine: WasmMachine,
  { input, onStep }: { input: Uint8Array; onStep?: ((report: StepReport) => void) | undefined },
): RunResult {
  checkInput(machine.program, input);
  const run = new Run(machine, input);
  while (!run.isDone) {
    run.step();
    onStep?.(run.report);
  }
  return run.finish();
}

/** The same, one step at a time. */
export function* runMachineSteps(machine: WasmMachine, input: Uint8Array): Generator<StepReport, RunResult> {
  checkInput(machine.program, input);
  const run = new Run(machine, input);
  while (!run.isDone) {
    run.step();
    yield run.report;
  }
  return run.finish();
}
