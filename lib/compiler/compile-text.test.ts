import { describe, expect, test } from 'vitest';
import { floatDecoder } from '../../scripts/imo/float-decoder.ts';
import { Machine } from '../engine/machine.ts';
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
    const compiled = compileText({ model, texts: textsOf(2, 24), rules: RULES });
    const { agreement, cosine } = await judged(model, compiled, textsOf(3, 8));
    expect({ agreement, cosine }).toEqual({ agreement: expect.toSatisfy((part: number) => part > 0.85), cosine: expect.toSatisfy((part: number) => part > 0.99) });
  });
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
