import type { Message } from '../../onnx/schema.ts';
import { normals, seeded } from '../../onnx/testing/random.ts';
import { floatTensor, intTensor, node, valueInfo, writeModel } from '../../onnx/write-model.ts';

// Decode steps of small decoders with a cache of keys and values, as exporters write them, with random weights.

/** The sizes of a decode step. */
export type StepShape = {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly vocabulary: number;
  /** Positions that the model knows. */
  readonly positions: number;
};

export const SMALL: StepShape = { layers: 2, width: 32, heads: 4, vocabulary: 64, positions: 64 };

type Nodes = Message<'NodeProto'>[];
type Tensors = Message<'TensorProto'>[];

function weightsFrom(seed: number) {
  const random = seeded(seed);
  return (name: string, dims: readonly number[], deviation: number, mean = 0): Message<'TensorProto'> => {
    const count = dims.reduce((all, dim) => all * dim, 1);
    return floatTensor(
      name,
      dims,
      normals(random, count, deviation).map((value) => value + mean),
    );
  };
}

/** Inputs and outputs of the cache, for `heads` heads of keys and values. */
function cacheOf(layers: number, heads: number, headWidth: number) {
  const names = Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  return {
    input: names.map((name) => valueInfo(`past_key_values.${name}`, ['batch', heads, 'past', headWidth])),
    output: names.map((name) => valueInfo(`present.${name}`, ['batch', heads, 'all', headWidth])),
  };
}

/**
 * As GPT-2 is exported: learned positions, found by the length of the past; one matrix for query, key and value; LayerNormalization, a causal
 * mask cut out of a constant, an attention mask as an input, GELU.
 */
