import type { Engine } from '../../lib/engine/engine.ts';
import { Machine } from '../../lib/engine/machine.ts';
import type { RunInput } from '../../lib/engine/run.ts';
import { bytesOf, type Values } from '../../lib/engine/tensor.ts';
import { Text } from '../../lib/engine/text.ts';
import type { Replay } from '../../lib/engine/trace/step-trace.ts';
import { compileKernels, instantiate } from '../../lib/engine/wasm/kernel.ts';
import { WasmMachine } from '../../lib/engine/wasm/machine.ts';

/** Runs of an engine with nothing hashed and no root kept, which yield after each step as `runSteps`. */
export type Untraced = {
  /** The model is opened for the run, as `Engine.runSteps` does. */
  anew(): Generator<Uint8Array, Uint8Array>;
  /** The model was opened before, as by `Engine.open`. */
  again(): Generator<Uint8Array, Uint8Array>;
};

/** The untraced run of an engine. */
export function untraced({ kind }: Engine, request: RunInput): Untraced {
  const { program, weights, input } = request;
  const module = compileKernels().find(({ build }) => build === kind);
  if (module === undefined) {
    const anew = () => generate(request, plainMachine(request));
    return { anew, again: anew };
  }
  const host = { kernel: instantiate(module), build: module.build };
  let machine = new WasmMachine(host, program, weights);
  const again = () => {
    machine.begin(input);
    return generate(request, machine);
  };
  return {
    again,
    anew: () => {
      machine = new WasmMachine(host, program, weights);
      return again();
    },
  };
}

function plainMachine({ program, weights, input }: RunInput): Replay {
  const machine = new Machine(program, weights, input);
  const tensor = (id: number): Values => machine.tensors[id] ?? new Uint8Array();
  return { step: (step, byte) => machine.step(step, byte), tensor };
}

function* generate({ program, input }: RunInput, machine: Replay): Generator<Uint8Array, Uint8Array> {
  const text = new Text(program, input);
  for (let step = 0; !text.isDone; step++) {
    const next = machine.step(step, text.byte(step));
    if (program.mode === 'once') text.finish(bytesOf(machine.tensor(program.ops.length - 1)));
    else text.push(step, next);
    yield text.output;
  }
  return text.output;
}
