import { LIMITS } from '../../engine/limits.ts';
import { OnnxError, quote } from '../../onnx/error.ts';
import type { Graph, GraphNode } from '../../onnx/read-model.ts';
import type { ElementType } from '../../onnx/schema.ts';
import { Budget } from '../budget.ts';
import { Builder } from '../ir/builder.ts';
import { product } from '../ir/tensor.ts';
import { constantData, dimsOf, rowByRow, type Value } from '../ir/view.ts';
import { constantsOf, givenNumbers, readNodes } from '../read-nodes.ts';
import { inputsAfter, type TextInputs } from './inputs.ts';

// What of a decode step follows from the number of tokens before alone: masks, shapes, positions and what is looked up by them. The
// graph is read after 2 and after 3 tokens; what is constant in both is computed again for other lengths, without the rest.

const PROBES = [2, 3] as const;

/** Further lengths at which masks and shapes are compared, besides the longest. */
const CHECKED = 5;

/** Nodes that may be computed once for each position, all together. */
const EVALUATIONS = 1 << 20;

/** Inputs that say how elements lie, not what they are. */
const SHAPE_INPUTS: Readonly<Record<string, readonly number[]>> = {
  Reshape: [1],
  Expand: [1],
  Tile: [1],
  Slice: [1, 2, 3, 4],
  Pad: [1, 3],
  Squeeze: [1],
  Unsqueeze: [1],
  Split: [1],
  Gather: [1],
  Where: [0],
  Resize: [1, 2, 3],
};

type Fact = { readonly dims: readonly number[]; readonly data: Float64Array | undefined; readonly type: ElementType };

/** A value that is another one at each position: [context][its elements]. */
export type PositionTable = {
  readonly dims: readonly number[];
  readonly type: ElementType;
  readonly data: Float64Array;
};

/** What is known of a decode step's values by name. */
export type StepFacts = {
  /** Values that follow from the position alone and are read as numbers. */
  readonly tables: ReadonlyMap<string, PositionTable>;
  /** True for an input that is one of them here. */
  readonly isTable: (node: GraphNode, place: number) => boolean;
  /** True for a value whose shape changes with the past. */
  readonly isGrowing: (name: string) => boolean;
};

/** Reads the nodes after `past` tokens. */
export function readAfter(
  graph: Graph,
  nodes: readonly GraphNode[],
  at: {
    inputs: TextInputs;
    past: number;
    instead?: (node: GraphNode, place: number, builder: Builder) => Value | undefined;
  },
): { values: Map<string, Value>; builder: Builder; notes: Set<string> } {
  const builder = new Builder(new Budget(givenNumbers(graph)));
  const values = constantsOf(graph, builder);
  for (const [name, value] of inputsAfter(at.inputs, { past: at.past, builder })) values.set(name, value);
  const notes = new Set<string>();
  const { instead } = at;
  const replaced =
    instead === undefined ? {} : { instead: (node: GraphNode, place: number) => instead(node, place, builder) };
  readNodes(nodes, { opset: graph.opset, values, builder, notes, ...replaced });
  return { values, builder, notes };
}

/** Looks at a decode step after several lengths of past. Throws OnnxError that names the node. */
export function stepFactsOf(
  graph: Graph,
  nodes: readonly GraphNode[],
  { inputs, context }: { inputs: TextInputs; context: number },
): StepFacts {
  return new Steps(graph, nodes, inputs).facts(context);
}

class Steps {
  readonly #graph: Graph;
  readonly #nodes: readonly GraphNode[];
  readonly #inputs: TextInputs;
  readonly #facts: readonly ReadonlyMap<string, Fact>[];
  /** Values that do not change with the past. */
  readonly #fixed: ReadonlyMap<string, Value>;

