import { describe, expect, test } from 'vitest';
import { Random } from '../../engine/testing/random.ts';
import { readModel } from '../../onnx/read-model.ts';
import { floatTensor, intTensor, node, valueInfo, writeModel } from '../../onnx/write-model.ts';
import { floatRunner } from '../calibrate.ts';
import { compile } from '../compile.ts';
import { Channels, FIXED } from '../ir/channels.ts';
import { inOrder } from '../ir/tensor.ts';
import { prepare } from '../lower/answer.ts';
import { readGraph } from '../read-graph.ts';
import { judge } from '../testing/judge.ts';
import { equalise } from './equalise.ts';

const SIDE = 6;
const CHANNELS = 4;
const inputs = Array.from({ length: 24 }, (_, seed) => new Random(seed).bytes(2 * SIDE * SIDE));

/**
 * Two channels in, four inside, a residual block with a depthwise convolution, a largest value of each window beside a zero channel, three
 * numbers out. The answers are the same for all sizes: inside, channel c is sizes[c] times as large. `activation` follows the first convolution.
 */
function network(sizes: readonly number[], activation: 'Relu' | 'Clip' = 'Relu'): Uint8Array {
  const random = new Random(7);
  const numbers = (count: number) => Array.from({ length: count }, () => random.int(-1000, 1000) / 1000);
  /** Of like size, above zero, so that channels are too. */
  const likes = (count: number) => Array.from({ length: count }, () => random.int(600, 1000) / 1000);
  const kernels = likes(CHANNELS * 2).map((value, at) => value * (sizes[Math.floor(at / 2)] ?? 1));
  const biases = likes(CHANNELS).map((value, c) => value * (sizes[c] ?? 1));
  const mixing = numbers(CHANNELS * CHANNELS).map((value, at) => {
    const [row, column] = [Math.floor(at / CHANNELS), at % CHANNELS];
    return (value * (sizes[row] ?? 1)) / (sizes[column] ?? 1);
  });
  const heads = numbers(3 * (CHANNELS + 1)).map((value, at) => value / (sizes[at % (CHANNELS + 1)] ?? 1));
  return writeModel({
    node: [
      node('Conv', { in: ['x', 'w1', 'b1'], out: ['a'] }),
      activation === 'Relu'
        ? node('Relu', { in: ['a'], out: ['r'] })
        : node('Clip', { in: ['a', 'zero', 'six'], out: ['r'] }),
      node('Conv', { in: ['r', 'w2'], out: ['d'] }, { group: CHANNELS, pads: [1, 1, 1, 1] }),
      node('Conv', { in: ['d', 'w3'], out: ['e'] }),
      node('Add', { in: ['e', 'r'], out: ['s'] }),
      node('Relu', { in: ['s'], out: ['t'] }),
      node('MaxPool', { in: ['t'], out: ['p'] }, { kernel_shape: [2, 2], strides: [2, 2] }),
      node('Pad', { in: ['p', 'pads'], out: ['q'] }),
      node('Conv', { in: ['q', 'w4'], out: ['y'] }),
    ],
    input: [valueInfo('x', [1, 2, SIDE, SIDE])],
    output: [valueInfo('y', [1, 3, SIDE / 2, SIDE / 2])],
    initializer: [
      floatTensor('w1', [CHANNELS, 2, 1, 1], kernels),
      floatTensor('b1', [CHANNELS], biases),
      floatTensor(
        'w2',
        [CHANNELS, 1, 3, 3],
        likes(CHANNELS * 9).map((value) => value / 20),
      ),
      floatTensor('w3', [CHANNELS, CHANNELS, 1, 1], mixing),
      floatTensor('w4', [3, CHANNELS + 1, 1, 1], heads),
      floatTensor('zero', [], [0]),
      floatTensor('six', [], [6]),
      intTensor('pads', [8], [0, 0, 0, 0, 0, 1, 0, 0]),
    ],
  });
}

