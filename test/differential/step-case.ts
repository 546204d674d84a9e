import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Engine } from '../../lib/engine/engine.ts';
import { ELEMENT_BYTES } from '../../lib/engine/tensor.ts';
import type { Random } from '../../lib/engine/testing/random.ts';
import type { RandomCase } from '../../lib/engine/testing/random-program.ts';
import { type Claimed, readsOf, type StepFacts } from '../../lib/engine/trace/reads.ts';
import type { OpName, TraceLayout } from '../../lib/engine/trace/records.ts';
import { traceStep } from '../../lib/engine/trace/step-trace.ts';
import { CHUNK_BYTES, Tree } from '../../lib/engine/trace/tree.ts';
import { type WitnessTrees, witnessOf } from '../../lib/engine/trace/witness.ts';

/** What the verifier is told of a step, whichever element it is asked about. */
export type SharedClaim = {
  readonly header: Uint8Array;
  readonly step: number;
  readonly steps: number;
  readonly inputBytes: number;
  readonly inputHash: Uint8Array;
  readonly modelHash: Uint8Array;
  readonly stepRoot: Uint8Array;
  readonly stepsRoot: Uint8Array;
};

/** One element, what it is claimed to be, and whether that is false. */
export type ElementCase = {
  readonly name: OpName;
  readonly record: Uint8Array;
  readonly tensor: number;
  readonly element: number;
  /** What it is claimed to be. */
  readonly value: number;
  readonly chunk: Uint8Array;
  readonly witness: Uint8Array;
  readonly isWrong: boolean;
};

/** A step of a run in full, as the plain engine computes it, with the trees over it. */
export class StepCase {
  readonly layout: TraceLayout;
  readonly shared: SharedClaim;
  readonly #tensors: readonly Uint8Array[];
  readonly #trees: WitnessTrees;
  readonly #facts: StepFacts;

  /** `later` are carried roots of steps after this one, which no element of it depends on. */
  constructor(
    request: RandomCase & { layout: TraceLayout; weightsTree: Tree; step: number },
    { later, hashPairs }: { later: readonly Uint8Array[]; hashPairs: Engine['hashPairs'] },
  ) {
    const { layout, input, step, weightsTree } = request;
    const trace = traceStep(request);
    const tree = (bytes: Uint8Array): Tree => Tree.ofBytes(bytes, hashPairs);
    const tensors = trace.tensors.map(tree);
    const carried = trace.carried.map((row) => row.map(tree));
    const rows = carried.map((row) => Tree.ofLeaves(row.map(({ root }) => root)));
    const steps = Tree.ofLeaves([...rows.map(({ root }) => root), ...later]);
    const all = Tree.ofLeaves(tensors.map(({ root }) => root));
    this.layout = layout;
    this.#tensors = trace.tensors;
    this.#trees = {
      input,
      weights: weightsTree,
      tensor: (id) => known(tensors[id]),
      step: all,
      carried: (s, id) => known(carried[s]?.[id]),
      carriedRoots: (s) => known(rows[s]),
      steps,
    };
    this.shared = {
      header: layout.header,
      step,
      steps: steps.count,
      inputBytes: input.length,
      inputHash: keccak_256(input),
      modelHash: weightsTree.root,
      stepRoot: all.root,
      stepsRoot: steps.root,
    };
    const { inputHash: seed, inputBytes } = this.shared;
    const value = (tensor: number, element: number): number => this.value(tensor, element);
    this.#facts = { step, inputBytes, seed, byte: trace.byte, value };
  }

  /** The element as a number; 0 in the padding. */
  value(tensor: number, element: number): number {
    const { dtype, size } = known(this.layout.tensors[tensor]);
    return element < size ? readElement(known(this.#tensors[tensor]), dtype, element) : 0;
  }

  /** How many elements the last chunk of a tensor has room for beyond its size. */
  paddingOf(tensor: number): number {
    const { dtype, size } = known(this.layout.tensors[tensor]);
    const perChunk = CHUNK_BYTES / ELEMENT_BYTES[dtype];
    return (perChunk - (size % perChunk)) % perChunk;
  }

  /** The claim that the element is what it is. */
  truth(tensor: number, element: number): ElementCase {
    return this.claim({ tensor, element, value: this.value(tensor, element) });
  }

  /** A claim that the element is something else: often just beside it, or an extreme. */
  lie(tensor: number, element: number, random: Random): ElementCase {
    const { dtype } = known(this.layout.tensors[tensor]);
    const truth = this.value(tensor, element);
    const bits = 8 * ELEMENT_BYTES[dtype];
    const wrap = (value: number): number => {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setInt32(0, value, true);
      return readElement(bytes, dtype, 0);
    };
    const others = [truth + 1, truth - 1, truth ^ (1 << random.int(0, bits - 1)), ~truth, random.next() | 0];
    const value = wrap(random.pick(others));
    return this.claim({ tensor, element, value: value === truth ? wrap(truth + 1) : value });
  }

  /** Any claim, of a value that the element's bytes can hold. */
  claim(claimed: Claimed): ElementCase {
    const { tensor, element, value } = claimed;
    const { name, dtype } = known(this.layout.tensors[tensor]);
    const width = ELEMENT_BYTES[dtype];
    const first = element * width;
    const chunk = new Uint8Array(CHUNK_BYTES);
    const start = first - (first % CHUNK_BYTES);
    chunk.set(known(this.#tensors[tensor]).subarray(start, start + CHUNK_BYTES));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, value, true);
    chunk.set(bytes.subarray(0, width), first % CHUNK_BYTES);
    const record = known(this.layout.records[tensor]);
    const witness = witnessOf(readsOf(this.layout, claimed, this.#facts), this.#trees);
    return { name, record, tensor, element, value, chunk, witness, isWrong: value !== this.value(tensor, element) };
  }
}

function readElement(bytes: Uint8Array, dtype: string, element: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (dtype === 'i16') return view.getInt16(2 * element, true);
  if (dtype === 'i32') return view.getInt32(4 * element, true);
  return dtype === 'u8' || dtype === 'u7' ? view.getUint8(element) : view.getInt8(element);
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('The case has no such tensor or step.');
  return value;
}
