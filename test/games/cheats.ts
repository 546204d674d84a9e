// What a dishonest player tries although it is not so: every one of these calls must be refused.
import { follow } from '../../lib/dispute/follow.ts';
import { type Claim, type GameState, lengthsFit, type PastMove, phaseOf } from '../../lib/dispute/game.ts';
import { equal, MixedTree } from '../../lib/dispute/mixed-tree.ts';
import type { Move, PickChoice } from '../../lib/dispute/moves.ts';
import { type OwnModel, OwnRun, ownModel } from '../../lib/dispute/own-run.ts';
import {
  factsAbout,
  type ProofScene,
  pickOf,
  programHead,
  programProof,
  valueAt,
  witnessFor,
} from '../../lib/dispute/proofs.ts';
import { type Span, spanBelow } from '../../lib/dispute/schedule.ts';
import { toHex } from '../../lib/engine/hex.ts';
import { ELEMENT_BYTES } from '../../lib/engine/tensor.ts';
import type { Claimed } from '../../lib/engine/trace/reads.ts';
import { type Nodes, pathOf, Tree } from '../../lib/engine/trace/tree.ts';
import { bytesOfTensor } from '../../lib/engine/trace/witness.ts';
import type { Random } from './random.ts';

type Seen = { own: OwnRun; claim: Claim; random: Random; game: GameState; moves: readonly PastMove[] };
type Tries = { tries: Move[]; pick?: Move };

const hexes = (nodes: readonly Uint8Array[]) => nodes.map(toHex);
const fullPath = (nodes: Nodes, index: number) => hexes(pathOf(nodes, index, { from: 0, to: nodes.depth }));

/** Reveals that do not lead to the disputed node, or are not as many as there must be. */
export function revealTries(move: Move, { game, random }: { game: GameState; random: Random }): Move[] {
  // The trace of a step is a new commitment, so its nodes cannot be wrong yet; what it carries can.
  if (move.kind !== 'reveal') return [];
  const garbage = toHex(random.bytes(32));
  const changed = <T>(list: readonly T[], value: T) => list.with(random.int(0, list.length - 1), value);
  if (phaseOf(game) === 'RevealStep') {
    return [
      { ...move, carried: changed(move.carried, garbage) },
      { ...move, carried: [...move.carried, garbage] },
      { ...move, children: [...move.children, garbage] },
    ];
  }
  return [
    { ...move, children: changed(move.children, garbage) },
    { ...move, children: [...move.children, garbage] },
    { ...move, children: move.children.slice(1) },
    { ...move, carried: [garbage] },
  ];
}

/** False proofs against an honest asserter, and a pick that the rules allow although nothing is wrong. */
export function challengerTries(seen: Seen): Tries {
  const { own, claim, moves, game, random } = seen;
  const phase = phaseOf(game);
  const tries: Move[] = [{ kind: 'proveShape', ...programHead(own.layout) }];
  if (phase !== 'PickSteps' && phase !== 'PickTensors' && phase !== 'PickChunks') return { tries };
  const followed = follow({ claim, own, moves });
  const { steps, step, height, index } = followed;
  tries.push(...outputTries(seen, steps));
  if (phase === 'PickSteps') {
    const choice = anyPick(steps, { at: { height, index }, random });
    return { tries: [...tries, spoiled(choice, random)], pick: choice.pick };
  }
  if (step?.trace === undefined) throw new Error('A step was revealed without a trace.');
  const scene = { own, claim, steps, step: { ...step, trace: step.trace } };
  tries.push(...carriedTries(scene, random));
  if (phase === 'PickTensors') {
    const choice = anyPick(step.trace, { at: { height, index }, random });
    tries.push(spoiled(choice, random));
    if (choice.span.height > 0) return { tries, pick: choice.pick };
    const tensor = choice.index;
    const pick: Move = { ...choice.pick, program: programProof(own.layout, tensor) };
    const chunks = new MixedTree(step.own.tensor(tensor), step.trace.node(0, tensor));
    tries.push(...elementTries(scene, { tensor, chunk: 0, chunks, choice: choice.pick.choice, random }));
    if (chunks.count > 1) return { tries, pick };
    return { tries: [...tries, pick] };
  }
  if (step.tensor === undefined) throw new Error('Chunks were revealed without a tensor.');
  const { chunks, number: tensor } = step.tensor;
  const choice = anyPick(chunks, { at: { height, index }, random });
  tries.push(spoiled(choice, random));
  if (choice.span.height > 0) return { tries, pick: choice.pick };
  tries.push(...elementTries(scene, { tensor, chunk: choice.index, chunks, choice: choice.pick.choice, random }));
  return { tries: [...tries, choice.pick] };
}

