import { describe, expect, test } from 'vitest';
import { floatDecoder } from '../../scripts/imo/float-decoder.ts';
import { Machine } from '../engine/machine.ts';
import { run } from '../engine/run.ts';
import { readModel } from '../onnx/read-model.ts';
import { seeded } from '../onnx/testing/random.ts';
import { floatRunner, largest } from './calibrate.ts';
import { type CompiledText, compileText } from './compile-text.ts';
import { Comparison } from './measure.ts';
import { learnedPositions, rotaryPositions, SMALL } from './testing/decode-step.ts';
import { readText } from './text/read-text.ts';
import type { TextRules } from './text/rules.ts';

// Decode steps with a cache: our float reading beside onnxruntime's, token by token, then the integer program.

const RULES: TextRules = { maxInput: 16, minOutput: 1, maxOutput: 33, terminator: 255, temperature: 0 };
const MODELS = [
  ['learned positions, one matrix for query, key and value', learnedPositions()],
  ['rotary positions, shared heads of keys', rotaryPositions()],
] as const;

function textsOf(seed: number, count: number, length = 24): Uint8Array[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () =>
    Uint8Array.from({ length }, () => Math.floor(SMALL.vocabulary * random())),
  );
}

describe.each(MODELS)('%s', (_, model) => {
  test('the float reading is the model’s', async () => {
    const { names, logits } = readText(readModel(model), { rules: RULES, output: undefined });
    const theirs = await floatDecoder(model, names, []);
    const ours = floatRunner(logits);
    for (const text of textsOf(1, 2)) {
      const step = theirs();
      for (const [position, token] of text.entries()) {
        const expected = (await step(token)).get('logits') ?? new Float64Array();
        const found = ours([token, position]);
        expect(found).toHaveLength(SMALL.vocabulary);
        const worst = expected.reduce((most, value, j) => Math.max(most, Math.abs(value - (found[j] ?? 0))), 0);
        expect(worst).toBeLessThan(1e-3);
      }
    }
  });

  test('the program has the same first token on most steps', async () => {
    const compiled = compileText({ model, texts: textsOf(2, 16), rules: RULES });
    const { agreement, cosine } = await judged(model, compiled, textsOf(3, 6));
    expect({ agreement, cosine }).toEqual({
      agreement: expect.toSatisfy((part: number) => part > 0.85),
      cosine: expect.toSatisfy((part: number) => part > 0.99),
    });
  });
});

test('a drawn token follows the temperature: the same text each time, another one for another request', () => {
  const [, model] = MODELS[0];
  const { parsed, weights } = compileText({ model, texts: textsOf(2, 4), rules: { ...RULES, temperature: 1 } });
  const answer = (input: Uint8Array): string => String(run({ program: parsed, weights, input }).output);
  const [a = new Uint8Array(), b = new Uint8Array()] = textsOf(4, 2, 8);
  expect(answer(a)).toBe(answer(a));
  expect(answer(a)).not.toBe(answer(b));
  expect(parsed.ops.map(({ op }) => op).slice(-4)).toEqual(['noise', 'add', 'argmax', 'lookup']);
});

test('an alphabet says which byte each token is', () => {
  const [, model] = MODELS[1];
  const alphabet = Uint8Array.from({ length: SMALL.vocabulary }, (_, token) => 48 + token);
  const letters = (text: Uint8Array): Uint8Array => text.map((token) => 48 + token);
  const texts = textsOf(2, 4);
  const plain = compileText({ model, texts, rules: RULES });
  const spelt = compileText({ model, texts: texts.map(letters), rules: { ...RULES, alphabet } });
  const [input = new Uint8Array()] = textsOf(5, 1, 8);
  const expected = run({ program: plain.parsed, weights: plain.weights, input }).output;
  const found = run({ program: spelt.parsed, weights: spelt.weights, input: letters(input) }).output;
  expect(found).toEqual(letters(expected));
});

/** Steps of texts: how often both have the same first token, and how near the numbers are. */
async function judged(model: Uint8Array, compiled: CompiledText, texts: readonly Uint8Array[]) {
  const theirs = await floatDecoder(model, compiled.names, []);
  const comparison = new Comparison();
  let [same, steps] = [0, 0];
  const { scale = 1, zero = 0 } = compiled.tensors[compiled.logits] ?? {};
  for (const text of texts) {
    const machine = new Machine(compiled.parsed, compiled.weights, text);
    const step = theirs();
    for (const [position, token] of text.entries()) {
      const expected = (await step(token)).get(compiled.names.logits) ?? new Float64Array();
      machine.step(position, token);
      const found = Float64Array.from(machine.tensors[compiled.logits] ?? [], (q) => scale * q + zero);
      comparison.add(expected, found);
      same += Number(largest(expected) === largest(found));
      steps++;
    }
  }
  return { ...comparison.result, agreement: same / steps };
}