export function learnedPositions(shape: StepShape = SMALL, seed = 41): Uint8Array {
  const { layers, width, heads, vocabulary, positions } = shape;
  const weights = weightsFrom(seed);
  const own = 1 / Math.sqrt(width);
  const causal = Float64Array.from({ length: positions ** 2 }, (_, j) =>
    Number(j % positions <= Math.floor(j / positions)),
  );
  const initializer: Tensors = [
    weights('wte', [vocabulary, width], 1),
    weights('wpe', [positions, width], 0.5),
    weights('head', [width, vocabulary], 2 * own),
    floatTensor('causal', [1, 1, positions, positions], causal),
    floatTensor('half', [], [0.5]),
    floatTensor('lowest', [], [-3.4e38]),
    floatTensor('one', [], [1]),
    floatTensor('root', [], [Math.sqrt(width / heads)]),
    intTensor('i.0', [], [0]),
    intTensor('i.1', [], [1]),
    intTensor('i.2', [], [2]),
    intTensor('axis.0', [1], [0]),
    intTensor('axis.1', [1], [1]),
    intTensor('axis.2', [1], [2]),
    intTensor('axis.3', [1], [3]),
    intTensor('split', [4], [1, 1, heads, width / heads]),
    intTensor('whole', [3], [1, 1, width]),
    intTensor('mask.axes', [2], [1, 2]),
  ];
  const nodes: Nodes = [
    node('Shape', { in: ['past_key_values.0.key'], out: ['past.shape'] }),
    node('Gather', { in: ['past.shape', 'i.2'], out: ['past.length'] }, { axis: 0 }),
    node('Add', { in: ['past.length', 'i.1'], out: ['length'] }),
    node('Range', { in: ['past.length', 'length', 'i.1'], out: ['positions.flat'] }),
    node('Unsqueeze', { in: ['positions.flat', 'axis.0'], out: ['positions'] }),
    node('Gather', { in: ['wte', 'input_ids'], out: ['e'] }),
    node('Gather', { in: ['wpe', 'positions'], out: ['p'] }),
    node('Add', { in: ['e', 'p'], out: ['x.0'] }),
    node('Cast', { in: ['attention_mask'], out: ['mask.float'] }, { to: 1 }),
    node('Unsqueeze', { in: ['mask.float', 'mask.axes'], out: ['mask.wide'] }),
    node('Sub', { in: ['one', 'mask.wide'], out: ['mask.not'] }),
    node('Mul', { in: ['mask.not', 'lowest'], out: ['mask'] }),
    node('Unsqueeze', { in: ['past.length', 'axis.0'], out: ['from'] }),
    node('Unsqueeze', { in: ['length', 'axis.0'], out: ['to'] }),
    node('Slice', { in: ['causal', 'from', 'to', 'axis.2'], out: ['causal.row'] }),
    node('Slice', { in: ['causal.row', 'axis.0', 'to', 'axis.3'], out: ['causal.part'] }),
    node('Cast', { in: ['causal.part'], out: ['causal.bool'] }, { to: 9 }),
  ];
  for (let layer = 0; layer < layers; layer++) {
    const n = (name: string): string => `${layer}.${name}`;
    initializer.push(
      ...['1', '2'].flatMap((k) => [weights(n(`gamma${k}`), [width], 0.1, 1), weights(n(`beta${k}`), [width], 0.1)]),
      weights(n('qkv'), [width, 3 * width], 1.5 * own),
      weights(n('qkv.b'), [3 * width], 0.2),
      weights(n('wo'), [width, width], own),
      weights(n('w1'), [width, 4 * width], own),
      weights(n('b1'), [4 * width], 0.1),
      weights(n('w2'), [4 * width, width], 0.5 * own),
    );
    const heading = (name: string): Nodes => [
      node('Reshape', { in: [n(name), 'split'], out: [n(`${name}.s`)] }),
      node('Transpose', { in: [n(`${name}.s`)], out: [n(`${name}.h`)] }, { perm: [0, 2, 1, 3] }),
    ];
    nodes.push(
      node('LayerNormalization', { in: [`x.${layer}`, n('gamma1'), n('beta1')], out: [n('n1')] }, { axis: -1 }),
      node('MatMul', { in: [n('n1'), n('qkv')], out: [n('all.m')] }),
      node('Add', { in: [n('all.m'), n('qkv.b')], out: [n('all')] }),
      node('Split', { in: [n('all')], out: [n('q'), n('k'), n('v')] }, { axis: 2 }),
      ...['q', 'k', 'v'].flatMap(heading),
      node('Concat', { in: [`past_key_values.${layer}.key`, n('k.h')], out: [`present.${layer}.key`] }, { axis: -2 }),
      node(
        'Concat',
        { in: [`past_key_values.${layer}.value`, n('v.h')], out: [`present.${layer}.value`] },
        { axis: -2 },
      ),
      node('Transpose', { in: [`present.${layer}.key`], out: [n('kt')] }, { perm: [0, 1, 3, 2] }),
      node('MatMul', { in: [n('q.h'), n('kt')], out: [n('scores')] }),
      node('Div', { in: [n('scores'), 'root'], out: [n('scaled')] }),
      node('Where', { in: ['causal.bool', n('scaled'), 'lowest'], out: [n('seen')] }),
      node('Add', { in: [n('seen'), 'mask'], out: [n('masked')] }),
      node('Softmax', { in: [n('masked')], out: [n('weights')] }, { axis: -1 }),
      node('MatMul', { in: [n('weights'), `present.${layer}.value`], out: [n('mixed')] }),
      node('Transpose', { in: [n('mixed')], out: [n('turned')] }, { perm: [0, 2, 1, 3] }),
      node('Reshape', { in: [n('turned'), 'whole'], out: [n('flat')] }),
      node('MatMul', { in: [n('flat'), n('wo')], out: [n('o')] }),
      node('Add', { in: [`x.${layer}`, n('o')], out: [n('r')] }),
      node('LayerNormalization', { in: [n('r'), n('gamma2'), n('beta2')], out: [n('n2')] }, { axis: -1 }),
      node('MatMul', { in: [n('n2'), n('w1')], out: [n('h0')] }),
      node('Add', { in: [n('h0'), n('b1')], out: [n('h1')] }),
      ...gelu(n('h1'), n('h')),
      node('MatMul', { in: [n('h'), n('w2')], out: [n('f')] }),
      node('Add', { in: [n('r'), n('f')], out: [`x.${layer + 1}`] }),
    );
  }
  initializer.push(
    weights('gamma', [width], 0.1, 1),
    weights('beta', [width], 0.1),
    floatTensor('two.root', [], [Math.SQRT2]),
  );
  nodes.push(
    node('LayerNormalization', { in: [`x.${layers}`, 'gamma', 'beta'], out: ['n'] }, { axis: -1 }),
    node('MatMul', { in: ['n', 'head'], out: ['logits'] }),
  );
  const cache = cacheOf(layers, heads, width / heads);
  return writeModel({
    input: [
      valueInfo('input_ids', ['batch', 'sequence'], 7),
      ...cache.input,
      valueInfo('attention_mask', ['batch', 'all'], 7),
    ],
    output: [valueInfo('logits', ['batch', 'sequence', vocabulary]), ...cache.output],
    initializer,
    node: nodes,
  });
}

function gelu(x: string, to: string): Nodes {
  return [
    node('Div', { in: [x, 'two.root'], out: [`${to}.d`] }),
    node('Erf', { in: [`${to}.d`], out: [`${to}.e`] }),
    node('Add', { in: [`${to}.e`, 'one'], out: [`${to}.a`] }),
    node('Mul', { in: [x, `${to}.a`], out: [`${to}.m`] }),
    node('Mul', { in: [`${to}.m`, 'half'], out: [to] }),
  ];
}

