// Every way to lie that we could think of. Each takes an honest run and gives a claim that is false, and the trace it is defended with.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { OwnRun, ownModel } from '../../lib/dispute/own-run.ts';
import { toHex } from '../../lib/engine/hex.ts';
import { stepsOf } from '../../lib/engine/text.ts';
import { traceRootOf } from '../../lib/engine/trace/roots.ts';
import { Tree } from '../../lib/engine/trace/tree.ts';
import { bytesOfTensor } from '../../lib/engine/trace/witness.ts';
import { type FalseStep, type FalseTrace, replace, trueStep, trueTrace } from './false-trace.ts';
import type { Random } from './random.ts';
import { tampered } from './tampered-run.ts';

/** A false claim. Without a trace it is never defended. */
export type Lie = { readonly output: Uint8Array; readonly traceRoot: Uint8Array; readonly trace?: FalseTrace };

/** Makes a lie about an honest run; undefined where this kind is not possible for it. */
type Liar = (own: OwnRun, random: Random) => Lie | undefined;

/** Every kind of lie. */
export const LIES = {
  /** An honest run of other weights. */
  falseWeights: (own, random) =>
    firstLie(own, () => {
      const { layout, weights } = own.model;
      const other = weights.slice();
      const at = Math.min(usedWeight(own, random), weights.length - 1);
      other[at] = (other[at] ?? 0) ^ random.int(1, 255);
      return new OwnRun({ model: ownModel({ layout, weights: other }), input: own.input });
    }),

  /** An honest run of another text. */
  falseInput: (own, random) =>
    firstLie(own, () => new OwnRun({ model: own.model, input: random.bytes(own.input.length) })),

  /** One element changed while it ran, and all that follows computed from it. */
  tamperedRun: (own, random) => firstLie(own, () => tampered(own, random)),

  /** One byte of one tensor, and nothing that follows from it. */
  flippedByte: (own, random) => {
    const t = random.int(0, own.result.steps - 1);
    return stepLie(own, { t, follows: random.oneIn(2) }, (step) => {
      const tensor = anyTensor(own, random);
      flip(step, tensor, random.int(0, bytesOfTensor(own.layout, tensor) - 1), random);
    });
  },

  /** As before, and all to the right of it made up, in every tree. */
  garbageRight: (own, random) => {
    const t = random.int(0, own.result.steps - 1);
    const lie = stepLie(own, { t, follows: random.oneIn(2) }, (step) => {
      const tensor = anyTensor(own, random);
      const at = flip(step, tensor, random.int(0, bytesOfTensor(own.layout, tensor) - 1), random);
      const chunks = step.chunks[tensor];
      if (chunks !== undefined) {
        const right = (Math.floor(at / 32) + 1) * 32;
        chunks.set(random.bytes(chunks.length - right), right);
        replace(step, tensor, chunks);
      }
      for (let i = tensor + 1; i < step.roots.length; i++) {
        if (chunksIn(step, i) > 1) {
          step.roots[i] = random.bytes(32);
          step.chunks[i] = undefined;
        } else replace(step, i, random.bytes(32));
      }
    });
    return garbageSteps(lie, { own, from: t + 1, random });
  },

  /** What lies behind a tensor's last element. */
  padding: (own, random) => {
    const t = random.int(0, own.result.steps - 1);
    const unfilled = own.layout.tensors.flatMap((_, i) => (bytesOfTensor(own.layout, i) % 32 === 0 ? [] : [i]));
    if (unfilled.length === 0) return undefined;
    return stepLie(own, { t, follows: random.oneIn(2) }, (step) => {
      const tensor = random.pick(unfilled);
      const length = step.chunks[tensor]?.length ?? 0;
      flip(step, tensor, random.int(bytesOfTensor(own.layout, tensor), length - 1), random);
    });
  },

  /** A true step that carries on something else. */
  carried: (own, random) => {
    const t = random.int(0, own.result.steps - 1);
    return stepLie(own, { t, follows: false }, (step) => {
      const place = random.int(0, step.carried.length - 1);
      const other = random.pick([...step.roots, random.bytes(32)]);
      step.carried[place] = toHex(other) === toHex(step.carried[place] ?? other) ? random.bytes(32) : other;
    });
  },

  /** A true trace with one byte of the output changed. */
  flippedOutput: (own, random) => {
    const output = own.result.output.slice();
    if (output.length === 0) return undefined;
    const at = random.int(0, output.length - 1);
    output[at] = (output[at] ?? 0) ^ random.int(1, 255);
    return defended(own, { output, trace: trueTrace(own, own.result.steps) });
  },

  /** An output that goes on after its end, or ends before it, with a true trace of that many steps. */
  otherLength: (own, random) => {
    const { program } = own.layout;
    const { output } = own.result;
    const lengths = range(program.minOutput, program.maxOutput).filter((length) => length !== output.length);
    if (lengths.length === 0) return undefined;
    const length = random.pick(lengths);
    const steps = stepsOf(program, own.input.length, length);
    const said = new Uint8Array(length);
    said.set(output.subarray(0, length));
    // What a run that does not stop would say; or anything.
    const carried = own.step(steps - 1).trace.carried;
    for (let i = output.length; i < length; i++) {
      said[i] = random.oneIn(4) ? random.int(0, 255) : (carried[own.input.length - 1 + i]?.at(-1)?.[0] ?? 0);
    }
    return defended(own, { output: said, trace: trueTrace(own, steps) });
  },

  /** Lengths that the program cannot have. */
  wrongLength: (own, random) => {
    const { minOutput, maxOutput } = own.layout.program;
    const length = random.oneIn(2) && minOutput > 0 ? random.int(0, minOutput - 1) : maxOutput + random.int(1, 40);
    const trace = trueTrace(own, own.result.steps);
    return defended(own, { output: random.bytes(length), trace });
  },

  /** Nothing behind it at all. */
  madeUpRoot: (own, random) => ({ output: own.result.output, traceRoot: random.bytes(32) }),

  /** The true steps in another order, or those of another place. */
  shuffledSteps: (own, random) => {
    const { steps } = own.result;
    if (steps < 2) return undefined;
    const trace = trueTrace(own, steps);
    const shift = random.int(1, steps - 1);
    const moved = (t: number) => (t + shift) % steps;
    const other = {
      steps: trace.steps.map((_, t) => trace.steps[moved(t)] ?? random.bytes(32)),
      open: (t: number) => trace.open(moved(t)),
    };
    const lie = defended(own, { output: own.result.output, trace: other });
    return isTrue(lie, own) ? undefined : lie;
  },

  /** From some step on, carried roots that nothing leads to. */
  madeUpSteps: (own, random) => {
    const trace = trueTrace(own, own.result.steps);
    const lie = defended(own, { output: own.result.output, trace });
    return garbageSteps(lie, { own, from: random.int(0, own.result.steps - 1), random });
  },

  /** A trace committed to with false rows, and other lies about each step whenever one is opened. */
  freshLies: (own, random) => {
    const { steps } = own.result;
    const from = random.int(0, steps - 1);
    const kept = range(0, steps - 1).map((t) => {
      const step = trueStep(own, t);
      if (t >= from) step.carried.splice(random.int(0, step.carried.length - 1), 1, random.bytes(32));
      return step;
    });
    const trace: FalseTrace = {
      steps: kept.map(({ carried }) => Tree.ofLeaves(carried).root),
      open: (t) => {
        const step = trueStep(own, t);
        step.carried.splice(0, step.carried.length, ...(kept[t]?.carried ?? []));
        for (let lies = random.int(0, 3); lies > 0; lies--) {
          const tensor = random.int(0, step.roots.length - 1);
          flip(step, tensor, random.int(0, (step.chunks[tensor]?.length ?? 1) - 1), random);
        }
        // A lie about what is carried is hidden where it can be.
        own.layout.carried.forEach((tensor, place) => {
          if (random.oneIn(2)) step.roots[tensor] = step.carried[place] ?? random.bytes(32);
        });
        return step;
      },
    };
    return defended(own, { output: own.result.output, trace });
  },
} as const satisfies Record<string, Liar>;

