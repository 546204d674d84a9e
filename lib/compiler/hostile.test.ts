import { describe, expect, test } from 'vitest';
import { decode, encode } from '../onnx/protobuf.ts';
import type { Message } from '../onnx/schema.ts';
import { normals, requests, seeded } from '../onnx/testing/random.ts';
import { floatTensor, intTensor, node, valueInfo, writeModel } from '../onnx/write-model.ts';
import { compile } from './compile.ts';

// Files that someone broke, by chance or on purpose: each gives a sentence, or a program that holds.

const CLASSIFIER = writeModel({
  input: [valueInfo('x', ['n', 1, 3, 4])],
  output: [valueInfo('y', ['n'])],
  initializer: [
    floatTensor('w', [12, 6], normals(seeded(1), 72)),
    floatTensor('b', [6], normals(seeded(2), 6)),
    floatTensor('v', [6, 3], normals(seeded(3), 18)),
    floatTensor('variance', [6], [1, 2, 3, 4, 5, 6]),
    intTensor('shape', [2], [1, -1]),
  ],
  node: [
    node('Reshape', { in: ['x', 'shape'], out: ['flat'] }),
    node('Gemm', { in: ['flat', 'w', 'b'], out: ['h'] }),
    node('BatchNormalization', { in: ['h', 'b', 'b', 'b', 'variance'], out: ['n'] }),
    node('Sigmoid', { in: ['n'], out: ['s'] }),
    node('Mul', { in: ['n', 's'], out: ['silu'] }),
    node('Clip', { in: ['silu'], out: ['c'] }),
    node('Transpose', { in: ['v'], out: ['vt'] }),
    node('Gemm', { in: ['c', 'vt'], out: ['z'] }, { transB: 1, alpha: { float: 2 } }),
    node('Softmax', { in: ['z'], out: ['p'] }),
    node('ArgMax', { in: ['p'], out: ['y'] }, { axis: 1, keepdims: 0 }),
  ],
});

const SAMPLES = requests(seeded(4), { count: 8, size: 12 });

/** Compiles; anything but a program or an OnnxError fails the test. */
function attempt(model: Uint8Array): 'compiled' | 'refused' {
  try {
    compile({ model, samples: SAMPLES });
    return 'compiled';
  } catch (error) {
    expect(error).toMatchObject({ name: 'OnnxError', message: expect.stringMatching(/\.$/) });
    return 'refused';
  }
}

/** One to four random changes of bytes: flips, cuts, repeats, and long runs of one value. */
function mutateBytes(bytes: Uint8Array, random: () => number): Uint8Array {
  let changed = Array.from(bytes);
  const place = (): number => Math.floor(random() * changed.length);
  for (let left = 1 + Math.floor(4 * random()); left > 0; left--) {
    const [kind, at, length] = [random(), place(), Math.floor(random() * 40)];
    if (kind < 0.5) changed[at] = Math.floor(256 * random());
    else if (kind < 0.65) changed = changed.slice(0, at);
    else if (kind < 0.8) changed.splice(at, 0, ...changed.slice(at, at + length));
    else if (kind < 0.9) changed.splice(at, length);
    else changed.fill(random() < 0.5 ? 255 : 0, at, at + length);
  }
  return Uint8Array.from(changed);
}

const DIMENSIONS = [0, -1, 1, 2, 3, 2 ** 20, 2 ** 31, 2 ** 53, -(2 ** 40)];

