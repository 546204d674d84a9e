import { EngineError } from '../error.ts';
import type { Program } from '../op.ts';
import type { RunResult } from '../run.ts';
import type { Values } from '../tensor.ts';
import { CHUNK_BYTES, depthOf } from '../trace/tree.ts';
import type { Build } from './kernel.ts';
import { type Kernel, reserve } from './kernel.ts';
import { type Layout, layOutMemory, prepareWeights, writePlan } from './layout.ts';

/** A kernel with its memory, and which build it is. */
export type Host = { readonly kernel: Kernel; readonly build: Build };

/**
 * The Machine of lib/engine/machine.ts in WebAssembly: the same tensors, bit for bit, and the carried roots of its steps.
 * It has the host for itself until another machine is made on it.
 */
export class WasmMachine {
  readonly program: Program;
  readonly #kernel: Kernel;
  readonly #layout: Layout;

  /** Copies the weights. Throws EngineError `weights/size`, and RangeError where the memory is not to be had. */
  constructor({ kernel, build }: Host, program: Program, weights: Uint8Array) {
    if (weights.length !== program.weightsBytes) {
      throw new EngineError('weights/size', `The weights have ${weights.length} bytes, not ${program.weightsBytes}.`);
    }
    const layout = layOutMemory(program, { base: kernel.heapBase() >>> 0, build });
    reserve(kernel, layout.end);
    const { buffer } = kernel.memory;
    new Uint8Array(buffer, layout.plan, layout.weights - layout.plan).fill(0);
    new Uint8Array(buffer, layout.weights, weights.length).set(weights);
    writePlan(program, layout, new DataView(buffer));
    prepareWeights(program, layout, kernel);
    kernel.open(layout.plan);
    this.program = program;
    this.#kernel = kernel;
    this.#layout = layout;
  }

  /** Begins a run. `input` has been checked. Rows of an earlier run are never read. */
  begin(input: Uint8Array): void {
    const { buffer } = this.#kernel.memory;
    new Uint8Array(buffer, this.#layout.input, input.length).set(input);
    this.#kernel.keccak256(this.#layout.input, input.length, this.#layout.seed);
  }

  /** Runs the graph once on `byte` at position `step` (in order, from 0) and returns the byte it chooses. */
  step(step: number, byte: number): number {
    return this.#kernel.step(step, byte);
  }

  /** Keeps the roots of what the step just run carries, for `finish` to commit to. */
  commit(step: number): void {
    this.#kernel.carry(step);
  }

  /** What a run of `count` steps with this output commits to. To be asked once, at its end. */
  finish(count: number, output: Uint8Array): Omit<RunResult, 'output'> {
    const kernel = this.#kernel;
    const { steps, scratch, seed } = this.#layout;
    kernel.carriedRoots(count);
    const carriedRoots = Array.from({ length: count }, (_, step) => this.#hashAt(steps + step * CHUNK_BYTES));
    new Uint8Array(kernel.memory.buffer, scratch, output.length).set(output);
    kernel.keccak256(scratch, output.length, seed + CHUNK_BYTES);
    kernel.rootOf(steps, count, depthOf(count), steps, seed + 2 * CHUNK_BYTES);
    kernel.keccak256(seed, 3 * CHUNK_BYTES, scratch);
    const stepsRoot = this.#hashAt(seed + 2 * CHUNK_BYTES);
    return { traceRoot: this.#hashAt(scratch), steps: count, stepsRoot, carriedRoots };
  }

  /** Output of operator `id` in the last step: a view, gone with the next machine on this host. */
  tensor(id: number): Values {
    const { dtype, size } = this.program.tensors[id] ?? { dtype: 'u8', size: 0 };
    const { buffer } = this.#kernel.memory;
    const at = this.#layout.tensors[id] ?? 0;
    switch (dtype) {
      case 'i7':
      case 'u7':
      case 'i8':
        return new Int8Array(buffer, at, size);
      case 'u8':
        return new Uint8Array(buffer, at, size);
      case 'i16':
        return new Int16Array(buffer, at, size);
      case 'i32':
        return new Int32Array(buffer, at, size);
      default:
        return dtype satisfies never;
    }
  }

  #hashAt(at: number): Uint8Array {
    return new Uint8Array(this.#kernel.memory.buffer, at, CHUNK_BYTES).slice();
  }
}