/** The name of a kind of lie. */
export type LieName = keyof typeof LIES;

/** Whether a claim is the honest one. */
export function isTrue({ output, traceRoot }: Lie, own: OwnRun): boolean {
  return toHex(output) === toHex(own.result.output) && toHex(traceRoot) === toHex(own.result.traceRoot);
}

/** The first of a few other runs that ends elsewhere. */
function firstLie(own: OwnRun, make: () => OwnRun): Lie | undefined {
  for (let tries = 0; tries < 8; tries++) {
    try {
      const lie = lieOf(make(), own);
      if (!isTrue(lie, own)) return lie;
    } catch (error) {
      // A changed argmax may point beyond every table.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return undefined;
}

/** Where in the weights a byte lies that the run probably reads. */
function usedWeight({ layout, model: { weights }, input }: OwnRun, random: Random): number {
  const readers = layout.program.ops.filter((op) => 'weights' in op || 'table' in op || 'tokens' in op);
  if (readers.length === 0) return random.int(0, weights.length - 1);
  const op = random.pick(readers);
  if (op.op === 'embed') return op.tokens + 2 * op.width * (input[0] ?? 0) + random.int(0, 2 * op.width - 1);
  if ('weights' in op) return op.weights + random.int(0, 20);
  return 'table' in op ? op.table + random.int(0, 255) : 0;
}

/** What a run of something else claims of this input. */
function lieOf(other: OwnRun, own: OwnRun): Lie {
  const { output, steps } = other.result;
  return defended(own, { output, trace: trueTrace(other, steps) });
}

function defended(own: OwnRun, { output, trace }: { output: Uint8Array; trace: FalseTrace }): Lie {
  const stepsRoot = Tree.ofLeaves(trace.steps).root;
  const traceRoot = traceRootOf({ inputHash: own.inputHash, outputHash: keccak_256(output), stepsRoot });
  return { output, traceRoot, trace };
}

/** One step changed. `follows`: what it carries on is what its changed trace says. */
function stepLie(own: OwnRun, { t, follows }: { t: number; follows: boolean }, change: (step: FalseStep) => void): Lie {
  const trace = trueTrace(own, own.result.steps);
  const step = trueStep(own, t);
  change(step);
  if (follows) {
    own.layout.carried.forEach((tensor, place) => {
      step.carried[place] = step.roots[tensor] ?? new Uint8Array(32);
    });
  }
  const carriedRoot = Tree.ofLeaves(step.carried).root;
  const steps = trace.steps.map((root, i) => (i === t ? carriedRoot : root));
  // A change that nothing carries on is not in the trace root: it is told when the step is opened, which an honest challenger never asks for.
  const isSeen = toHex(carriedRoot) !== toHex(trace.steps[t] ?? carriedRoot);
  if (!isSeen) step.carried.splice(0, 1, keccak_256(step.carried[0] ?? carriedRoot));
  if (!isSeen) steps[t] = Tree.ofLeaves(step.carried).root;
  return defended(own, { output: own.result.output, trace: { steps, open: (i) => (i === t ? step : trace.open(i)) } });
}

function garbageSteps(lie: Lie, { own, from, random }: { own: OwnRun; from: number; random: Random }): Lie {
  const { trace } = lie;
  if (trace === undefined || from >= trace.steps.length) return lie;
  const steps = trace.steps.map((root, t) => (t < from ? root : random.bytes(32)));
  const open = (t: number) => (t < from ? trace.open(t) : undefined);
  return defended(own, { output: lie.output, trace: { steps, open } });
}

/** A tensor of any operator, each operator as often as another. */
function anyTensor({ layout }: OwnRun, random: Random): number {
  const name = random.pick([...new Set(layout.tensors.map((tensor) => tensor.name))]);
  return random.pick(layout.tensors.flatMap((tensor, i) => (tensor.name === name ? [i] : [])));
}

/** Changes one byte of a tensor; returns where. */
function flip(step: FalseStep, tensor: number, at: number, random: Random): number {
  const chunks = step.chunks[tensor]?.slice() ?? new Uint8Array(32);
  chunks[at] = (chunks[at] ?? 0) ^ random.int(1, 255);
  replace(step, tensor, chunks);
  return at;
}

function chunksIn(step: FalseStep, tensor: number): number {
  return (step.chunks[tensor]?.length ?? 0) / 32;
}

function range(low: number, high: number): number[] {
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i);
}