function lastOf(model: Uint8Array) {
  const graph = readGraph(readModel(model), {});
  return { last: prepare(graph, { answer: 'values' }).last, bytes: graph.inputBytes };
}

const EVEN = [1, 1, 1, 1];
const UNEVEN = [1, 1 / 8, 2, 1 / 4];

describe('equalise', () => {
  test('gives a network whose channels have like sizes and whose answers are the same', () => {
    const { last, bytes } = lastOf(network(UNEVEN));
    const changed = equalise(last, { inputs, bytes });
    expect(changed).not.toBe(last);
    const [before, after] = [floatRunner(last), floatRunner(changed)];
    for (const input of inputs) {
      const expected = before(input);
      for (const [j, value] of after(input).entries()) expect(value).toBeCloseTo(expected[j] ?? 0, 9);
    }
  });

  test('says of each tensor what it was multiplied by', () => {
    const { last, bytes } = lastOf(network(UNEVEN));
    const plain = new Map<string, Float64Array>();
    const [input = new Uint8Array()] = inputs;
    floatRunner(last)(input, ({ name }, values) => plain.set(name, values));
    let scaled = 0;
    floatRunner(equalise(last, { inputs, bytes }))(input, ({ name, gains = [1] }, values) => {
      if (name === '') return;
      scaled += Number(gains.length > 1);
      const expected = plain.get(name);
      for (const [j, value] of values.entries()) {
        expect(value / (gains[j % gains.length] ?? 1)).toBeCloseTo(expected?.[j] ?? 0, 9);
      }
    });
    expect(scaled).toBeGreaterThan(4);
  });

  test('gives a program that errs no more than that of even channels, of the same operators', () => {
    const [even, uneven] = [EVEN, UNEVEN].map((sizes) => {
      const model = network(sizes);
      const compiled = compile({ model, samples: inputs, answer: 'values' });
      return { ...compiled, error: judge(model, compiled, inputs).relativeError };
    });
    expect(uneven?.error).toBeLessThan(1.25 * (even?.error ?? 0));
    expect(uneven?.parsed.ops.map(({ op }) => op)).toEqual(even?.parsed.ops.map(({ op }) => op));
    expect(uneven?.tensors.some(({ gains }) => gains.length === CHANNELS)).toBe(true);
    expect(uneven?.tensors.at(-1)?.gains).toEqual([]);
  });

  test('leaves a network with even channels as it is', () => {
    const { last, bytes } = lastOf(network(EVEN));
    expect(equalise(last, { inputs, bytes })).toBe(last);
  });

  test('takes samples that are requests only', () => {
    const { last, bytes } = lastOf(network(UNEVEN));
    expect(() => equalise(last, { inputs: [], bytes })).toThrow('no samples');
    expect(() => equalise(last, { inputs: [new Uint8Array(3)], bytes })).toThrow('3 bytes');
  });
});

describe('Channels', () => {
  const channelsIn = (model: Uint8Array, name: string): readonly number[] => {
    const { last } = lastOf(model);
    const tensor = inOrder(last).find((one) => one.name === name);
    return tensor === undefined ? [] : new Channels(last).of(tensor);
  };

  test('follow a channel through sums, largest values and clips at zero', () => {
    const model = network(UNEVEN);
    const stream = channelsIn(model, 'r');
    expect(new Set(stream).size).toBe(CHANNELS);
    expect(stream).not.toContain(FIXED);
    expect(channelsIn(model, 't')).toEqual(stream);
    expect(channelsIn(model, 'p')).toEqual(stream);
    expect(channelsIn(model, 'd')).not.toEqual(stream);
  });

  test('are fixed where the answer is, and behind a clip that is not at zero', () => {
    const model = network(UNEVEN, 'Clip');
    expect(new Set(channelsIn(model, 'y'))).toEqual(new Set([FIXED]));
    expect(new Set(channelsIn(model, 'r'))).toEqual(new Set([FIXED]));
    expect(channelsIn(model, 'd')).not.toContain(FIXED);
  });
});
