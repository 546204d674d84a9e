// Every byte of every tensor: if an asserter changes it, the verifier on chain finds it wrong; as it is, the verifier finds nothing.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Arena, openArena } from '../../test/games/arena.ts';
import { randomOf } from '../../test/games/random.ts';
import type { Toy } from '../../test/games/toy-builder.ts';
import { attentionToy, pictureToy, toyProgram } from '../../test/games/toy-program.ts';
import { opVerifierAbi } from '../chain/generated/abis.ts';
import { toHex } from '../engine/hex.ts';
import { parseProgram } from '../engine/program.ts';
import { ELEMENT_BYTES } from '../engine/tensor.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../engine/testing/tiny.ts';
import { layOut, RECORD_BYTES } from '../engine/trace/records.ts';
import type { Tree } from '../engine/trace/tree.ts';
import { fourWords, twoWords } from './game.ts';
import { MixedTree } from './mixed-tree.ts';
import { OwnRun, ownModel } from './own-run.ts';
import { type ProofScene, proveElement, valueAt, witnessFor } from './proofs.ts';

/** An element that the verifier is asked about. */
type Asked = { tensor: number; element: number; chunk: Uint8Array; stepRoot: Uint8Array; witness: Hex };

let arena: Arena;

beforeAll(async () => {
  arena = await openArena();
}, 300_000);

const tiny = () => {
  const model = ownModel({ layout: layOut(parseProgram(encodeProgram(tinyProgram))), weights: tinyWeights() });
  return new OwnRun({ model, input: Uint8Array.of(104, 105, 33) });
};

/** A toy that runs once, on an input of its own. */
const feedForward = (toy: Toy) => {
  expect(toy.layout.program.mode).toBe('once');
  return new OwnRun({ model: ownModel(toy), input: toy.input(randomOf(3)) });
};

describe.each([
  ['the tiny program', tiny, 15],
  ['a program that runs once', () => feedForward(toyProgram(8, 'small')), 1],
  ['another that runs once', () => feedForward(toyProgram(51, 'small')), 1],
  ['convolutions and pools', () => feedForward(pictureToy(1)), 1],
  ['attention over a whole input', () => feedForward(attentionToy(2)), 1],
])('%s', (_, make, mostSteps) => {
  it('cannot have any byte of any tensor of any step changed', async () => {
    const own = make();
    const random = randomOf(7);
    const asked: Asked[][] = [];
    for (let t = 0; t < Math.min(own.result.steps, mostSteps); t++) asked.push(changedBytes(own, t, random.bytes(1)));
    const found = await isWrong(own, asked);
    expect(found.length).toBeGreaterThan(own.layout.tensors.length * 32 - 1);
    expect(found.every((wrong) => wrong)).toBe(true);
  }, 240_000);

  it('has no element that can be proved wrong', async () => {
    const own = make();
    const asked: Asked[][] = [];
    for (let t = 0; t < Math.min(own.result.steps, mostSteps); t++) asked.push(trueElements(own, t));
    const found = await isWrong(own, asked);
    expect(found.some((wrong) => wrong)).toBe(false);
  }, 240_000);
});

/** Each byte of the step's chunks, padding too, changed alone and proved wrong as the challenger does it. */
function changedBytes(own: OwnRun, t: number, [seed = 0]: Uint8Array): Asked[] {
  const random = randomOf(seed);
  const step = own.step(t);
  const asked: Asked[] = [];
  for (let tensor = 0; tensor < own.layout.tensors.length; tensor++) {
    const tree = step.tensor(tensor);
    for (let at = 0; at < tree.count * 32; at++) {
      const chunk = Math.floor(at / 32);
      const changed = tree.node(0, chunk).slice();
      changed[at % 32] = (changed[at % 32] ?? 0) ^ random.int(1, 255);
      const chunks = new MixedTree(tree);
      chunks.reveal(tree.depth, 0, leavesOf(tree).with(chunk, changed));
      const scene = sceneOf(own, t, { tensor, root: chunks.root });
      const choice = { index: chunk, child: toHex(changed), siblings: [] };
      const move = proveElement(scene, { tensor, chunk, chunks, choice });
      if (move.kind !== 'proveElement') throw new Error('No element is proved.');
      const { witness } = move;
      asked.push({ tensor, element: Number(move.element), chunk: changed, stepRoot: scene.step.trace.root, witness });
    }
  }
  return asked;
}

/** Each element of the step as it is, padding too, with the witness that would prove it wrong. */
function trueElements(own: OwnRun, t: number): Asked[] {
  const step = own.step(t);
  const scene = sceneOf(own, t);
  const asked: Asked[] = [];
  for (let tensor = 0; tensor < own.layout.tensors.length; tensor++) {
    const tree = step.tensor(tensor);
    const dtype = own.layout.tensors[tensor]?.dtype ?? 'i8';
    const perChunk = 32 / ELEMENT_BYTES[dtype];
    for (let element = 0; element < tree.count * perChunk; element++) {
      const chunk = tree.node(0, Math.floor(element / perChunk));
      const claimed = { tensor, element, value: valueAt(chunk, dtype, element % perChunk) };
      const witness = toHex(witnessFor(scene, { claimed, chunks: new MixedTree(tree) }));
      asked.push({ tensor, element, chunk, stepRoot: step.tree.root, witness });
    }
  }
  return asked;
}

/** A disputed step in which at most one tensor has another root. */
function sceneOf(own: OwnRun, t: number, other?: { tensor: number; root: Uint8Array }): ProofScene {
  const step = own.step(t);
  const roots = leavesOf(step.tree);
  const trace = new MixedTree(step.tree);
  trace.reveal(step.tree.depth, 0, other === undefined ? roots : roots.with(other.tensor, other.root));
  const steps = new MixedTree(own.steps(own.result.steps));
  const claim = { outputHash: toHex(keccak_256(own.result.output)) };
  return { own, claim, steps, step: { number: t, own: step, trace } };
}

function leavesOf(tree: Tree): Uint8Array[] {
  return Array.from({ length: tree.count }, (_, i) => tree.node(0, i));
}

async function isWrong(own: OwnRun, asked: readonly (readonly Asked[])[]): Promise<boolean[]> {
  const { layout, model, input } = own;
  const common = {
    header: twoWords(layout.header),
    steps: BigInt(own.result.steps),
    inputBytes: BigInt(input.length),
    inputHash: toHex(own.inputHash),
    modelHash: toHex(model.weightsTree().root),
    stepsRoot: toHex(own.result.stepsRoot),
  };
  const calls = asked.flatMap((elements, t) =>
    elements.map(({ tensor, element, chunk, stepRoot, witness }) => {
      const claim = {
        ...common,
        record: fourWords(layout.records[tensor] ?? new Uint8Array(RECORD_BYTES)),
        tensor: BigInt(tensor),
        element: BigInt(element),
        chunk: toHex(chunk),
        step: BigInt(t),
        stepRoot: toHex(stepRoot),
      };
      return encodeFunctionData({ abi: opVerifierAbi, functionName: 'isWrong', args: [claim, witness] });
    }),
  );
  const found: boolean[] = [];
  for (let first = 0; first < calls.length; first += 200) {
    const results = await arena.challenger.read(arena.verifier, calls.slice(first, first + 200));
    for (const data of results) found.push(decodeFunctionResult({ abi: opVerifierAbi, functionName: 'isWrong', data }));
  }
  return found;
}
