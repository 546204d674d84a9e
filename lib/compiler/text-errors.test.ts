import { describe, expect, test } from 'vitest';
import { decode, encode } from '../onnx/protobuf.ts';
import type { Message } from '../onnx/schema.ts';
import { seeded } from '../onnx/testing/random.ts';
import { floatTensor, intTensor, node, valueInfo } from '../onnx/write-model.ts';
import { compile } from './compile.ts';
import { compileText } from './compile-text.ts';
import { learnedPositions, rotaryPositions } from './testing/decode-step.ts';
import { mutateNetwork, mutateRaw } from './testing/mutate.ts';
import type { TextRules } from './text/rules.ts';

// Decode steps that cannot be compiled, or that someone broke: each gives a sentence that names what is wrong.

const TINY = { layers: 1, width: 8, heads: 2, vocabulary: 12, positions: 24 };
const RULES: TextRules = { maxInput: 8, minOutput: 0, maxOutput: 9, terminator: 0, temperature: 0 };
const [SLOWEST_MS, PEAK_MIB] = [15_000, 1024];
const learned = learnedPositions(TINY);
const rotary = rotaryPositions(TINY);
const texts = [Uint8Array.of(1, 2, 3, 4, 5, 6), Uint8Array.of(7, 8, 9, 10, 11)];

type GraphMessage = Message<'GraphProto'>;

/** The model with its graph changed. */
function changed(model: Uint8Array, by: (graph: GraphMessage) => GraphMessage): Uint8Array {
  const message = decode('ModelProto', model);
  return encode('ModelProto', { ...message, graph: by(message.graph ?? {}) });
}

/** The node that writes `output` replaced. */
function replaced(
  model: Uint8Array,
  output: string,
  nodes: Message<'NodeProto'>[],
  tensors: Message<'TensorProto'>[] = [],
) {
  return changed(model, (graph) => ({
    ...graph,
    initializer: [...(graph.initializer ?? []), ...tensors],
    node: (graph.node ?? []).flatMap((one) => (one.output?.includes(output) ? nodes : [one])),
  }));
}

const open = (name: string, dims: (number | string)[], type = 1): Message<'ValueInfoProto'> =>
  valueInfo(name, dims, type);
const withInput = (model: Uint8Array, name: string, info: Message<'ValueInfoProto'>): Uint8Array =>
  changed(model, (graph) => ({ ...graph, input: (graph.input ?? []).map((one) => (one.name === name ? info : one)) }));

const REFUSED: [string, Uint8Array, RegExp][] = [
  [
    'a past of fixed length',
    withInput(rotary, 'past_key_values.0.key', open('past_key_values.0.key', [1, 1, 7, 4])),
    /Input "past_key_values\.0\.key" has the shape \[1, 1, 7, 4\].*dynamic axis/,
  ],
  [
    'tokens several at once',
    withInput(rotary, 'input_ids', open('input_ids', [1, 4], 7)),
    /Input "input_ids" has the shape \[1, 4\].*one token/,
  ],
  [
    'an input that is none of a decode step',
    changed(rotary, (graph) => ({ ...graph, input: [...(graph.input ?? []), open('use_cache_branch', [1], 9)] })),
    /Input "use_cache_branch" is not known/,
  ],
  [
    'a past that is not given back',
    changed(rotary, (graph) => ({
      ...graph,
      output: (graph.output ?? []).filter(({ name }) => name !== 'present.0.value'),
    })),
    /No output is input "past_key_values\.0\.value"/,
  ],
  [
    'new rows before old ones',
    replaced(rotary, 'present.0.key', [
      node('Concat', { in: ['0.k', 'past_key_values.0.key'], out: ['present.0.key'] }, { axis: 2 }),
    ]),
    /past_key_values\.0\.key/,
  ],
  [
    'a bias by distance',
    replaced(
      rotary,
      '0.scaled',
      [
        node('Shape', { in: ['0.scores'], out: ['s'] }, { start: 3 }),
        node('Squeeze', { in: ['s'], out: ['so.far'] }),
        node('Range', { in: ['from', 'so.far', 'by'], out: ['r'] }),
        node('Cast', { in: ['r'], out: ['f'] }, { to: 1 }),
        node('Add', { in: ['0.scores', 'f'], out: ['0.scaled'], name: 'alibi' }),
      ],
      [intTensor('from', [], [0]), intTensor('by', [], [1])],
    ),
    /"alibi" \(Add\): its input "f" treats positions before differently/,
  ],
  [
    'a window over the past',
    replaced(
      rotary,
      '0.kt',
      [
        node('Slice', { in: ['0.keys', 'last', 'end', 'axis.2'], out: ['window'] }),
        node('Transpose', { in: ['window'], out: ['0.kt'] }, { perm: [0, 1, 3, 2] }),
      ],
      [intTensor('last', [1], [-4])],
    ),
    /./,
  ],
  [
    'the past read by something else',
    replaced(rotary, 'logits', [
      node('ReduceMean', { in: ['present.0.value'], out: ['m'], name: 'peek' }, { axes: [0, 1, 2, 3], keepdims: 0 }),
      node('MatMul', { in: ['n', 'head'], out: ['l'] }),
      node('Add', { in: ['l', 'm'], out: ['logits'] }),
    ]),
    /"peek" \(ReduceMean\): it reads the past in another way than attention does/,
  ],
  [
    'a softmax beside attention',
    replaced(rotary, 'logits', [
      node('Softmax', { in: ['n'], out: ['gate'], name: 'experts' }, { axis: -1 }),
      node('MatMul', { in: ['gate', 'head'], out: ['logits'] }),
    ]),
    /"experts" \(Softmax\): .*a softmax is part of attention/,
  ],
  ['more tokens than a byte has', rotaryPositions({ ...TINY, vocabulary: 300 }), /at most 256/],
  ['positions beyond the table', learnedPositions({ ...TINY, positions: 12 }), /position 1[0-9]/],
  [
    'an operator that is unknown',
    replaced(rotary, 'logits', [
      node('Einsum', { in: ['n', 'head'], out: ['logits'], name: 'e' }, { equation: 'abc,cd->abd' }),
    ]),
    /"e" \(Einsum\) is an operator that cannot be compiled yet/,
  ],
];

