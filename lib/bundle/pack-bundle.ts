import { loadEngine } from '../engine/engine.ts';
import { toHex } from '../engine/hex.ts';
import { hashProgram, hashWeights, type Program, parseProgram } from '../engine/program.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { encodeGolden } from './golden.ts';
import { encodeManifest, type Manifest } from './manifest.ts';

/** What a person says about a model; the rest of the manifest is computed. */
export type ModelFacts = Pick<Manifest, 'name' | 'description' | 'licence' | 'parameters' | 'examples'>;

/** What a model takes and gives, where that is not UTF-8. */
export type ModelForm = Pick<Manifest, 'kind' | 'input' | 'output'>;

/** The files that packing writes. */
export type PackedBundle = { readonly manifest: Uint8Array; readonly golden: Uint8Array };

/** Makes golden.json (the prompts and the edge inputs, run) and manifest.json for a program and its weights. */
export function packBundle(source: {
  facts: ModelFacts;
  form?: ModelForm;
  program: Uint8Array;
  weights: Uint8Array;
  prompts: readonly Uint8Array[];
}): PackedBundle {
  const { facts, weights } = source;
  const program = parseProgram(source.program);
  const engine = loadEngine();
  const inputs = new Map([...source.prompts, ...edgeInputs(program)].map((input) => [toHex(input), input]));
  const cases = [...inputs.values()].map((input) => {
    const { output, traceRoot, steps } = engine.run({ program, weights, input });
    return { input: toHex(input), output: toHex(output), traceRoot: toHex(traceRoot), steps };
  });
  const form = source.form ?? textForm(program);
  const golden = encodeGolden({ version: 1, cases });
  const manifest = encodeManifest({
    version: 2,
    name: facts.name,
    description: facts.description,
    kind: form.kind,
    licence: facts.licence,
    input: form.input,
    output: form.output,
    program: { hash: hashProgram(source.program), bytes: source.program.length },
    weights: { hash: hashWeights(weights, engine.hashPairs), bytes: weights.length },
    parameters: facts.parameters,
    macsPerStep: program.macsPerStep,
    examples: facts.examples,
  });
  return { manifest, golden };
}

/** The form of a text model whose bytes are words. */
export function wordsForm(bytes: Uint8Array, tokenizer: Tokenizer): ModelForm {
  const { maxInput, maxOutput } = parseProgram(bytes);
  const words = { encoding: 'words', tokenizer } as const;
  return { kind: 'text', input: { ...words, maxBytes: maxInput }, output: { ...words, maxBytes: maxOutput } };
}

function textForm({ maxInput, maxOutput }: Program): ModelForm {
  const input = { encoding: 'utf8', maxBytes: maxInput } as const;
  return { kind: 'text', input, output: { encoding: 'utf8', maxBytes: maxOutput } };
}

/** Inputs every model is tried on. Text: one byte, bytes that are no text, the longest, UTF-8 beyond ASCII. Else: plain fillings. */
function edgeInputs({ mode, maxInput }: Program): Uint8Array[] {
  const all = Uint8Array.from({ length: maxInput }, (_, i) => (i * 37) % 256);
  if (mode === 'once') return [new Uint8Array(maxInput), new Uint8Array(maxInput).fill(255), all];
  const text = (value: string) => new TextEncoder().encode(value).slice(0, maxInput);
  return [
    Uint8Array.of(0x54),
    Uint8Array.of(0),
    Uint8Array.of(255),
    Uint8Array.of(10),
    all,
    text('a'.repeat(maxInput)),
    text('Ω ünïcödé 海 🐋'),
  ];
}
