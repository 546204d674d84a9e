import { type Compiled, compile } from '../../compiler/compile.ts';
import { OnnxError } from '../../onnx/error.ts';
import type { CompileJobs, CompileSummary, JobProgress } from './compile-protocol.ts';
import { answerSize } from './compiled-form.ts';
import { floatReading } from './float-reading.ts';
import { inspectModel, type ModelFacts } from './inspect-model.ts';
import { makeBundle } from './make-bundle.ts';
import { type AccuracyReport, measureAccuracy } from './measure-accuracy.ts';
import { splitHeldOut } from './split-held-out.ts';

type Done = { compiled: Compiled; report: AccuracyReport; samples: readonly Uint8Array[] };

/** A model on its way from an ONNX file to a bundle. Holds the worker's state. */
export class CompileSession {
  #model: Uint8Array | undefined;
  #done: Done | undefined;

  /** Reads a model; what was compiled before is forgotten. Throws OnnxError. */
  inspect({ model, output }: CompileJobs['inspect']['ask']): ModelFacts {
    this.#done = undefined;
    this.#model = model;
    return inspectModel(model, output ?? undefined);
  }

  /** Compiles the model that was read and measures it on the samples that were kept back. Throws OnnxError. */
  compile(ask: CompileJobs['compile']['ask'], onProgress: (progress: JobProgress) => void): CompileSummary {
    const model = this.#model;
    if (model === undefined) throw new OnnxError('onnx/malformed', 'Choose the ONNX file again.');
    const { calibrate, measure, isHeldOut } = splitHeldOut(ask.samples);
    const { output, answer, inputScale } = ask;
    const outputScale = ask.outputScale ?? undefined;
    const compiled = compile({
      model,
      samples: calibrate,
      ...(answer === null ? {} : { answer }),
      ...(output === null ? {} : { output }),
      ...(inputScale === null ? {} : { inputScale }),
      ...(outputScale === undefined ? {} : { outputScale }),
      onProgress,
    });
    const report = measureAccuracy({
      compiled,
      float: floatReading(model, compiled, outputScale),
      outputScale,
      samples: measure,
      isHeldOut,
      onProgress: (done, total) => onProgress({ stage: 'measure', done, total }),
    });
    this.#done = { compiled, report, samples: ask.samples };
    const { parsed, parameters, notes, weights } = compiled;
    return {
      answer: compiled.output.answer,
      answerSize: answerSize(compiled),
      operators: parsed.ops.length,
      macs: parsed.macsPerStep,
      parameters,
      weightsBytes: weights.length,
      calibrated: compiled.samples,
      notes,
      report,
    };
  }

  /** The files of the bundle for what was compiled. */
  bundle({ said, picture, isGenerated }: CompileJobs['bundle']['ask']): Map<string, Uint8Array> {
    if (this.#done === undefined) throw new OnnxError('onnx/malformed', 'Compile the model again.');
    return makeBundle({ ...this.#done, said, picture, isGenerated });
  }
}
