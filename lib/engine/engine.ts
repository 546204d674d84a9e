import type { Program } from './op.ts';
import {
  checkInput,
  type RunInput,
  type RunResult,
  run as runPlainly,
  runSteps as runStepsPlainly,
  type StepReport,
} from './run.ts';
import { replayStep, type StepRequest, type StepTrace, traceStep as traceStepPlainly } from './trace/step-trace.ts';
import { type HashPairs, hashPairs as hashPairsPlainly } from './trace/tree.ts';
import { hasherOf } from './wasm/hasher.ts';
import { type Build, compileKernels, instantiate, type KernelModule } from './wasm/kernel.ts';
import { type Host, WasmMachine } from './wasm/machine.ts';
import { runMachine, runMachineSteps } from './wasm/run.ts';

/** What a run gets beside its input. */
export type RunOptions = { readonly input: Uint8Array; readonly onStep?: (report: StepReport) => void };

/** A model that is ready to run: its weights are where the engine wants them. */
export type Model = {
  /** As `run` of lib/engine/run.ts, again and again. */
  run(options: RunOptions): RunResult;
};

/** One way to run models. All of them give the same results, bit for bit: only the time differs. */
export type Engine = {
  readonly kind: Build | 'typescript';
  /** As `run` of lib/engine/run.ts. */
  run(request: RunInput & { onStep?: (report: StepReport) => void }): RunResult;
  /** As `runSteps` of lib/engine/run.ts. */
  runSteps(request: RunInput): Generator<StepReport, RunResult>;
  /** A model kept ready, which saves copying the weights for each run. Throws EngineError `weights/size`. */
  open(model: { program: Program; weights: Uint8Array }): Model;
  /** As `traceStep` of lib/engine/trace/step-trace.ts. */
  traceStep(request: StepRequest): StepTrace;
  /** For trees: keccak256 of each pair. */
  readonly hashPairs: HashPairs;
};

/** The engine in plain TypeScript: the judge of the others. */
export const typescriptEngine: Engine = {
  kind: 'typescript',
  run: runPlainly,
  runSteps: runStepsPlainly,
  open: ({ program, weights }) => ({ run: (options) => runPlainly({ program, weights, ...options }) }),
  traceStep: traceStepPlainly,
  hashPairs: hashPairsPlainly,
};

/** An idle memory larger than this is not kept for the next run. */
const KEPT_BYTES = 1 << 26;

/** The engine in WebAssembly. A program whose tensors the host has no memory for is run in plain TypeScript. */
export function wasmEngine(module: KernelModule): Engine {
  const { build } = module;
  let idle: Host | undefined;

  const lend = (): Host => {
    const host = idle ?? { kernel: instantiate(module), build };
    idle = undefined;
    return host;
  };
  const giveBack = (host: Host): void => {
    if (host.kernel.memory.buffer.byteLength <= KEPT_BYTES) idle = host;
  };
  const machineOn = (host: Host, { program, weights }: { program: Program; weights: Uint8Array }) => {
    try {
      return new WasmMachine(host, program, weights);
    } catch (error) {
      if (error instanceof RangeError) return undefined; // no memory
      throw error;
    }
  };
  let hasher: HashPairs | undefined;

  return {
    kind: build,
    run(request) {
      checkInput(request.program, request.input);
      const host = lend();
      try {
        const machine = machineOn(host, request);
        return machine === undefined ? runPlainly(request) : runMachine(machine, request);
      } finally {
        giveBack(host);
      }
    },
    *runSteps(request) {
      checkInput(request.program, request.input);
      const host = lend();
      try {
        const machine = machineOn(host, request);
        return yield* machine === undefined ? runStepsPlainly(request) : runMachineSteps(machine, request.input);
      } finally {
        giveBack(host);
      }
    },
    open(model) {
      const machine = machineOn({ kernel: instantiate(module), build }, model);
      if (machine === undefined) return typescriptEngine.open(model);
      let isBusy = false;
      return {
        run: (options) => {
          if (isBusy) return this.run({ ...model, ...options }); // asked from within `onStep`
          isBusy = true;
          try {
            return runMachine(machine, options);
          } finally {
            isBusy = false;
          }
        },
      };
    },
    traceStep(request) {
      checkInput(request.program, request.input);
      const host = lend();
      try {
        const machine = machineOn(host, request);
        if (machine === undefined) return traceStepPlainly(request);
        machine.begin(request.input);
        return replayStep(machine, request);
      } finally {
        giveBack(host);
      }
    },
    get hashPairs() {
      hasher ??= hasherOf(instantiate(module));
      return hasher;
    },
  };
}

/** Every engine that this host can run, fastest first; the last is plain TypeScript. */
export function engines(): readonly Engine[] {
  return [...compileKernels().map(wasmEngine), typescriptEngine];
}

let best: Engine | undefined;

/** The fastest engine of this host, chosen once. */
export function loadEngine(): Engine {
  best ??= engines()[0] ?? typescriptEngine;
  return best;
}