/** A pick without looking, for as long as the game goes on that way. */
export function blindPick({ own, claim, random, game, moves }: Seen): Move | undefined {
  if (!lengthsFit(own.layout.program, claim)) return undefined;
  const { steps, step, height, index } = follow({ claim, own, moves });
  const phase = phaseOf(game);
  const tree = phase === 'PickSteps' ? steps : phase === 'PickTensors' ? step?.trace : step?.tensor?.chunks;
  if (tree === undefined || !phase.startsWith('Pick')) return undefined;
  const { pick, ...found } = anyPick(tree, { at: { height, index }, random });
  if (phase !== 'PickTensors' || found.span.height > 0) return pick;
  return { ...pick, program: programProof(own.layout, found.index) };
}

type AnyPick = { index: number; span: Span; pick: Move & { kind: 'pick' } };

function anyPick(tree: MixedTree, { at, random }: { at: { height: number; index: number }; random: Random }): AnyPick {
  const span = spanBelow({ leaves: tree.count, ...at });
  const index = random.int(span.first, span.first + span.count - 1);
  const choice = pickOf(tree, { index, span, to: at.height });
  const zero = toHex(new Uint8Array(32));
  const program = { header: [zero, zero], recordsRoot: zero, record: [zero, zero, zero, zero], siblings: [] } as const;
  return { index, span, pick: { kind: 'pick', choice, program } };
}

/** A pick of something that was not revealed. */
function spoiled({ pick }: AnyPick, random: Random): Move {
  const { choice } = pick;
  const other = toHex(random.bytes(32));
  const wrong: readonly PickChoice[] = [
    { ...choice, child: other },
    { ...choice, index: choice.index + 64 },
    { ...choice, siblings: [...choice.siblings, other] },
  ];
  return { ...pick, choice: random.pick(wrong) };
}

/** The true output is called wrong, at steps that exist and at steps that do not. */
function outputTries({ own, claim, random }: Seen, steps: MixedTree): Move[] {
  const t = random.int(0, steps.count - 1);
  const carried = own.step(t).carriedRoots(t);
  const last = carried.count - 1;
  const move = {
    kind: 'proveOutput',
    ...programHead(own.layout),
    step: BigInt(t),
    value: toHex(carried.node(0, last)),
    siblings: [...fullPath(carried, last), ...fullPath(steps, t)],
    stepsRoot: toHex(steps.root),
    output: toHex(claim.output),
  } as const;
  const beyond = BigInt(2 ** steps.depth);
  const nowhere = toHex(new Uint8Array(32));
  return [
    move,
    { ...move, step: move.step + beyond },
    { ...move, step: BigInt(steps.count), value: nowhere },
    { ...move, value: toHex(random.bytes(32)) },
    { ...move, output: toHex(random.bytes(claim.output.length + 1)) },
  ];
}

/** What is carried is called other than the trace, though it is the same, or is another tensor's. */
function carriedTries({ own, steps, step }: ProofScene, random: Random): Move[] {
  const { layout } = own;
  const carried = Tree.ofLeaves(step.carried ?? []);
  const place = random.int(0, carried.count - 1);
  const tensor = random.oneIn(2) ? (layout.carried[place] ?? 0) : random.int(0, layout.tensors.length - 1);
  const proof = {
    tensor: BigInt(tensor),
    tensorRoot: toHex(step.trace.tryNode(0, tensor) ?? random.bytes(32)),
    tensorSiblings: fullPath(step.own.tree, tensor),
    carriedRoot: toHex(carried.node(0, place)),
    carriedSiblings: fullPath(carried, place),
    stepSiblings: fullPath(steps, step.number),
    stepsRoot: toHex(steps.root),
  };
  const move = { kind: 'proveCarried', program: programProof(layout, tensor), proof } as const;
  return [move, { ...move, proof: { ...proof, carriedRoot: toHex(random.bytes(32)) } }];
}

