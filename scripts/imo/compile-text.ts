import { readFile } from 'node:fs/promises';
import { wordsForm } from '../../lib/bundle/pack-bundle.ts';
import { type CompiledText, compileText } from '../../lib/compiler/compile-text.ts';
import { contextOf, type TextRules } from '../../lib/compiler/text/rules.ts';
import { tokenizerSchema } from '../../lib/tokenizer/tokenizer.ts';
import type { Parts } from './parts.ts';
import { showProgress } from './progress.ts';
import { type TextQuantisation, writtenTensors } from './quantisation.ts';
import { readTexts } from './samples.ts';
import { UsageError } from './usage-error.ts';

/** What the options say of a model that goes token by token, as they were typed. */
export type TextCommand = {
  maxInput?: string | undefined;
  maxOutput?: string | undefined;
  minOutput?: string | undefined;
  terminator?: string | undefined;
  temperature?: string | undefined;
  /** A file: its bytes are the tokens, in order. */
  alphabet?: string | undefined;
  tokenizer?: string | undefined;
};

/** Samples of which the beginnings become golden prompts. */
const GOLDEN_TEXTS = 12;

/** Compiles a decode step with a cache, calibrated on texts. Throws OnnxError or UsageError. */
export async function compileTextModel(
  model: Uint8Array,
  command: { calibrate: string; output: string | undefined; limit: number; text?: TextCommand },
): Promise<Parts> {
  const text = command.text ?? {};
  const rules = await rulesOf(text);
  const { terminator } = rules;
  const texts = await readTexts(command.calibrate, { terminator, context: contextOf(rules), limit: command.limit });
  const compiled = compileText({
    model,
    texts,
    rules,
    ...(command.output === undefined ? {} : { output: command.output }),
    onProgress: ({ stage, done, total }) => showProgress({ what: stage, done, total }),
  });
  const { program, weights, parsed, parameters, notes, samples } = compiled;
  const form = await formOf(text.tokenizer, program);
  return {
    ...{ program, weights, parsed, parameters, notes, samples },
    ...(form === undefined ? {} : { form }),
    quantisation: quantisationOf(compiled),
    prompts: texts
      .slice(0, GOLDEN_TEXTS)
      .map((one) => one.slice(0, Math.min(rules.maxInput, Math.ceil(one.length / 3)))),
    request: `1 to ${rules.maxInput} bytes, one token each`,
  };
}

async function rulesOf(command: TextCommand): Promise<TextRules> {
  const { alphabet } = command;
  return {
    maxInput: numberOf('max-input', command.maxInput, 96),
    maxOutput: numberOf('max-output', command.maxOutput, 160),
    minOutput: numberOf('min-output', command.minOutput, 1),
    terminator: numberOf('terminator', command.terminator, 0),
    temperature: numberOf('temperature', command.temperature, 1),
    ...(alphabet === undefined ? {} : { alphabet: new Uint8Array(await readFile(alphabet)) }),
  };
}

function numberOf(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^[0-9]{1,6}(\.[0-9]{1,6})?$/.test(text)) return Number(text);
  throw new UsageError(`--${name} is a number, not ${text}.`);
}

async function formOf(tokenizer: string | undefined, program: Uint8Array) {
  if (tokenizer === undefined) return undefined;
  return wordsForm(program, tokenizerSchema.parse(JSON.parse(await readFile(tokenizer, 'utf8'))));
}

function quantisationOf({ names, alphabet, logits, samples, notes, tensors }: CompiledText): TextQuantisation {
  return {
    version: 2,
    text: {
      names: {
        ...names,
        positions: [...names.positions],
        masks: [...names.masks],
        pasts: names.pasts.map((past) => ({ ...past, dims: [...past.dims] })),
      },
      alphabet: [...alphabet],
      logits,
    },
    calibrationSamples: samples,
    notes: [...notes],
    tensors: writtenTensors(tensors),
  };
}
