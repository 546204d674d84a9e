import { toHex } from '../engine/hex.ts';
import { type DType, ELEMENT_BYTES } from '../engine/tensor.ts';
import { type Claimed, readsOf, type StepFacts } from '../engine/trace/reads.ts';
import { RECORD_BYTES, type TraceLayout } from '../engine/trace/records.ts';
import { CHUNK_BYTES, type Nodes, pathOf, Tree } from '../engine/trace/tree.ts';
import { type WitnessTrees, witnessOf } from '../engine/trace/witness.ts';
import { DisputeError } from './error.ts';
import type { FollowedStep } from './follow.ts';
import { type Claim, fourWords, twoWords } from './game.ts';
import { equal, type MixedTree } from './mixed-tree.ts';
import type { ClaimFacts, Move, PickChoice, ProgramProof } from './moves.ts';
import type { OwnRun } from './own-run.ts';
import type { Span } from './schedule.ts';

const hexes = (nodes: readonly Uint8Array[]) => nodes.map(toHex);
const fullPath = (nodes: Nodes, index: number) => hexes(pathOf(nodes, index, { from: 0, to: nodes.depth }));

/** What `open`, `proveShape` and `proveOutput` take of the program. */
export function programHead(layout: TraceLayout): Pick<ProgramProof, 'header' | 'recordsRoot'> {
  return { header: twoWords(layout.header), recordsRoot: toHex(layout.recordTree.root) };
}

/** Shows the record of a tensor; without one, only the program's head. */
export function programProof(layout: TraceLayout, tensor?: number): ProgramProof {
  const record = tensor === undefined ? undefined : layout.records[tensor];
  const siblings = tensor === undefined ? [] : fullPath(layout.recordTree, tensor);
  return { ...programHead(layout), record: fourWords(record ?? new Uint8Array(RECORD_BYTES)), siblings };
}

/** Picks node `index` of a span just revealed under a node of height `to`. */
export function pickOf(tree: MixedTree, { index, span, to }: { index: number; span: Span; to: number }): PickChoice {
  return {
    index: index - span.first,
    child: toHex(tree.node(span.height, index)),
    siblings: hexes(pathOf(tree, index, { from: span.height, to })),
  };
}

/** Everything a proof is built from: the own run, the posted output, the disputed step, and the asserter's tree over the steps. */
export type ProofScene = {
  readonly own: OwnRun;
  readonly claim: Pick<Claim, 'outputHash'>;
  readonly steps: MixedTree;
  readonly step: FollowedStep & { readonly trace: MixedTree };
};

/** Proves the first wrong element of one chunk of a tensor. `choice` is the pick of that chunk, `chunks` the asserter's tree of the tensor. */
export function proveElement(
  scene: ProofScene,
  at: { tensor: number; chunk: number; chunks: MixedTree; choice: PickChoice },
): Move {
  const { own, step } = scene;
  const { layout } = own;
  const { tensor, chunk, chunks } = at;
  const theirs = chunks.node(0, chunk);
  const mine = step.own.tensor(tensor).node(0, chunk);
  const first = theirs.findIndex((byte, i) => byte !== mine[i]);
  if (first < 0) throw new DisputeError('dispute/moves', `Chunk ${chunk} of tensor ${tensor} is right.`);
  const dtype = layout.tensors[tensor]?.dtype ?? 'i8';
  const inChunk = Math.floor(first / ELEMENT_BYTES[dtype]);
  const element = (chunk * CHUNK_BYTES) / ELEMENT_BYTES[dtype] + inChunk;
  const claimed: Claimed = { tensor, element, value: valueAt(theirs, dtype, inChunk) };
  return {
    kind: 'proveElement',
    choice: at.choice,
    program: programProof(layout, tensor),
    element: BigInt(element),
    facts: factsAbout(scene),
    witness: toHex(witnessFor(scene, { claimed, chunks })),
  };
}

