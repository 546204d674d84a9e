import { challengerMove } from '../dispute/challenger.ts';
import { OwnRun, ownModel } from '../dispute/own-run.ts';
import { programHead } from '../dispute/proofs.ts';
import { shouldChallenge } from '../dispute/should-challenge.ts';
import { loadEngine } from '../engine/engine.ts';
import { parseProgram } from '../engine/program.ts';
import type { StepReport } from '../engine/run.ts';
import { ELEMENT_BYTES } from '../engine/tensor.ts';
import { layOut } from '../engine/trace/records.ts';
import { CHUNK_BYTES } from '../engine/trace/tree.ts';
import { AppError } from '../errors/app-error.ts';
import { compareMoves } from './compare-moves.ts';
import { explain } from './explain.ts';
import type { ElementAt, RunRequest, WorkerJobs, WorkerRun } from './run-protocol.ts';
import { valueAt } from './told.ts';

/** One run of a model, and all that can be asked of it afterwards. Holds the worker's state. */
export class Session {
  #own: OwnRun | undefined;
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Runs a model; what was run before is forgotten. Throws EngineError. */
  run({ program: bytes, weights, input }: RunRequest, onStep: (report: StepReport) => void): WorkerRun {
    const startMs = this.#nowMs();
    const program = parseProgram(bytes);
    const layout = layOut(program);
    const result = loadEngine().run({ program, weights, input, onStep });
    this.#own = new OwnRun({ model: ownModel({ layout, weights }), input, result });
    const { output, traceRoot, steps } = result;
    return { output, traceRoot, steps, elapsedMs: this.#nowMs() - startMs, head: programHead(layout) };
  }

  /** What is wrong with a claim; null when it is right. */
  fault({ claim }: WorkerJobs['fault']['ask']): WorkerJobs['fault']['answer'] {
    const own = this.#mine();
    return shouldChallenge(own.layout.program, { claim, run: own.result }) ?? null;
  }

  /** The challenger's next move. */
  decide({ claim, game, moves }: WorkerJobs['decide']['ask']): WorkerJobs['decide']['answer'] {
    return challengerMove({ claim, game, moves, own: this.#mine() });
  }

  /** The own nodes beside each reveal. */
  compare({ steps, moves }: WorkerJobs['compare']['ask']): WorkerJobs['compare']['answer'] {
    return compareMoves({ own: this.#mine(), steps, moves });
  }

  /** One element in words and numbers; null where there is none. */
  explain({ step, tensor, element, chunk }: ElementAt): WorkerJobs['explain']['answer'] {
    const own = this.#mine();
    const dtype = own.layout.tensors[tensor]?.dtype;
    if (dtype === undefined) return null;
    const inChunk = element % (CHUNK_BYTES / ELEMENT_BYTES[dtype]);
    const claimed = chunk === null ? null : valueAt(chunk, dtype, inChunk);
    const { layout, model } = own;
    return explain({ layout, weights: model.weights, trace: own.step(step).trace, tensor, element, claimed });
  }

  #mine(): OwnRun {
    if (this.#own === undefined) throw new AppError({ code: 'internal', message: 'The model has not been run yet.' });
    return this.#own;
  }
}