  constructor(graph: Graph, nodes: readonly GraphNode[], inputs: TextInputs) {
    this.#graph = graph;
    this.#nodes = nodes;
    this.#inputs = inputs;
    const { pasts, positions, masks } = inputs;
    const changing = new Set([...pasts, ...positions, ...masks].map(({ name }) => name));
    for (const node of nodes) {
      if (node.inputs.some((name) => changing.has(name))) for (const name of node.outputs) changing.add(name);
    }
    changing.delete('');
    let fixed = new Map<string, Value>();
    this.#facts = PROBES.map((past) => {
      const { values, builder } = readAfter(graph, nodes, { inputs, past });
      fixed = new Map([...values].filter(([name]) => !changing.has(name)));
      return new Map(
        [...values].filter(([name]) => changing.has(name)).map(([name, value]) => [name, factOf(value, builder)]),
      );
    });
    this.#fixed = fixed;
  }

  facts(context: number): StepFacts {
    const reads = this.#nodes.flatMap((node) => {
      if (node.outputs.every((name) => name === '' || this.#isKnown(name))) return [];
      return node.inputs.flatMap((name, place) => (this.#isKnown(name) ? [{ node, place, name }] : []));
    });
    const names = new Set(reads.map(({ name }) => name));
    const longest = context - 1;
    const further = new Map([CHECKED, longest].map((past) => [past, this.#after(past, this.#ancestors(names))]));
    const wanted = new Set<string>();
    for (const read of reads) if (this.#isTableRead(read, further)) wanted.add(read.name);
    return {
      tables: this.#tables(wanted, context),
      isTable: ({ inputs, opType }, place) =>
        wanted.has(inputs[place] ?? '') && SHAPE_INPUTS[opType]?.includes(place) !== true,
      isGrowing: (name) => {
        const [a, b] = this.#facts.map((facts) => facts.get(name)?.dims);
        return String(a) !== String(b);
      },
    };
  }

  /** True where a value follows from the past's length alone. */
  #isKnown(name: string): boolean {
    return this.#facts.every((facts) => facts.get(name)?.data !== undefined);
  }

  /** True for a read of numbers that change with the position; throws for what changes in a way that no step can follow. */
  #isTableRead(
    { node, place, name }: { node: GraphNode; place: number; name: string },
    further: ReadonlyMap<number, ReadonlyMap<string, Fact>>,
  ): boolean {
    const seen = [...this.#facts.map((facts, i) => [PROBES[i] ?? 0, facts] as const), ...further].map(
      ([past, facts]) => ({ past, ...(facts.get(name) ?? { dims: [], data: undefined }) }),
    );
    const [first, second] = seen;
    if (first?.data === undefined || second?.data === undefined) return false;
    const { dims, data } = first;
    if (seen.some((one) => String(one.dims) !== String(dims))) {
      const [value] = data;
      if (seen.every((one) => one.data?.every((element) => element === value) === true)) return false;
      throw new OnnxError(
        'onnx/unsupported',
        `${node.where}: its input ${quote(name)} treats positions before differently (a window, a bias by distance or a padded batch). A program that goes token by token attends to all of them alike.`,
      );
    }
    if (seen.every((one) => one.data?.every((element, j) => element === data[j]) === true)) return false;
    if (SHAPE_INPUTS[node.opType]?.includes(place) !== true) return true;
    const slopes = second.data.map((element, j) => element - (data[j] ?? 0));
    const isLine = seen.every(
      (one) =>
        one.data?.every((element, j) => element === (data[j] ?? 0) + (one.past - PROBES[0]) * (slopes[j] ?? 0)) ===
        true,
    );
    if (isLine) return false;
    throw new OnnxError(
      'onnx/unsupported',
      `${node.where}: its input ${quote(name)} does not grow evenly with the past, as a window over it does. A program that goes token by token attends to all positions.`,
    );
  }

  #tables(names: ReadonlySet<string>, context: number): Map<string, PositionTable> {
    const tables = new Map<string, PositionTable>();
    const [facts] = this.#facts;
    const budget = new Budget(givenNumbers(this.#graph));
    for (const name of names) {
      const { dims, type } = facts?.get(name) ?? { dims: [], type: 'float32' as const };
      const width = product(dims);
      const where = `Tensor ${quote(name)}`;
      if (width > LIMITS.columns) {
        throw new OnnxError(
          'onnx/limit',
          `${where} has ${width} numbers for a position; at most ${LIMITS.columns} are possible.`,
        );
      }
      budget.take(context * width, where);
      tables.set(name, { dims, type, data: new Float64Array(context * width) });
    }
    const nodes = this.#ancestors(names);
    if (nodes.length * context > EVALUATIONS) {
      throw new OnnxError(
        'onnx/limit',
        `${nodes.length} nodes depend on the position: computing them for ${context} positions takes too long.`,
      );
    }
    for (let past = 0; past < context && names.size > 0; past++) {
      const found = this.#after(past, nodes, budget);
      for (const [name, { data, dims }] of tables) {
        const row = found.get(name);
        if (row?.data === undefined || String(row.dims) !== String(dims)) {
          throw new OnnxError('onnx/unsupported', `Tensor ${quote(name)} has another shape at position ${past}.`);
        }
        data.set(row.data, past * product(dims));
      }
    }
    return tables;
  }

  /** The nodes that known values are computed by, in order. */
  #ancestors(names: ReadonlySet<string>): GraphNode[] {
    const wanted = new Set(names);
    return this.#nodes
      .toReversed()
      .filter((node) => {
        const isWanted = node.outputs.some((name) => wanted.has(name));
        if (isWanted) for (const name of node.inputs) if (this.#isKnown(name)) wanted.add(name);
        return isWanted;
      })
      .toReversed();
  }

  /** Known values after `past` tokens. */
  #after(past: number, nodes: readonly GraphNode[], budget = new Budget(givenNumbers(this.#graph))): Map<string, Fact> {
    const builder = new Builder(budget);
    const values = inputsAfter(this.#inputs, { past, builder });
    for (const name of nodes.flatMap((node) => node.inputs)) {
      if (!values.has(name) && !this.#isKnown(name)) {
        const value = this.#fixed.get(name) ?? this.#stand(name, { past, builder });
        if (value !== undefined) values.set(name, value);
      }
    }
    try {
      readNodes(nodes, { opset: this.#graph.opset, values, builder, notes: new Set() });
    } catch (cause) {
      if (!(cause instanceof OnnxError)) throw cause;
      throw new OnnxError(cause.code, `At position ${past} of a text: ${cause.message}`, cause);
    }
    return new Map([...values].map(([name, value]) => [name, factOf(value, builder)]));
  }

  /** Something of the shape that a computed value has after `past` tokens. */
  #stand(name: string, { past, builder }: { past: number; builder: Builder }): Value | undefined {
    const [a, b] = this.#facts.map((facts) => facts.get(name));
    if (a === undefined || b === undefined) return undefined;
    const dims = a.dims.map((dim, i) => dim + (past - PROBES[0]) * ((b.dims[i] ?? dim) - dim));
    const size = product(dims);
    if (dims.some((dim) => dim < 0)) return undefined;
    return rowByRow(
      builder.tensor({ kind: 'input', idBytes: 1 }, { size, where: `Tensor ${quote(name)}` }),
      dims,
      a.type,
    );
  }
}

function factOf(value: Value, { budget }: Builder): Fact {
  if (value.tensor.kind === 'constant') budget.work(value.tensor.size, value.tensor.where);
  return { dims: dimsOf(value), data: constantData(value), type: value.type };
}
