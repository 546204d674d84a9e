import { describe, expect, test } from 'vitest';
import { run } from '../engine/run.ts';
import { Reference } from '../engine/testing/reference.ts';
import type { Message } from '../onnx/schema.ts';
import { normals, requests, seeded } from '../onnx/testing/random.ts';
import { floatTensor, node, valueInfo, writeModel } from '../onnx/write-model.ts';
import { compile } from './compile.ts';
import { judge } from './testing/judge.ts';

const FUNCTIONS = ['Relu', 'Tanh', 'Sigmoid', 'HardSwish', 'LeakyRelu', 'Elu', 'Softplus'] as const;

/** A perceptron of random widths, weights and functions. */
function randomMlp(seed: number): { model: Uint8Array; size: number } {
  const random = seeded(seed);
  const between = (low: number, high: number): number => low + Math.floor((high - low + 1) * random());
  const widths = [between(8, 64), ...Array.from({ length: between(1, 3) }, () => between(16, 64)), between(4, 12)];
  const initializer: Message<'TensorProto'>[] = [];
  const nodes: Message<'NodeProto'>[] = [];
  let last = 'x';
  widths.slice(1).forEach((width, i) => {
    const columns = widths[i] ?? 1;
    const deviation = Math.sqrt(2 / columns) * 2 ** between(-2, 2);
    initializer.push(floatTensor(`w${i}`, [columns, width], normals(random, columns * width, deviation)));
    initializer.push(floatTensor(`b${i}`, [width], normals(random, width, 0.3)));
    nodes.push(node('Gemm', { in: [last, `w${i}`, `b${i}`], out: [`g${i}`] }));
    last = `g${i}`;
    if (i === widths.length - 2) return;
    const op = FUNCTIONS[between(0, FUNCTIONS.length - 1)] ?? 'Relu';
    nodes.push(node(op, { in: [last], out: [`a${i}`] }));
    last = `a${i}`;
  });
  const [size = 1, classes = 1] = [widths[0], widths.at(-1)];
  const io = { input: [valueInfo('x', [1, size])], output: [valueInfo(last, [1, classes])] };
  return { model: writeModel({ ...io, initializer, node: nodes }), size };
}

describe('random perceptrons', () => {
  const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

  test.each(seeds)('seed %i: the integers stay near the float model', (seed) => {
    const { model, size } = randomMlp(seed);
    const random = seeded(seed + 1000);
    const samples = requests(random, { count: 128, size });
    const compiled = compile({ model, samples, answer: 'values' });
    const { cosine, relativeError, agreement } = judge(model, compiled, requests(random, { count: 200, size }));
    expect(cosine).toBeGreaterThan(0.999);
    expect(relativeError).toBeLessThan(0.04);
    expect(agreement).toBeGreaterThan(0.94);
  });

  test.each([1, 2, 3])('seed %i: the same file and samples give the same bytes', (seed) => {
    const { model, size } = randomMlp(seed);
    const samples = requests(seeded(5), { count: 32, size });
    const [once, again] = [compile({ model, samples }), compile({ model: Uint8Array.from(model), samples })];
    expect(again.program).toEqual(once.program);
    expect(again.weights).toEqual(once.weights);
  });

  test.each([4, 5, 6])('seed %i: the program means the same to the second reading of the operators', (seed) => {
    const { model, size } = randomMlp(seed);
    const samples = requests(seeded(6), { count: 16, size });
    const { parsed, weights } = compile({ model, samples, answer: 'class' });
    for (const input of samples.slice(0, 3)) {
      const expected = new Reference(parsed, weights, input).step(0, 0).at(-1) ?? [];
      expect(new DataView(run({ program: parsed, weights, input }).output.buffer).getInt32(0, true)).toBe(
        Number(expected[0]),
      );
    }
  });
});
