import { EngineError } from '../engine/error.ts';
import { type Program, parseProgram } from '../engine/program.ts';
import type { DType } from '../engine/tensor.ts';
import { OnnxError } from '../onnx/error.ts';
import { readModel } from '../onnx/read-model.ts';
import { calibrate } from './calibrate.ts';
import { emitProgram } from './emit.ts';
import { type Answer, lower } from './lower.ts';
import { quantiseStages } from './quantise.ts';
import { type InputScale, readGraph } from './read-graph.ts';

/** How far a compilation is: `done` of `total` samples or operators. */
export type CompileProgress = {
  readonly stage: 'calibrate' | 'quantise';
  readonly done: number;
  readonly total: number;
};

/** What a tensor of the program stands for: scale · q + zero is about the ONNX tensor of that name. */
export type TensorMeaning = {
  readonly tensor: number;
  /** Empty where the model has no such tensor. */
  readonly onnx: string;
  readonly dtype: DType;
  readonly size: number;
  readonly scale: number;
  readonly zero: number;
};

/** A compiled model. */
export type Compiled = {
  readonly program: Uint8Array;
  readonly weights: Uint8Array;
  /** `program`, parsed. */
  readonly parsed: Program;
  readonly input: { readonly name: string; readonly dims: readonly number[] } & InputScale;
  readonly output: { readonly name: string; readonly answer: Answer };
  readonly tensors: readonly TensorMeaning[];
  /** Numbers that were learnt: weights and biases of the matrices. */
  readonly parameters: number;
  readonly samples: number;
  /** What was done to the model that its author should know, one sentence each. */
  readonly notes: readonly string[];
};

export type CompileOptions = {
  /** The ONNX file. */
  readonly model: Uint8Array;
  /** Requests to calibrate with, each exactly the input's bytes. Some hundred are enough. */
  readonly samples: readonly Uint8Array[];
  /** `class`: the index of the largest element. `values`: the elements. Without it, a model that ends in Softmax or ArgMax gives a class. */
  readonly answer?: Answer;
  /** The output to compile, where there are several. */
  readonly output?: string;
  readonly inputScale?: InputScale;
  readonly onProgress?: (progress: CompileProgress) => void;
};

/**
 * Turns an ONNX file into an integer program by post-training static quantisation. The same file, samples and options give
 * the same bytes. Throws OnnxError with a sentence for the model's author. See docs/compiler.md.
 */
export function compile(options: CompileOptions): Compiled {
  try {
    return compileModel(options);
  } catch (cause) {
    // A chain of thousands of operators, none of which may be in a program anyway.
    if (cause instanceof RangeError) throw new OnnxError('onnx/limit', 'The model is nested too deeply.', cause);
    // The engine's own limits, such as what one transaction can show of an operator.
    if (cause instanceof EngineError)
      throw new OnnxError('onnx/limit', `The model is too big: ${cause.message}`, cause);
    throw cause;
  }
}

function compileModel({ model, samples, onProgress = () => undefined, ...options }: CompileOptions): Compiled {
  const network = readGraph(readModel(model), options);
  const ending = network.output.kind;
  const answer = ending === 'argmax' ? 'class' : (options.answer ?? (ending === 'softmax' ? 'class' : 'values'));
  const stages = lower(network, answer);
  const calibration = calibrate(stages, samples, (done, total) => onProgress({ stage: 'calibrate', done, total }));
  const quantised = quantiseStages(stages, calibration, samples, (done, total) =>
    onProgress({ stage: 'quantise', done, total }),
  );
  const { program, weights } = emitProgram(quantised);
  const tensors = quantised.map(({ stage, scale }, tensor) => ({
    tensor,
    onnx: stage.name,
    dtype: scale.dtype,
    size: stage.size,
    scale: scale.scale,
    zero: scale.zero,
  }));
  const { inputName, inputDims, inputScale, outputName, notes } = network;
  return {
    program,
    weights,
    parsed: parseProgram(program),
    input: { name: inputName, dims: inputDims, ...inputScale },
    output: { name: outputName, answer },
    tensors,
    parameters: stages.reduce(
      (sum, stage) => sum + (stage.kind === 'dense' ? stage.matrix.weights.length + stage.size : 0),
      0,
    ),
    samples: calibration.samples,
    notes,
  };
}