/** A true element is called wrong: with a true witness, a changed one, and those of other elements. */
function elementTries(
  scene: ProofScene,
  at: { tensor: number; chunk: number; chunks: MixedTree; choice: PickChoice; random: Random },
): Move[] {
  const { own, step } = scene;
  const { tensor, chunk, chunks, choice, random } = at;
  const dtype = own.layout.tensors[tensor]?.dtype ?? 'i8';
  const perChunk = 32 / ELEMENT_BYTES[dtype];
  const elements = bytesOfTensor(own.layout, tensor) / ELEMENT_BYTES[dtype];
  const inChunk = random.oneIn(3) ? perChunk - 1 : random.int(0, perChunk - 1);
  const element = Math.min(chunk * perChunk + inChunk, random.oneIn(2) ? elements - 1 : Number.POSITIVE_INFINITY);
  const bytes = chunks.node(0, chunk);
  if (!equal(bytes, step.own.tensor(tensor).node(0, chunk))) throw new Error('An honest asserter lied.');
  const claimed = { tensor, element, value: valueAt(bytes, dtype, element - chunk * perChunk) };
  const witness = witnessFor(scene, { claimed, chunks });
  const move = {
    kind: 'proveElement',
    choice,
    program: programProof(own.layout, tensor),
    element: BigInt(element),
    facts: factsAbout(scene),
    witness: toHex(witness),
  } as const;
  const changed = witness.slice();
  if (changed.length > 0) {
    const place = random.int(0, changed.length - 1);
    changed[place] = (changed[place] ?? 0) ^ random.int(1, 255);
  }
  const other = random.int(0, own.layout.tensors.length - 1);
  return [
    move,
    { ...move, witness: toHex(changed) },
    { ...move, witness: toHex(random.bytes(random.int(0, 200))) },
    { ...move, element: BigInt(element + (random.oneIn(2) ? 1 : perChunk)) },
    ...(['inputHash', 'outputHash', 'modelHash', 'stepsRoot'] as const).map((field) => ({
      ...move,
      facts: { ...move.facts, [field]: toHex(random.bytes(32)) },
    })),
    { ...move, facts: { ...move.facts, inputBytes: move.facts.inputBytes + 1n } },
    { ...move, ...forgedModel(scene, { claimed, chunks }) },
    ...(chunks.count === 1 ? [] : [{ ...move, ...elsewhere(scene, { claimed, chunks, perChunk }) }]),
    ...(other === tensor ? [] : [{ ...move, program: programProof(own.layout, other) }]),
    { ...move, choice: { ...choice, child: toHex(random.bytes(32)) } },
  ];
}

/** The same element of a model with other weights: what is shown fits together, only the model is another. */
function forgedModel(scene: ProofScene, at: { claimed: Claimed; chunks: MixedTree }) {
  const { model, input } = scene.own;
  const known = forged.get(model);
  const other = known ?? ownModel({ layout: model.layout, weights: model.weights.map((byte) => byte ^ 0x55) });
  if (known === undefined) forged.set(model, other);
  const own = new OwnRun({ model: other, input });
  return { facts: factsAbout({ ...scene, own }), witness: toHex(witnessFor({ ...scene, own }, at)) };
}

const forged = new Map<OwnModel, OwnModel>();

/** The element at the same place of the next chunk, with its true witness: the picked chunk does not hold it. */
function elsewhere(scene: ProofScene, at: { claimed: Claimed; chunks: MixedTree; perChunk: number }) {
  const { claimed, chunks, perChunk } = at;
  const element = (claimed.element + perChunk) % (chunks.count * perChunk);
  return { element: BigInt(element), witness: toHex(witnessFor(scene, { claimed: { ...claimed, element }, chunks })) };
}
