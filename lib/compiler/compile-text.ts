import type { Program } from '../engine/program.ts';
import { OnnxError } from '../onnx/error.ts';
import { readModel } from '../onnx/read-model.ts';
import { type CompileProgress, explained, lowered, parametersOf, type TensorMeaning } from './compile.ts';
import { simplify, withoutLines } from './ir/simplify.ts';
import type { Of, Tensor } from './ir/tensor.ts';
import type { Ending } from './lower/plan.ts';
import type { Stage } from './lower/stage.ts';
import { readText, type StepNames, softmaxUnder } from './text/read-text.ts';
import { checkRules, contextOf, gumbelQuantiles, type TextRules, TOKENS } from './text/rules.ts';
import { stepsOfTexts } from './text/samples.ts';

/** A compiled model that writes token by token. */
export type CompiledText = {
  readonly program: Uint8Array;
  readonly weights: Uint8Array;
  /** `program`, parsed. */
  readonly parsed: Program;
  /** The model's own names, for running it beside the program. */
  readonly names: StepNames;
  /** The byte of each token. */
  readonly alphabet: Uint8Array;
  /** The program's tensor that holds the numbers of the tokens, before chance is added. */
  readonly logits: number;
  readonly tensors: readonly TensorMeaning[];
  readonly parameters: number;
  /** Steps that it was calibrated with. */
  readonly samples: number;
  readonly notes: readonly string[];
};

export type CompileTextOptions = {
  /** The ONNX file: the decode step of one token, with past keys and values as inputs and outputs. */
  readonly model: Uint8Array;
  /** Texts as the model is to read and write them, in bytes, each at most as long as input and output together. */
  readonly texts: readonly Uint8Array[];
  readonly rules: TextRules;
  /** The output with the numbers of the tokens, where there are several besides the past. */
  readonly output?: string;
  readonly onProgress?: (progress: CompileProgress) => void;
};

/**
 * Turns a decode step with a cache of keys and values into a program that writes text, by post-training static quantisation. The same
 * file, texts and rules give the same bytes. Throws OnnxError with a sentence for the model's author. See docs/compiler.md.
 */
export function compileText(options: CompileTextOptions): CompiledText {
  return explained(() => compileModel(options));
}

function compileModel({ model, texts, rules, output, onProgress = () => undefined }: CompileTextOptions): CompiledText {
  checkRules(rules);
  const network = readText(readModel(model), { rules, output });
  const { builder, names } = network;
  const notes = [...network.notes];
  const softmax = softmaxUnder(network.logits);
  if (softmax !== undefined) notes.push(`${softmax.where} is left out: drawing a token needs its input alone.`);
  const last = withoutLines(simplify(softmax?.x ?? network.logits, builder), builder);
  const bytes = bytesOf(last, rules);
  const ending: Ending = { kind: 'text', noise: noiseOf(rules), bytes };
  const steps = stepsOfTexts(texts, contextOf(rules));
  const { quantised, calibration, ...made } = lowered({ last, ending, inputs: steps, bytes: 2, rules, onProgress });
  return {
    ...made,
    names,
    alphabet: bytes,
    logits: logitsOf(quantised.map(({ stage }) => stage)),
    parameters: parametersOf(last),
    samples: calibration.samples,
    notes,
  };
}

/** What the choice of a token reads, before chance is added. */
function logitsOf(stages: readonly Stage[]): number {
  const best = stages.findLast(({ kind }) => kind === 'argmax');
  const read = best?.kind === 'argmax' ? best.x : 0;
  const sum = stages[read];
  return sum?.kind === 'add' && stages[sum.y]?.kind === 'noise' ? sum.x : read;
}

function noiseOf({ temperature }: TextRules): Of<'constant'> | undefined {
  if (temperature === 0) return undefined;
  const data = gumbelQuantiles(temperature);
  return { kind: 'constant', data, size: data.length, where: 'The temperature', name: '', axes: [] };
}

/** The byte of each token that can be chosen. Throws `onnx/unsupported`. */
function bytesOf({ size, where }: Tensor, { alphabet }: TextRules): Uint8Array {
  if (size > TOKENS) {
    throw new OnnxError(
      'onnx/unsupported',
      `${where}: it has numbers of ${size} tokens. A text goes byte by byte, so at most ${TOKENS} are possible: train the model on bytes, or on a vocabulary of so many.`,
    );
  }
  if (alphabet !== undefined && alphabet.length !== size) {
    throw new OnnxError('onnx/unsupported', `The model has ${size} tokens, the alphabet ${alphabet.length} bytes.`);
  }
  return alphabet ?? Uint8Array.from({ length: size }, (_, token) => token);
}
