import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Bundle } from '../../lib/bundle/open-bundle.ts';
import { OwnRun, ownModel } from '../../lib/dispute/own-run.ts';
import { loadEngine } from '../../lib/engine/engine.ts';
import type { RunResult } from '../../lib/engine/run.ts';
import { ELEMENT_BYTES } from '../../lib/engine/tensor.ts';
import { layOut, type TraceLayout } from '../../lib/engine/trace/records.ts';
import { carriedRootOf, traceRootOf } from '../../lib/engine/trace/roots.ts';
import type { StepTrace } from '../../lib/engine/trace/step-trace.ts';
import { Tree } from '../../lib/engine/trace/tree.ts';

/**
 * How a dishonest operator lies. `weight`: it runs the model with one weight changed, so that its whole trace is of one piece; `output`: it
 * changes one byte of the true answer; `trace`: the true answer with a trace that it made up; `silence`: a changed answer that it never defends.
 */
export const LIES = ['weight', 'output', 'trace', 'silence'] as const;

/** One of the ways to lie. */
export type LieKind = (typeof LIES)[number];

/** What a lie says, and the run that it is defended with; null where it is not defended. */
export type Lie = { result: RunResult; own: OwnRun | null; says: string };

/** Makes up a lie about the answer of a model to an input. */
export function lieAbout({ kind, bundle, input }: { kind: LieKind; bundle: Bundle; input: Uint8Array }): Lie {
  const { program, weights } = bundle;
  const honest = loadEngine().run({ program, weights, input });
  switch (kind) {
    case 'weight':
      return withOtherWeight(bundle, input, honest);
    case 'output': {
      const result = withOtherOutput(honest, input);
      const own = new OwnRun({ model: ownModel({ layout: layOut(program), weights }), input, result });
      return { result, own, says: 'the true trace, but one byte of the answer changed' };
    }
    case 'trace':
      return withMadeUpTrace(bundle, input, honest);
    case 'silence':
      return {
        result: withOtherOutput(honest, input),
        own: null,
        says: 'one byte of the answer changed, and no defence',
      };
    default:
      return kind satisfies never;
  }
}

/** Most weights tried until one changes the answer; after that one will do that changes only the trace. */
const MOST_TRIES = 48;

function withOtherWeight({ program, weights }: Bundle, input: Uint8Array, honest: RunResult): Lie {
  const rows = program.ops.flatMap((op) => (op.op === 'linear' ? [op] : []));
  let second: Lie | undefined;
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const op = rows[attempt % rows.length];
    if (op === undefined) break;
    const size = program.tensors[op.x]?.size ?? 1;
    const row = Math.floor(attempt / rows.length) % op.rows;
    const at = op.weights + row * (size + 8) + (attempt % size);
    const altered = weights.slice();
    // The largest change that one byte allows: an i8 of the other sign, at the far end of the range.
    altered[at] = (altered[at] ?? 0) < 128 ? 0x80 : 0x7f;
    const result = loadEngine().run({ program, weights: altered, input });
    if (equal(result.traceRoot, honest.traceRoot)) continue;
    const own = new OwnRun({ model: ownModel({ layout: layOut(program), weights: altered }), input, result });
    const lie = { result, own, says: `its own run with weight ${at} changed` };
    if (!equal(result.output, honest.output)) return lie;
    second ??= lie;
  }
  if (second === undefined) throw new Error('no single weight changes this answer or its trace');
  return second;
}

function withOtherOutput(honest: RunResult, input: Uint8Array): RunResult {
  const output = honest.output.length === 0 ? Uint8Array.of(0x21) : honest.output.slice();
  if (honest.output.length > 0) {
    const at = Math.floor(output.length / 2);
    output[at] = (output[at] ?? 0) ^ 1;
  }
  const { stepsRoot } = honest;
  const traceRoot = traceRootOf({ inputHash: keccak_256(input), outputHash: keccak_256(output), stepsRoot });
  return { ...honest, output, traceRoot };
}

/** A trace whose every tensor is made up, and so can be opened down to the last byte. */
function withMadeUpTrace({ program, weights }: Bundle, input: Uint8Array, honest: RunResult): Lie {
  const layout = layOut(program);
  const carriedRoots = honest.carriedRoots.map((_, step) => carriedRootOf(madeUpCarried(layout, step)));
  const stepsRoot = Tree.ofLeaves(carriedRoots).root;
  const { output } = honest;
  const traceRoot = traceRootOf({ inputHash: keccak_256(input), outputHash: keccak_256(output), stepsRoot });
  const result = { ...honest, carriedRoots, stepsRoot, traceRoot };
  const trace = ({ step }: { step: number }): StepTrace => ({
    step,
    byte: input[step] ?? 0,
    tensors: layout.tensors.map((_, tensor) => madeUp(layout, step, tensor)),
    carried: Array.from({ length: step + 1 }, (_, s) => madeUpCarried(layout, s)),
  });
  const own = new OwnRun({ model: ownModel({ layout, weights }), input, result, trace });
  return { result, own, says: 'the true answer with a made-up trace' };
}

const madeUpCarried = (layout: TraceLayout, step: number) =>
  layout.carried.map((tensor) => madeUp(layout, step, tensor));

/** Bytes of the size of a tensor that nothing was computed for. */
function madeUp({ tensors }: TraceLayout, step: number, tensor: number): Uint8Array {
  const info = tensors[tensor];
  const bytes = new Uint8Array(info === undefined ? 0 : info.size * ELEMENT_BYTES[info.dtype]);
  const pattern = keccak_256(Uint8Array.of(step >> 8, step & 255, tensor >> 8, tensor & 255));
  for (let at = 0; at < bytes.length; at += pattern.length) bytes.set(pattern.subarray(0, bytes.length - at), at);
  return bytes;
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
