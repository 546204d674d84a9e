// What a dishonest asserter answers from: a tree over steps, and for each step what it says of it.
import type { GameState } from '../../lib/dispute/game.ts';
import { phaseOf } from '../../lib/dispute/game.ts';
import type { Move } from '../../lib/dispute/moves.ts';
import type { OwnRun } from '../../lib/dispute/own-run.ts';
import { spanBelow } from '../../lib/dispute/schedule.ts';
import { toHex } from '../../lib/engine/hex.ts';
import { CHUNK_BYTES, Tree } from '../../lib/engine/trace/tree.ts';

/** One step as the asserter shows it. A tensor whose chunks it does not know is only a root. */
export type FalseStep = {
  /** Roots of what it carries on. */
  readonly carried: Uint8Array[];
  readonly roots: Uint8Array[];
  /** Chunks of each tensor, laid one after another; undefined where the root was made up. */
  readonly chunks: (Uint8Array | undefined)[];
};

/** A false trace. `open` may give another step each time it is asked; a game asks once. */
export type FalseTrace = {
  readonly steps: readonly Uint8Array[];
  readonly open: (step: number) => FalseStep | undefined;
};

/** The bytes as whole chunks. */
export function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunks = new Uint8Array(Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES)) * CHUNK_BYTES);
  chunks.set(bytes);
  return chunks;
}

/** A step of an honest run, as copies that may be changed. */
export function trueStep(own: OwnRun, t: number): FalseStep {
  const step = own.step(t);
  return {
    carried: (step.trace.carried[t] ?? []).map((bytes) => Tree.ofBytes(bytes).root.slice()),
    roots: step.trace.tensors.map((_, i) => step.tensor(i).root.slice()),
    chunks: step.trace.tensors.map(padded),
  };
}

/** The first `count` steps of an honest run. */
export function trueTrace(own: OwnRun, count: number): FalseTrace {
  const tree = own.steps(count);
  return { steps: Array.from({ length: count }, (_, t) => tree.node(0, t)), open: (t) => trueStep(own, t) };
}

/** Gives a tensor other chunks, and the root that follows. */
export function replace(step: FalseStep, tensor: number, chunks: Uint8Array): void {
  step.chunks[tensor] = chunks;
  step.roots[tensor] = Tree.ofBytes(chunks).root;
}

/** A dishonest asserter in one game. It reveals what its trace says for as long as it can. */
export class FalseAsserter {
  readonly #trace: FalseTrace;
  #opened: FalseStep | undefined;

  constructor(trace: FalseTrace) {
    this.#trace = trace;
  }

  /** Its answer; undefined is silence. */
  answer(game: GameState): Move | undefined {
    switch (phaseOf(game)) {
      case 'RevealSteps':
        return reveal(Tree.ofLeaves(this.#trace.steps), game);
      case 'RevealStep': {
        this.#opened = this.#trace.open(game.step);
        if (this.#opened === undefined) return undefined;
        const tree = Tree.ofLeaves(this.#opened.roots);
        return { ...reveal(tree, { height: tree.depth, index: 0 }), carried: this.#opened.carried.map(toHex) };
      }
      case 'RevealTensors':
        return this.#opened && reveal(Tree.ofLeaves(this.#opened.roots), game);
      case 'RevealChunks': {
        const chunks = this.#opened?.chunks[game.tensor];
        return chunks && reveal(Tree.ofBytes(chunks), game);
      }
      default:
        return undefined;
    }
  }
}

function reveal(tree: Tree, at: { height: number; index: number }) {
  const span = spanBelow({ leaves: tree.count, ...at });
  const children = Array.from({ length: span.count }, (_, i) => toHex(tree.node(span.height, span.first + i)));
  return { kind: 'reveal' as const, children, carried: [] };
}