/** What the game was opened on, and the asserter's root over the steps. */
export function factsAbout({ own, claim, steps }: ProofScene): ClaimFacts {
  return {
    inputHash: toHex(own.inputHash),
    outputHash: claim.outputHash,
    modelHash: toHex(own.model.weightsTree().root),
    stepsRoot: toHex(steps.root),
    inputBytes: BigInt(own.input.length),
  };
}

/** What shows a claimed element right or wrong; `chunks` is the asserter's tree of its tensor. */
export function witnessFor(scene: ProofScene, at: { claimed: Claimed; chunks: MixedTree }): Uint8Array {
  const { claimed, chunks } = at;
  const reads = readsOf(scene.own.layout, claimed, factsOf(scene));
  return witnessOf(reads, treesOf(scene, { tensor: claimed.tensor, chunks }));
}

/** Proves that what a step carries on is not what its trace says; undefined where it is. The trace itself is right. */
export function proveCarried({ own, steps, step }: ProofScene): Move | undefined {
  const { layout } = own;
  const carried = step.carried ?? [];
  const place = layout.carried.findIndex((tensor, i) => !equal(step.trace.node(0, tensor), carried[i] ?? NOTHING));
  const tensor = layout.carried[place];
  const lie = carried[place];
  if (tensor === undefined || lie === undefined) return undefined;
  const proof = {
    tensor: BigInt(tensor),
    tensorRoot: toHex(step.trace.node(0, tensor)),
    tensorSiblings: fullPath(step.trace, tensor),
    carriedRoot: toHex(lie),
    carriedSiblings: fullPath(Tree.ofLeaves(carried), place),
    stepSiblings: fullPath(steps, step.number),
    stepsRoot: toHex(steps.root),
  };
  return { kind: 'proveCarried', program: programProof(layout, tensor), proof };
}

const NOTHING = new Uint8Array();

/** Proves that the posted output is not what step `t` chose. The asserter's tree must have the true step there. */
export function proveOutput({
  own,
  steps,
  claim,
  t,
}: {
  own: OwnRun;
  steps: MixedTree;
  claim: Claim;
  t: number;
}): Move {
  const carried = own.step(t).carriedRoots(t);
  const last = carried.count - 1;
  return {
    kind: 'proveOutput',
    ...programHead(own.layout),
    step: BigInt(t),
    value: toHex(carried.node(0, last)),
    siblings: [...fullPath(carried, last), ...fullPath(steps, t)],
    stepsRoot: toHex(steps.root),
    output: toHex(claim.output),
  };
}

function factsOf({ own, step }: ProofScene): StepFacts {
  const { trace } = step.own;
  return {
    step: step.number,
    inputBytes: own.input.length,
    seed: own.inputHash,
    byte: trace.byte,
    value: (tensor, element) =>
      valueAt(trace.tensors[tensor] ?? NOTHING, own.layout.tensors[tensor]?.dtype ?? 'i8', element),
  };
}

/** Left of the disputed path the trees agree, so the own one may stand for the asserter's, except where they are shown together. */
function treesOf({ own, steps, step }: ProofScene, disputed: { tensor: number; chunks: MixedTree }): WitnessTrees {
  return {
    input: own.input,
    // Some elements show no weights; then no tree is made of them.
    get weights() {
      return own.model.weightsTree();
    },
    tensor: (i) => (i === disputed.tensor ? disputed.chunks : step.own.tensor(i)),
    step: step.trace,
    carried: (s, i) => step.own.carried(s, i),
    carriedRoots: (s) => step.own.carriedRoots(s),
    steps,
  };
}

/** Element of a tensor's bytes as a number. */
export function valueAt(bytes: Uint8Array, dtype: DType, element: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (dtype) {
    case 'i7':
    case 'u7':
    case 'i8':
      return view.getInt8(element);
    case 'u8':
      return view.getUint8(element);
    case 'i16':
      return view.getInt16(2 * element, true);
    case 'i32':
      return view.getInt32(4 * element, true);
    default:
      return dtype satisfies never;
  }
}
