import { OnnxError, quote } from '../../onnx/error.ts';
import type { Graph } from '../../onnx/read-model.ts';
import type { Builder } from '../ir/builder.ts';
import { withSources } from '../ir/simplify.ts';
import { inOrder, type Of, type Tensor } from '../ir/tensor.ts';
import { flatAxes, rowByRow, type Value } from '../ir/view.ts';
import { neededNodes } from '../read-nodes.ts';
import { newRowsOf, withAttention } from './attention.ts';
import { pastLeaves, textInputsOf } from './inputs.ts';
import { contextOf, type TextRules, TOKENS, tokenOfByte } from './rules.ts';
import { type PositionTable, readAfter, stepFactsOf } from './steps.ts';

/** How a decode step's names are used, token by token: what a judge needs to run the model as it is. */
export type StepNames = {
  readonly token: string;
  readonly positions: readonly string[];
  readonly masks: readonly string[];
  /** Each cache: the input, the output that gives it back, and the shape of an empty one. */
  readonly pasts: readonly { readonly input: string; readonly output: string; readonly dims: readonly number[] }[];
  readonly logits: string;
};

/** A model that goes token by token, read down to what the compiler works on. */
export type TextNetwork = {
  readonly names: StepNames;
  /** The numbers of the tokens, one each. */
  readonly logits: Tensor;
  readonly notes: readonly string[];
  readonly builder: Builder;
};

/** Past length at which the graph becomes tensors: none of their sizes depends on it in the end. */
const LENGTH = 5;

/** Reads a decode step. Throws OnnxError that names the node, input or output. */
export function readText(
  graph: Graph,
  { rules, output }: { rules: TextRules; output: string | undefined },
): TextNetwork {
  const inputs = textInputsOf(graph);
  const context = contextOf(rules);
  const nodes = neededNodes(graph, graph.outputs);
  const facts = stepFactsOf(graph, nodes, { inputs, context });
  const leaves = new Map<string, Value>();
  const { values, builder, notes } = readAfter(graph, nodes, {
    inputs,
    past: LENGTH,
    instead: (node, place, maker) => {
      if (!facts.isTable(node, place)) return undefined;
      const name = node.inputs[place] ?? '';
      const table = facts.tables.get(name);
      if (table === undefined) return undefined;
      const leaf = leaves.get(name) ?? positionLeaf(name, table, { leaves, builder: maker });
      leaves.set(name, leaf);
      return leaf;
    },
  });
  const pasts = pastLeaves(inputs, values);
  const outputs = new Map(graph.outputs.flatMap((name) => named(values, name)));
  const { rows, others } = newRowsOf(outputs, { pasts, length: LENGTH, builder });
  const wanted = logitsOf(others, output);
  const value = values.get(wanted);
  if (value === undefined)
    throw new OnnxError('onnx/unsupported', `Output ${quote(wanted)} is no output of the model.`);
  const flat = builder.gathered(value, flatAxes(value), `Output ${quote(wanted)}`);
  const attended = withAttention(flat, { rows, pasts, length: LENGTH, context, builder });
  for (const { name, where } of inOrder(attended)) {
    if (name === '' || !facts.isGrowing(name)) continue;
    throw new OnnxError('onnx/unsupported', `${where}: ${quote(name)} grows with the past, outside of attention.`);
  }
  const token = values.get(inputs.token.name)?.tensor;
  return {
    names: {
      token: inputs.token.name,
      positions: inputs.positions.map(({ name }) => name),
      masks: inputs.masks.map(({ name }) => name),
      pasts: [...pasts].map(([leaf, { name, source, axis }]) => ({
        input: name,
        output: rows.get(leaf)?.output ?? '',
        dims: source.dims.map((dim, i) => (i === axis ? 0 : (dim ?? 1))),
      })),
      logits: wanted,
    },
    logits: withTokens(attended, { token, rules, builder }),
    notes: [...notes],
    builder,
  };
}

function named(values: ReadonlyMap<string, Value>, name: string): [string, Value][] {
  const value = values.get(name);
  return value === undefined ? [] : [[name, value]];
}

function logitsOf(others: readonly string[], output: string | undefined): string {
  if (output !== undefined) return output;
  const [only, ...more] = others;
  if (only === undefined)
    throw new OnnxError('onnx/unsupported', 'The model gives its past back, but no numbers of tokens (logits).');
  if (more.length === 0) return only;
  throw new OnnxError(
    'onnx/unsupported',
    `The model has ${others.length} outputs besides its past (${others.map(quote).join(', ')}): say which one is wanted.`,
  );
}

/** A table of positions as what a step reads of it. Equal tables are one. */
function positionLeaf(
  name: string,
  { dims, type, data }: PositionTable,
  { leaves, builder }: { leaves: ReadonlyMap<string, Value>; builder: Builder },
): Value {
  for (const { tensor } of leaves.values()) {
    if (tensor.kind !== 'embed' || tensor.positions.length !== data.length) continue;
    if (tensor.positions.every((value, j) => value === data[j])) return rowByRow(tensor, dims, type);
  }
  const size = dims.reduce((all, dim) => all * dim, 1);
  const kind = { kind: 'embed', tokens: new Float64Array(), positions: data } as const;
  return rowByRow(builder.tensor(kind, { size, where: `Tensor ${quote(name)}` }), dims, type);
}

/** The look-ups by the token as rows of a table by the byte. */
function withTokens(
  last: Tensor,
  { token, rules, builder }: { token: Tensor | undefined; rules: TextRules; builder: Builder },
): Tensor {
  const tokens = tokenOfByte(rules.alphabet);
  const joined = new Map<Tensor, Tensor>();
  const leaf = (table: Float64Array, { size, where, name, axes }: Tensor): Tensor => {
    const vocabulary = table.length / size;
    if (vocabulary > TOKENS) {
      throw new OnnxError(
        'onnx/unsupported',
        `${where}: its table has ${vocabulary} rows. A text goes byte by byte, so at most ${TOKENS} tokens are possible: train the model on bytes, or on a vocabulary of so many.`,
      );
    }
    builder.budget.take(TOKENS * size, where);
    const rows = new Float64Array(TOKENS * size);
    tokens.forEach((id, byte) => {
      const row = id < vocabulary ? id : 0;
      rows.set(table.subarray(row * size, (row + 1) * size), byte * size);
    });
    const tensor = builder.tensor({ kind: 'embed', tokens: rows, positions: new Float64Array() }, { size, where });
    return Object.assign(tensor, { name, axes });
  };
  for (const tensor of inOrder(last)) {
    if (tensor.kind === 'gather' && tensor.x === token) joined.set(tensor, leaf(tensor.table, tensor));
    else if (tensor === token)
      joined.set(
        tensor,
        leaf(
          Float64Array.from({ length: TOKENS }, (_, id) => id),
          tensor,
        ),
      );
    else joined.set(tensor, withSources(tensor, joined));
  }
  return joined.get(last) ?? last;
}

/** True where a tensor is a softmax of the tokens' numbers, or its logarithm: sampling needs its input alone. */
export function softmaxUnder(tensor: Tensor): Of<'softmax'> | undefined {
  if (tensor.kind === 'function' && tensor.isIncreasing && tensor.x.kind === 'softmax') return tensor.x;
  return tensor.kind === 'softmax' ? tensor : undefined;
}
