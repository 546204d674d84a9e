import { EngineError } from '../engine/error.ts';
import { type Program, parseProgram } from '../engine/program.ts';
import type { DType } from '../engine/tensor.ts';
import { OnnxError } from '../onnx/error.ts';
import { readModel } from '../onnx/read-model.ts';
import { type Calibration, calibrate, type Sample } from './calibrate.ts';
import { emitProgram } from './emit.ts';
import { type Axis, inOrder, type Tensor } from './ir/tensor.ts';
import { prepare } from './lower/answer.ts';
import { type Ending, plan } from './lower/plan.ts';
import type { Stage } from './lower/stage.ts';
import { equalise } from './quantise/equalise.ts';
import { type QuantisedStage, quantiseStages } from './quantise/quantise.ts';
import { Scales } from './quantise/scales.ts';
import { type InputScale, readGraph } from './read-graph.ts';
import { checkSteps } from './text/check-steps.ts';
import type { TextRules } from './text/rules.ts';

/** How far a compilation is: `done` of `total` samples or operators. */
export type CompileProgress = {
  readonly stage: 'calibrate' | 'quantise';
  readonly done: number;
  readonly total: number;
};

/** What a tensor of the program stands for: scale · q + zero is about the ONNX tensor of that name, times its gains. */
export type TensorMeaning = {
  readonly tensor: number;
  /** Empty where the model has no such tensor. */
  readonly onnx: string;
  readonly dtype: DType;
  readonly size: number;
  readonly scale: number;
  readonly zero: number;
  /** Where the ONNX tensor's elements lie, in its own order: [size, stride] of each axis. Empty: in the same order. */
  readonly axes: readonly (readonly [number, number])[];
  /** Element j is the ONNX tensor's times gains[j mod length], in the program's order. Empty: as it is. */
  readonly gains: readonly number[];
};

/** What a program answers. */
export type Answer = 'class' | 'values' | 'classes' | 'image';

/** A compiled model. */
export type Compiled = {
  readonly program: Uint8Array;
  readonly weights: Uint8Array;
  /** `program`, parsed. */
  readonly parsed: Program;
  readonly input: {
    readonly name: string;
    readonly dims: readonly number[];
    /** The dimensions in the order of the request's bytes, from the outermost. */
    readonly order: readonly number[];
    readonly idBytes: number;
  } & InputScale;
  readonly output: {
    readonly name: string;
    readonly answer: Answer;
    readonly dims: readonly number[];
    /** The dimensions in the order of the answer's bytes, from the outermost. */
    readonly order: readonly number[];
  };
  readonly tensors: readonly TensorMeaning[];
  /** Numbers that were learnt: weights and biases of the matrices, and tables. */
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
  /**
   * `class`: the index of the largest element. `values`: the elements. `classes`: one byte for each place, from an ArgMax. `image`: bytes
   * of a picture. Without it, a model that ends in Softmax or ArgMax gives a class or classes.
   */
  readonly answer?: Answer;
  /** The output to compile, where there are several. */
  readonly output?: string;
  readonly inputScale?: InputScale;
  /** `image`: what the answer's values are as bytes: scale · value + offset; 255 and 0 without it. */
  readonly outputScale?: InputScale;
  readonly onProgress?: (progress: CompileProgress) => void;
};

/**
 * Turns an ONNX file into an integer program by post-training static quantisation. The same file, samples and options give
 * the same bytes. Throws OnnxError with a sentence for the model's author. See docs/compiler.md.
 */
export function compile(options: CompileOptions): Compiled {
  return explained(() => compileModel(options));
}

/** Compiles; what is thrown is an OnnxError, unless it is a fault of ours. */
export function explained<T>(work: () => T): T {
  try {
    return work();
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
  const { last: plain, answer, ending, dims, order, notes } = prepare(network, options);
  plan(plain, ending, new Set()); // before the samples are run, so that what cannot be compiled is refused at once
  const { inputBytes: bytes } = network;
  const last = equalise(plain, { inputs: samples, bytes });
  const { quantised, calibration, ...made } = lowered({ last, ending, inputs: samples, bytes, onProgress });
  const { inputName, inputDims, inputOrder, idBytes, inputScale, outputName } = network;
  return {
    ...made,
    input: { name: inputName, dims: inputDims, order: inputOrder, idBytes, ...inputScale },
    output: { name: outputName, answer, dims, order },
    parameters: parametersOf(last),
    samples: calibration.samples,
    notes,
  };
}

/** A network's operators with their integers, and the program that they are. `rules`: of one that writes text. */
export function lowered(work: {
  last: Tensor;
  ending: Ending;
  inputs: readonly Sample[];
  bytes: number;
  rules?: TextRules;
  onProgress: (progress: CompileProgress) => void;
}): Pick<Compiled, 'program' | 'weights' | 'parsed' | 'tensors'> & {
  quantised: readonly QuantisedStage[];
  calibration: Calibration;
} {
  const { last, ending, inputs, bytes, rules, onProgress } = work;
  const first = plan(last, ending, new Set()); // before the samples are run, so that what cannot be compiled is refused at once
  if (rules !== undefined) checkSteps(first);
  const calibration = calibrate(last, { inputs, bytes }, (done, total) =>
    onProgress({ stage: 'calibrate', done, total }),
  );
  const { stages, scales } = planned(last, ending, calibration);
  const quantised = quantiseStages(stages, { scales, calibration, inputs }, (done, total) =>
    onProgress({ stage: 'quantise', done, total }),
  );
  const { program, weights } = emitProgram(quantised, rules);
  const tensors = quantised.map(({ stage, scale }, tensor) => meaningOf(stage, { tensor, scale }));
  return { program, weights, parsed: parseProgram(program), tensors, quantised, calibration };
}

/** Plans until every clip is done by a scale that ends where it does. */
function planned(last: Tensor, ending: Ending, calibration: Calibration): { stages: readonly Stage[]; scales: Scales } {
  const split = new Set<Tensor>();
  for (;;) {
    const stages = plan(last, ending, split);
    const scales = new Scales(stages, calibration);
    const bad = scales.badClips().filter((tensor) => !split.has(tensor));
    if (bad.length === 0) return { stages, scales };
    for (const tensor of bad) split.add(tensor);
  }
}

function meaningOf(
  { of, size }: Stage,
  { tensor, scale }: { tensor: number; scale: { dtype: DType; scale: number; zero: number } },
): TensorMeaning {
  const axes: readonly Axis[] = of?.axes ?? [];
  const isInOrder = axes.length === 0 || (axes.length === 1 && axes[0]?.stride === 1);
  return {
    tensor,
    onnx: of?.name ?? '',
    dtype: scale.dtype,
    size,
    scale: scale.scale,
    zero: scale.zero,
    axes: isInOrder ? [] : axes.map((axis) => [axis.size, axis.stride] as const),
    gains: of?.gains ?? [],
  };
}

/** Numbers that were learnt. */
export function parametersOf(last: Tensor): number {
  return inOrder(last).reduce((sum, tensor) => {
    if (tensor.kind === 'conv') return sum + tensor.weights.length + tensor.rows;
    if (tensor.kind === 'gather') return sum + tensor.table.length;
    if (tensor.kind === 'embed') return sum + tensor.tokens.length + tensor.positions.length;
    return tensor.kind === 'constant' ? sum + tensor.data.length : sum;
  }, 0);
}
