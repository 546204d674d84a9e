import type { Program } from './op.ts';

/** The text of a run: the input, then the output as it is chosen. Spec: docs/op-spec.md, "Run". */
export class Text {
  readonly #program: Program;
  readonly #input: Uint8Array;
  readonly #output: number[] = [];
  #isDone = false;

  constructor(program: Program, input: Uint8Array) {
    this.#program = program;
    this.#input = input;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** The output so far; a copy. */
  get output(): Uint8Array {
    return Uint8Array.from(this.#output);
  }

  /** The byte that step `step` reads: 0 where there is none. */
  byte(step: number): number {
    return this.#input[step] ?? this.#output[step - this.#input.length] ?? 0;
  }

  /** Takes what step `step` of a generating program chose. */
  push(step: number, next: number): void {
    if (step < this.#input.length - 1) return;
    const { terminator, minOutput, maxOutput } = this.#program;
    this.#isDone = next === terminator && this.#output.length >= minOutput;
    if (!this.#isDone) this.#output.push(next);
    this.#isDone ||= this.#output.length === maxOutput;
  }

  /** Takes the whole output of a program that runs once. */
  finish(output: Uint8Array): void {
    this.#output.push(...output);
    this.#isDone = true;
  }
}

/**
 * How many steps a run with these lengths has: known to the chain without a trace. The lengths fit the program.
 * Spec: docs/op-spec.md, "Run".
 */
export function stepsOf({ mode, maxOutput }: Program, inputBytes: number, outputBytes: number): number {
  if (mode === 'once') return 1;
  return inputBytes + outputBytes - (outputBytes < maxOutput ? 0 : 1);
}
