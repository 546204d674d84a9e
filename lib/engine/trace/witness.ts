import { ELEMENT_BYTES } from '../tensor.ts';
import { type Claimed, NO_INDEX, type Read, readsOf, type StepFacts } from './reads.ts';
import { type TraceLayout, type TraceTensor, windowOf } from './records.ts';
import { CHUNK_BYTES, concat, depthOf, type Nodes, pathOf, sliceOf } from './tree.ts';

/**
 * The trees of a dispute. Their right parts may hold the asserter's nodes: what is shown lies left of the disputed path, its
 * neighbours need not.
 */
export type WitnessTrees = {
  readonly input: Uint8Array;
  /** Over weights.bin. */
  readonly weights: Nodes;
  /** Over the bytes of a tensor of the disputed step. */
  tensor(tensor: number): Nodes;
  /** Over the roots of that step's tensors. */
  readonly step: Nodes;
  /** Over the bytes of a carried tensor of an earlier step. */
  carried(step: number, carried: number): Nodes;
  /** Over the roots of what an earlier step carried. */
  carriedRoots(step: number): Nodes;
  /** Over the carried roots of all steps. */
  readonly steps: Nodes;
};

/** The reads as the verifier takes them. Spec: docs/op-spec.md, "Witness". */
export function witnessOf(reads: readonly Read[], trees: WitnessTrees): Uint8Array {
  return concat(reads.flatMap((read) => showRead(read, trees)));
}

function showRead(read: Read, trees: WitnessTrees): Uint8Array[] {
  switch (read.kind) {
    case 'tensor':
      return [sliceOf(trees.tensor(read.tensor), read.first, read.length), ...fullPath(trees.step, read.tensor)];
    case 'carried':
      return [
        sliceOf(trees.carried(read.step, read.carried), read.first, read.length),
        ...fullPath(trees.carriedRoots(read.step), read.carried),
        ...fullPath(trees.steps, read.step),
      ];
    case 'weights':
      return [sliceOf(trees.weights, read.first, read.length)];
    case 'input':
      return [trees.input];
    case 'index': {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, read.value);
      return [bytes];
    }
    default:
      return read satisfies never;
  }
}

function fullPath(nodes: Nodes, index: number): Uint8Array[] {
  return pathOf(nodes, index, { from: 0, to: nodes.depth });
}

/**
 * A bound of the longest witness of any element, in bytes, and the operator it belongs to. Sums the sizes of the reads with
 * every slice at its worst place.
 */
export function largestWitness(layout: TraceLayout): { readonly bytes: number; readonly op: number } {
  let largest = { bytes: 0, op: 0 };
  layout.tensors.forEach((record, tensor) => {
    for (const read of worstReads(layout, record, tensor)) {
      const bytes = read.reduce((sum, part) => sum + sizeBound(layout, part), 0);
      if (bytes > largest.bytes) largest = { bytes, op: record.op };
    }
  });
  return largest;
}

/** The reads of elements among which the most demanding one is. */
function worstReads(layout: TraceLayout, record: TraceTensor, tensor: number): (readonly Read[])[] {
  const { context, maxInput } = layout.program;
  const seed = new Uint8Array(32);
  const facts = (step: number) => ({ step, inputBytes: maxInput, seed, byte: 0, value: () => 0 });
  // The last step has the longest past; an element of the second row (partial) has a row before it.
  const element = record.name === 'partial' && context > 1 ? record.size / context : 0;
  const claimed = { tensor, element, value: record.name === 'max' ? NO_INDEX : 0 };
  if (record.name === 'conv' || record.name === 'pool') return [widestWindow(layout, record, claimed, facts(0))];
  return [readsOf(layout, claimed, facts(0)), readsOf(layout, claimed, facts(context - 1))];
}

/** As many lines as a window or x has, each as wide as either. */
function widestWindow(layout: TraceLayout, record: TraceTensor, claimed: Claimed, facts: StepFacts): readonly Read[] {
  const { height, width, channels, kernelHeight, kernelWidth, dilationX } = windowOf(record.words);
  const weights = readsOf(layout, claimed, facts).filter(({ kind }) => kind === 'weights');
  const taps = Math.min((kernelWidth - 1) * dilationX + 1, width);
  const length = taps * channels * ELEMENT_BYTES[record.xInfo.dtype];
  const line: Read = { kind: 'tensor', tensor: record.x, first: 0, length };
  return [...Array.from({ length: Math.min(kernelHeight, height) }, () => line), ...weights];
}

function sizeBound(layout: TraceLayout, read: Read): number {
  const { context, maxInput, weightsBytes } = layout.program;
  const slice = (total: number, length: number): number => {
    const chunks = Math.ceil(total / CHUNK_BYTES);
    const shown = Math.min(chunks, Math.ceil((length - 1) / CHUNK_BYTES) + 1);
    return CHUNK_BYTES * (shown + (shown === chunks ? 0 : 2 * depthOf(chunks)));
  };
  const path = (count: number): number => CHUNK_BYTES * depthOf(count);
  switch (read.kind) {
    case 'tensor':
      return slice(bytesOfTensor(layout, read.tensor), read.length) + path(layout.tensors.length);
    case 'carried': {
      const tensor = layout.carried[read.carried] ?? 0;
      return slice(bytesOfTensor(layout, tensor), read.length) + path(layout.carried.length) + path(context);
    }
    case 'weights':
      return slice(weightsBytes, read.length);
    case 'input':
      return maxInput;
    case 'index':
      return 4;
    default:
      return read satisfies never;
  }
}

/** Size of a tensor of the step's trace, in bytes. */
export function bytesOfTensor(layout: TraceLayout, tensor: number): number {
  const { size, dtype } = layout.tensors[tensor] ?? { size: 0, dtype: 'i8' as const };
  return size * ELEMENT_BYTES[dtype];
}