/**
 * As Llama is exported: rotary positions, looked up by position_ids; half as many heads of keys and values as of queries, repeated; RMS norm
 * written out, a gated MLP.
 */
export function rotaryPositions(shape: StepShape = SMALL, seed = 42): Uint8Array {
  const { layers, width, heads, vocabulary, positions } = shape;
  const [headWidth, kvHeads] = [width / heads, heads / 2];
  const weights = weightsFrom(seed);
  const own = 1 / Math.sqrt(width);
  const angles = (f: (x: number) => number): Float64Array =>
    Float64Array.from({ length: positions * headWidth }, (_, j) => {
      const [position, k] = [Math.floor(j / headWidth), j % (headWidth / 2)];
      return f(position / 100 ** ((2 * k) / headWidth));
    });
  const initializer: Tensors = [
    weights('wte', [vocabulary, width], 1),
    weights('head', [width, vocabulary], 2 * own),
    floatTensor('cos.table', [positions, headWidth], angles(Math.cos)),
    floatTensor('sin.table', [positions, headWidth], angles(Math.sin)),
    floatTensor('two', [], [2]),
    floatTensor('epsilon', [], [1e-5]),
    floatTensor('scale', [], [1 / Math.sqrt(headWidth)]),
    intTensor('axis.1', [1], [1]),
    intTensor('axis.2', [1], [2]),
    intTensor('axis.3', [1], [3]),
    intTensor('zero', [1], [0]),
    intTensor('half', [1], [headWidth / 2]),
    intTensor('end', [1], [2 ** 53]),
    intTensor('q.split', [4], [1, 1, heads, headWidth]),
    intTensor('kv.split', [4], [1, 1, kvHeads, headWidth]),
    intTensor('i.2', [], [2]),
    intTensor('one.flat', [1], [1]),
    intTensor('kv.flat', [1], [kvHeads]),
    intTensor('two.flat', [1], [2]),
    intTensor('heads.flat', [1], [heads]),
    intTensor('width.flat', [1], [headWidth]),
    intTensor('whole', [3], [1, 1, width]),
  ];
  const nodes: Nodes = [
    node('Gather', { in: ['wte', 'input_ids'], out: ['x.0'] }),
    node('Gather', { in: ['cos.table', 'position_ids'], out: ['cos.rows'] }),
    node('Gather', { in: ['sin.table', 'position_ids'], out: ['sin.rows'] }),
    node('Unsqueeze', { in: ['cos.rows', 'axis.1'], out: ['cos'] }),
    node('Unsqueeze', { in: ['sin.rows', 'axis.1'], out: ['sin'] }),
  ];
  const norm = (x: string, to: string, gamma: string): Nodes => [
    node('Pow', { in: [x, 'two'], out: [`${to}.p`] }),
    node('ReduceMean', { in: [`${to}.p`], out: [`${to}.v`] }, { axes: [-1] }),
    node('Add', { in: [`${to}.v`, 'epsilon'], out: [`${to}.e`] }),
    node('Sqrt', { in: [`${to}.e`], out: [`${to}.r`] }),
    node('Div', { in: [x, `${to}.r`], out: [`${to}.d`] }),
    node('Mul', { in: [`${to}.d`, gamma], out: [to] }),
  ];
  const rotate = (x: string, to: string): Nodes => [
    node('Slice', { in: [x, 'zero', 'half', 'axis.3'], out: [`${to}.left`] }),
    node('Slice', { in: [x, 'half', 'end', 'axis.3'], out: [`${to}.right`] }),
    node('Neg', { in: [`${to}.right`], out: [`${to}.minus`] }),
    node('Concat', { in: [`${to}.minus`, `${to}.left`], out: [`${to}.turned`] }, { axis: -1 }),
    node('Mul', { in: [x, 'cos'], out: [`${to}.by.cos`] }),
    node('Mul', { in: [`${to}.turned`, 'sin'], out: [`${to}.by.sin`] }),
    node('Add', { in: [`${to}.by.cos`, `${to}.by.sin`], out: [to] }),
  ];
  /** Each head of a cache twice, as the shapes of the past say. */
  const repeat = (x: string, to: string): Nodes => [
    node('Shape', { in: [x], out: [`${to}.shape`] }),
    node('Gather', { in: [`${to}.shape`, 'i.2'], out: [`${to}.length`] }, { axis: 0 }),
    node('Unsqueeze', { in: [`${to}.length`, 'zero'], out: [`${to}.flat`] }),
    node(
      'Concat',
      { in: ['one.flat', 'kv.flat', 'two.flat', `${to}.flat`, 'width.flat'], out: [`${to}.wide`] },
      { axis: 0 },
    ),
    node('Concat', { in: ['one.flat', 'heads.flat', `${to}.flat`, 'width.flat'], out: [`${to}.narrow`] }, { axis: 0 }),
    node('Unsqueeze', { in: [x, 'axis.2'], out: [`${to}.u`] }),
    node('Expand', { in: [`${to}.u`, `${to}.wide`], out: [`${to}.x`] }),
    node('Reshape', { in: [`${to}.x`, `${to}.narrow`], out: [to] }),
  ];
  for (let layer = 0; layer < layers; layer++) {
    const n = (name: string): string => `${layer}.${name}`;
    initializer.push(
      weights(n('gamma1'), [width], 0.1, 1),
      weights(n('gamma2'), [width], 0.1, 1),
      weights(n('wq'), [width, width], 1.5 * own),
      weights(n('wk'), [width, width / 2], 1.5 * own),
      weights(n('wv'), [width, width / 2], own),
      weights(n('wo'), [width, width], own),
      weights(n('gate.w'), [width, 2 * width], own),
      weights(n('up.w'), [width, 2 * width], own),
      weights(n('down.w'), [2 * width, width], own),
    );
    const heading = (name: string, split: string): Nodes => [
      node('MatMul', { in: [n('n1'), n(`w${name}`)], out: [n(`${name}.m`)] }),
      node('Reshape', { in: [n(`${name}.m`), split], out: [n(`${name}.s`)] }),
      node('Transpose', { in: [n(`${name}.s`)], out: [n(`${name}.h`)] }, { perm: [0, 2, 1, 3] }),
    ];
    nodes.push(
      ...norm(`x.${layer}`, n('n1'), n('gamma1')),
      ...heading('q', 'q.split'),
      ...heading('k', 'kv.split'),
      ...heading('v', 'kv.split'),
      ...rotate(n('q.h'), n('q')),
      ...rotate(n('k.h'), n('k')),
      node('Concat', { in: [`past_key_values.${layer}.key`, n('k')], out: [`present.${layer}.key`] }, { axis: 2 }),
      node(
        'Concat',
        { in: [`past_key_values.${layer}.value`, n('v.h')], out: [`present.${layer}.value`] },
        { axis: 2 },
      ),
      ...repeat(`present.${layer}.key`, n('keys')),
      ...repeat(`present.${layer}.value`, n('values')),
      node('Transpose', { in: [n('keys')], out: [n('kt')] }, { perm: [0, 1, 3, 2] }),
      node('MatMul', { in: [n('q'), n('kt')], out: [n('scores')] }),
      node('Mul', { in: [n('scores'), 'scale'], out: [n('scaled')] }),
      node('Softmax', { in: [n('scaled')], out: [n('weights')] }, { axis: -1 }),
      node('MatMul', { in: [n('weights'), n('values')], out: [n('mixed')] }),
      node('Transpose', { in: [n('mixed')], out: [n('turned')] }, { perm: [0, 2, 1, 3] }),
      node('Reshape', { in: [n('turned'), 'whole'], out: [n('flat')] }),
      node('MatMul', { in: [n('flat'), n('wo')], out: [n('o')] }),
      node('Add', { in: [`x.${layer}`, n('o')], out: [n('r')] }),
      ...norm(n('r'), n('n2'), n('gamma2')),
      node('MatMul', { in: [n('n2'), n('gate.w')], out: [n('gate')] }),
      node('Sigmoid', { in: [n('gate')], out: [n('gate.s')] }),
      node('Mul', { in: [n('gate'), n('gate.s')], out: [n('silu')] }),
      node('MatMul', { in: [n('n2'), n('up.w')], out: [n('up')] }),
      node('Mul', { in: [n('silu'), n('up')], out: [n('h')] }),
      node('MatMul', { in: [n('h'), n('down.w')], out: [n('f')] }),
      node('Add', { in: [n('r'), n('f')], out: [`x.${layer + 1}`] }),
    );
  }
  initializer.push(weights('gamma', [width], 0.1, 1));
  nodes.push(...norm(`x.${layers}`, 'n', 'gamma'), node('MatMul', { in: ['n', 'head'], out: ['logits'] }));
  const cache = cacheOf(layers, kvHeads, headWidth);
  return writeModel({
    input: [valueInfo('input_ids', [1, 1], 7), valueInfo('position_ids', [1, 1], 7), ...cache.input],
    output: [valueInfo('logits', [1, 1, vocabulary]), ...cache.output],
    initializer,
    node: nodes,
  });
}
