import { EngineError } from '../error.ts';
import type { Program } from '../op.ts';
import type { Values } from '../tensor.ts';
import { CHUNK_BYTES, depthOf } from '../trace/tree.ts';
import type { Build } from './kernel.ts';
import { type Kernel, reserve } from './kernel.ts';
import { type Layout, layOutMemory, rowSums, writePlan } from './layout.ts';

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
    for (const { weights, rows, columns, sums } of rowSums(program, layout)) {
      kernel.sumRows(weights, rows, columns, sums);
    }
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

  /** Commits to what the step just run carries. */
  commit(step: number): void {
    this.#kernel.carriedRoot(step);
  }

  /** carriedRoot of the first `count` steps, and the root over them. To be asked once, at the end of a run. */
  takeRoots(count: number): { carriedRoots: Uint8Array[]; stepsRoot: Uint8Array } {
    const { steps } = this.#layout;
    const carriedRoots = Array.from({ length: count }, (_, step) =>
      this.#copy(steps + step * CHUNK_BYTES, CHUNK_BYTES),
    );
    this.#kernel.rootOf(steps, count, depthOf(count), steps, steps);
    return { carriedRoots, stepsRoot: this.#copy(steps, CHUNK_BYTES) };
  }

  /** keccak256 of at most LIMITS.outputBytes bytes. Call it between runs or at the end of one. */
  hash(bytes: Uint8Array): Uint8Array {
    const { scratch } = this.#layout;
    new Uint8Array(this.#kernel.memory.buffer, scratch, bytes.length).set(bytes);
    this.#kernel.keccak256(scratch, bytes.length, scratch);
    return this.#copy(scratch, CHUNK_BYTES);
  }

  /** keccak256(input): what `begin` took. */
  get inputHash(): Uint8Array {
    return this.#copy(this.#layout.seed, CHUNK_BYTES);
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

  #copy(at: number, bytes: number): Uint8Array {
    return new Uint8Array(this.#kernel.memory.buffer, at, bytes).slice();
  }
}