/** A sound protobuf file with senseless contents: other shapes, names, operators, attributes, orders. */
function mutateGraph(bytes: Uint8Array, random: () => number): Uint8Array {
  const model = decode('ModelProto', bytes);
  const { node: nodes = [], initializer = [], ...graph } = model.graph ?? {};
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const names = [
    ...nodes.flatMap(({ output = [] }) => output),
    ...initializer.map(({ name = '' }) => name),
    'x',
    '',
    'none',
  ];
  const victim = Math.floor(random() * nodes.length);
  const changeNode = (one: Message<'NodeProto'>): Message<'NodeProto'> => {
    const kind = random();
    if (kind < 0.25) return { ...one, opType: pick(nodes)?.opType ?? '' };
    if (kind < 0.6)
      return { ...one, input: (one.input ?? []).map((name) => (random() < 0.5 ? (pick(names) ?? '') : name)) };
    if (kind < 0.75) return { ...one, input: (one.input ?? []).slice(0, -1) };
    const i = pick(DIMENSIONS) ?? 0;
    const name = pick(['axis', 'transA', 'transB', 'alpha', 'perm', 'epsilon', 'keepdims']) ?? '';
    return { ...one, attribute: [...(one.attribute ?? []), { name, i, f: i, ints: [i, 0], type: 2 }] };
  };
  const changeTensor = (one: Message<'TensorProto'>): Message<'TensorProto'> => {
    const kind = random();
    if (kind < 0.6)
      return { ...one, dims: (one.dims ?? []).map((dim) => (random() < 0.5 ? (pick(DIMENSIONS) ?? 0) : dim)) };
    if (kind < 0.8) return { ...one, dataType: Math.floor(20 * random()) };
    return { ...one, name: pick(names) ?? '' };
  };
  const changesNodes = random() < 0.6;
  const tensor = Math.floor(random() * initializer.length);
  return encode('ModelProto', {
    ...model,
    graph: {
      ...graph,
      node: changesNodes ? nodes.map((one, i) => (i === victim ? changeNode(one) : one)) : nodes,
      initializer: changesNodes ? initializer : initializer.map((one, i) => (i === tensor ? changeTensor(one) : one)),
    },
  });
}

describe('hostile ONNX files', () => {
  test('the file itself compiles', () => {
    expect(attempt(CLASSIFIER)).toBe('compiled');
  });

  test.each([1, 2, 3, 4])('250 files with changed bytes, seed %i', (seed) => {
    const random = seeded(seed);
    const results = Array.from({ length: 250 }, () => attempt(mutateBytes(CLASSIFIER, random)));
    expect(results).toContain('refused');
  });

  test.each([5, 6, 7, 8])('250 files with changed graphs, seed %i', (seed) => {
    const random = seeded(seed);
    const results = Array.from({ length: 250 }, () => attempt(mutateGraph(CLASSIFIER, random)));
    expect(results).toContain('refused');
    expect(results).toContain('compiled');
  });

  test('a file cut off at any byte', () => {
    for (let length = 0; length < CLASSIFIER.length; length += 3) attempt(CLASSIFIER.slice(0, length));
  });

  test('chains of thousands of operators', () => {
    const chain = (op: string, count: number, attributes = {}): Message<'NodeProto'>[] =>
      Array.from({ length: count }, (_, i) =>
        node(op, { in: [i === 0 ? 'x' : `t${i - 1}`], out: [`t${i}`] }, attributes),
      );
    for (const op of ['Tanh', 'Relu', 'Neg', 'Identity']) {
      const graph = { input: [valueInfo('x', [1, 12])], output: [valueInfo('t3999', [])], node: chain(op, 4000) };
      attempt(writeModel(graph));
    }
    const identity = Array.from({ length: 144 }, (_, i) => Number(i % 13 === 0));
    const dense = Array.from({ length: 4000 }, (_, i) =>
      i % 2 === 0
        ? node('MatMul', { in: [i === 0 ? 'x' : `t${i - 1}`, 'w'], out: [`t${i}`] })
        : node('Relu', { in: [`t${i - 1}`], out: [`t${i}`] }),
    );
    const io = { input: [valueInfo('x', [1, 12])], output: [valueInfo('t3999', [])] };
    expect(attempt(writeModel({ ...io, initializer: [floatTensor('w', [12, 12], identity)], node: dense }))).toBe(
      'refused',
    );
    expect(attempt(writeModel({ ...io, node: chain('Relu', 4097) }))).toBe('refused');
  });

  test('a matrix that is shared by thousands of nodes does not multiply in memory', () => {
    const side = 1024;
    const w = floatTensor('w', [side, side], normals(seeded(9), side * side, 0.03));
    const nodes = Array.from({ length: 2000 }, (_, i) => [
      node('MatMul', { in: [i === 0 ? 'x' : `r${i - 1}`, 'w'], out: [`m${i}`] }),
      node('Relu', { in: [`m${i}`], out: [`r${i}`] }),
    ]).flat();
    const graph = {
      input: [valueInfo('x', [1, side])],
      output: [valueInfo('r1999', [])],
      initializer: [w],
      node: nodes,
    };
    expect(() => compile({ model: writeModel(graph), samples: [new Uint8Array(side)] })).toThrow(
      expect.objectContaining({ code: 'onnx/limit' }),
    );
  });
});
