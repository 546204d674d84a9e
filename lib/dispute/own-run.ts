import { keccak_256 } from '@noble/hashes/sha3.js';
import { loadEngine } from '../engine/engine.ts';
import type { RunInput, RunResult } from '../engine/run.ts';
import type { TraceLayout } from '../engine/trace/records.ts';
import { carriedRootOf } from '../engine/trace/roots.ts';
import type { StepTrace } from '../engine/trace/step-trace.ts';
import { type HashPairs, Tree } from '../engine/trace/tree.ts';

/** Of the fastest engine: the trees over a step are most of a replay's work. */
const hash: HashPairs = (pairs) => loadEngine().hashPairs(pairs);

/** Runs a model again and lays one step out: `traceStep` of an engine, or another that gives the same. */
export type TraceStep = (request: RunInput & { layout: TraceLayout; step: number }) => StepTrace;

/** A model, and trees over it that all its runs share. */
export type OwnModel = {
  readonly layout: TraceLayout;
  readonly weights: Uint8Array;
  /** Over weights.bin; made when it is first asked for. */
  readonly weightsTree: () => Tree;
};

/** Puts a model's parts together. `weightsTree` is made from `weights` unless it is given. */
export function ownModel(parts: { layout: TraceLayout; weights: Uint8Array; weightsTree?: Tree }): OwnModel {
  let tree = parts.weightsTree;
  return {
    layout: parts.layout,
    weights: parts.weights,
    weightsTree: () => {
      tree ??= Tree.ofBytes(parts.weights, hash);
      return tree;
    },
  };
}

/** Steps that a run remembers: a few games about different steps of one answer go on at once. */
const KEPT_STEPS = 4;

/** One step of the own run and the trees over it. */
export class OwnStep {
  readonly trace: StepTrace;
  readonly #tensors: Tree[] = [];
  #tree: Tree | undefined;

  constructor(trace: StepTrace) {
    this.trace = trace;
  }

  /** Over the bytes of tensor i. */
  tensor(i: number): Tree {
    const known = this.#tensors[i];
    if (known !== undefined) return known;
    const tree = Tree.ofBytes(this.trace.tensors[i] ?? new Uint8Array(), hash);
    this.#tensors[i] = tree;
    return tree;
  }

  /** Over the roots of the tensors. */
  get tree(): Tree {
    this.#tree ??= Tree.ofLeaves(
      this.trace.tensors.map((_, i) => this.tensor(i).root),
      hash,
    );
    return this.#tree;
  }

  /** Over the bytes of what step s ≤ this step carried on as number i. */
  carried(s: number, i: number): Tree {
    return Tree.ofBytes(this.trace.carried[s]?.[i] ?? new Uint8Array(), hash);
  }

  /** Over the roots of all that step s ≤ this step carried on. */
  carriedRoots(s: number): Tree {
    return Tree.ofLeaves(
      (this.trace.carried[s] ?? []).map((bytes) => Tree.ofBytes(bytes, hash).root),
      hash,
    );
  }
}

/**
 * One's own honest run of a model on an input: what a claim is compared with. Steps are replayed when they are asked for, and the last few are
 * kept, so that all games on one answer can share a run. The graph can be run beyond its end, with each byte as the next step's text: a
 * claimed answer may be longer than the true one, and its steps are compared with these.
 */
export class OwnRun {
  readonly model: OwnModel;
  readonly input: Uint8Array;
  readonly inputHash: Uint8Array;
  readonly #traceStep: TraceStep;
  #result: RunResult | undefined;
  readonly #kept = new Map<number, OwnStep>();
  #steps: Tree | undefined;

  /** `result` spares a run where it is known already. Nothing is run before it is needed, and only then an EngineError is thrown. */
  constructor(parts: { model: OwnModel; input: Uint8Array; result?: RunResult; trace?: TraceStep }) {
    const { model, input } = parts;
    this.model = model;
    this.input = input;
    this.inputHash = keccak_256(input);
    this.#traceStep = parts.trace ?? ((request) => loadEngine().traceStep(request));
    this.#result = parts.result;
  }

  get layout(): TraceLayout {
    return this.model.layout;
  }

  /** Throws EngineError as `run`: where the input does not fit the program there is no run, but a fault of shape. */
  get result(): RunResult {
    const { layout, weights } = this.model;
    this.#result ??= loadEngine().run({ program: layout.program, weights, input: this.input });
    return this.#result;
  }

  /** Step number t, by replay. */
  step(t: number): OwnStep {
    const known = this.#kept.get(t);
    if (known !== undefined) return known;
    const { layout, weights } = this.model;
    const trace = this.#traceStep({ program: layout.program, layout, weights, input: this.input, step: t });
    const step = new OwnStep(trace);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size === KEPT_STEPS && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(t, step);
    return step;
  }

  /** The tree over the carried roots of the first `count` steps, whether the run ends with them or not. */
  steps(count: number): Tree {
    if (this.#steps?.count === count) return this.#steps;
    const tree = Tree.ofLeaves(this.#carriedRoots(count), hash);
    this.#steps = tree;
    return tree;
  }

  #carriedRoots(count: number): readonly Uint8Array[] {
    const { carriedRoots } = this.result;
    if (count <= carriedRoots.length) return carriedRoots.slice(0, count);
    return this.step(count - 1).trace.carried.map((tensors) => carriedRootOf(tensors, hash));
  }
}
