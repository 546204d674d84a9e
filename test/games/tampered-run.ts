// A run that is honest but for one byte, changed as soon as it is computed: all that follows is computed from it.
import { OwnRun, ownModel } from '../../lib/dispute/own-run.ts';
import { run } from '../../lib/engine/run.ts';
import { bytesOf, type Values } from '../../lib/engine/tensor.ts';
import { traceStep } from '../../lib/engine/trace/step-trace.ts';
import type { Random } from './random.ts';

/** A run in whose step t operator i's output is changed as soon as it is computed. */
export function tampered(own: OwnRun, random: Random): OwnRun {
  const { layout, weights } = own.model;
  const { program } = layout;
  const at = { step: random.int(0, own.result.steps - 1), op: random.int(0, program.ops.length - 1) };
  const [place, change] = [random.int(0, 2 ** 20), random.int(1, 255)];
  let tensors: Values[] = [];
  let step = -1;
  // A machine allocates its tensors once and goes through the operators once a step.
  const allocated = Object.assign([...program.tensors], {
    map: (allocate: (info: (typeof program.tensors)[number]) => Values) => {
      tensors = program.tensors.map((info) => allocate(info));
      step = -1;
      return tensors;
    },
  });
  const ops = Object.assign([...program.ops], {
    forEach: (execute: (op: (typeof program.ops)[number], id: number) => void) => {
      step++;
      program.ops.forEach((op, id) => {
        execute(op, id);
        const bytes = bytesOf(tensors[id] ?? new Uint8Array(1));
        const byte = place % bytes.length;
        if (step === at.step && id === at.op) bytes[byte] = (bytes[byte] ?? 0) ^ change;
      });
    },
  });
  const changed = { ...layout, program: { ...program, ops, tensors: allocated as typeof program.tensors } };
  // Only the plain engine goes through a program that way.
  const result = run({ program: changed.program, weights, input: own.input });
  return new OwnRun({ model: ownModel({ layout: changed, weights }), input: own.input, result, trace: traceStep });
}