describe('what cannot be compiled is refused with a sentence', () => {
  test.each(REFUSED)('%s', (_, model, message) => {
    expect(() => compileText({ model, texts, rules: RULES })).toThrow(
      expect.objectContaining({ name: 'OnnxError', message: expect.stringMatching(message) }),
    );
  });

  test('rules that no program can have', () => {
    for (const rules of [
      { maxInput: 0 },
      { maxOutput: 5000 },
      { terminator: 256 },
      { temperature: -1 },
      { minOutput: 99 },
    ]) {
      expect(() => compileText({ model: rotary, texts, rules: { ...RULES, ...rules } })).toThrow(/\.$/);
    }
    const alphabet = Uint8Array.of(1, 2, 3);
    expect(() => compileText({ model: rotary, texts, rules: { ...RULES, alphabet } })).toThrow(
      '12 tokens, the alphabet 3',
    );
    expect(() => compileText({ model: rotary, texts: [], rules: RULES })).toThrow('no sample texts');
    expect(() => compileText({ model: rotary, texts: [new Uint8Array(99)], rules: RULES })).toThrow('has 99 bytes');
  });

  test('compile says what such a model is', () => {
    expect(() => compile({ model: rotary, samples: [] })).toThrow('goes token by token');
  });
});

test('the numbers of a decode step as a softmax, positions by a sum of the mask', () => {
  const model = replaced(
    replaced(learned, 'positions', [
      node('CumSum', { in: ['attention_mask', 'axis.1'], out: ['sums'] }),
      node('Sub', { in: ['sums', 'i.1'], out: ['counted'] }),
      node('Slice', { in: ['counted', 'last', 'end', 'axis.1'], out: ['positions'] }),
    ]),
    'logits',
    [node('MatMul', { in: ['n', 'head'], out: ['z'] }), node('Softmax', { in: ['z'], out: ['logits'] }, { axis: -1 })],
    [intTensor('last', [1], [-1]), intTensor('end', [1], [2 ** 40]), floatTensor('unused', [1], [0])],
  );
  const { notes, parsed } = compileText({ model, texts, rules: RULES });
  expect(notes).toEqual([expect.stringContaining('is left out')]);
  const plain = compileText({ model: learned, texts, rules: RULES });
  expect(parsed.ops).toEqual(plain.parsed.ops);
});

describe.each([
  ['learned positions', learned],
  ['rotary positions', rotary],
] as const)('hostile files: %s', { timeout: 300_000 }, (name, model) => {
  const attempt = (bytes: Uint8Array): 'compiled' | 'refused' => {
    const start = process.cpuUsage();
    try {
      compileText({ model: bytes, texts, rules: RULES });
      return 'compiled';
    } catch (error) {
      expect(error).toMatchObject({ name: 'OnnxError', message: expect.stringMatching(/\.$/) });
      return 'refused';
    } finally {
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1000).toBeLessThan(SLOWEST_MS);
      expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(PEAK_MIB);
    }
  };

  test('compiles as it is, to the same bytes each time', () => {
    const [a, b] = [0, 1].map(() => compileText({ model, texts, rules: { ...RULES, temperature: 0.7 } }));
    expect(a?.program).toEqual(b?.program);
    expect(a?.weights).toEqual(b?.weights);
  });

  test('changes of its graph and of its bytes, and cuts', () => {
    const random = seeded(name.length);
    const results = Array.from({ length: 150 }, () => attempt(mutateNetwork(model, random)));
    expect(results).toContain('refused');
    for (let i = 0; i < 150; i++) attempt(mutateRaw(model, random));
    for (let i = 0; i < 40; i++) attempt(model.slice(0, Math.floor((i * model.length) / 40)));
  });
});
