import { OnnxError, quote } from '../onnx/error.ts';
import type { Graph, GraphNode } from '../onnx/read-model.ts';
import type { Builder } from './ir/builder.ts';
import { product, type Tensor } from './ir/tensor.ts';
import { dimsOf, flatAxes, isPermutation, rowByRow, type Value } from './ir/view.ts';
import { HANDLERS, SUPPORTED_OPERATORS } from './ops/handlers.ts';

/** What nodes are read with: what is known of the values before them, and what makes tensors. */
export type Reading = {
  readonly opset: number;
  readonly values: Map<string, Value>;
  readonly builder: Builder;
  readonly notes: Set<string>;
  /** What a node's input number `place` is, where it is not the value itself. */
  readonly instead?: (node: GraphNode, place: number) => Value | undefined;
};

/** Turns nodes, in order, into tensors; adds their outputs to the values. Throws OnnxError that names the node. */
export function readNodes(nodes: readonly GraphNode[], reading: Reading): void {
  const { opset, values, builder, notes, instead = () => undefined } = reading;
  for (const node of nodes) {
    const handler = HANDLERS.get(node.opType) ?? unknown(node);
    const inputs = node.inputs.map((name, place) =>
      name === '' ? undefined : (instead(node, place) ?? values.get(name) ?? secondOutput(node, name)),
    );
    chargeUnfolded(builder, inputs, node.where);
    const result = handler({ node, opset, inputs, notes, builder });
    const results = Array.isArray(result) ? (result as readonly Value[]) : [result as Value];
    results.forEach((value, i) => {
      const name = node.outputs[i] ?? '';
      values.set(name, value);
      nameTensor(value, name);
    });
  }
}

/** The graph's constants as values. */
export function constantsOf(graph: Graph, builder: Builder): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [name, { dims, data, type }] of graph.initializers) {
    const tensor = builder.tensor({ kind: 'constant', data }, { size: data.length, where: `Tensor ${quote(name)}` });
    values.set(name, rowByRow(tensor, dims, type));
  }
  return values;
}

/** Numbers in the file. */
export function givenNumbers({ initializers }: Graph): number {
  return [...initializers.values()].reduce((sum, { data }) => sum + data.length, 0);
}

/** The nodes that the outputs depend on, in order. */
export function neededNodes({ nodes }: Graph, outputs: readonly string[]): GraphNode[] {
  const wanted = new Set(outputs);
  return nodes
    .toReversed()
    .filter((node) => {
      const isNeeded = node.outputs.some((name) => name !== '' && wanted.has(name));
      if (isNeeded) for (const name of node.inputs) wanted.add(name);
      return isNeeded;
    })
    .toReversed();
}

/** A tensor takes the name of the first value that is all of it. */
export function nameTensor(value: Value, name: string): void {
  const tensor: Tensor = value.tensor;
  if (name === '' || tensor.name !== '' || tensor.kind === 'constant' || tensor.kind === 'input') return;
  if (!isPermutation(value)) return;
  tensor.name = name;
  tensor.axes = flatAxes(value);
}

/**
 * Constants that a view repeats, or puts in another order, are written out for the node that reads them: counted first, so
 * that a shape of a few bytes does not become gigabytes.
 */
function chargeUnfolded(builder: Builder, inputs: readonly (Value | undefined)[], where: string): void {
  for (const value of inputs) {
    if (value?.tensor.kind !== 'constant') continue;
    const size = product(dimsOf(value));
    builder.budget.work(size, where);
    if (size > value.tensor.size) builder.budget.take(size, where);
  }
}

function unknown(node: GraphNode): never {
  throw new OnnxError(
    'onnx/unsupported',
    `${node.where} is an operator that cannot be compiled yet. Export the model with these only: ${SUPPORTED_OPERATORS.join(', ')}.`,
  );
}

function secondOutput(node: GraphNode, name: string): never {
  throw new OnnxError(
    'onnx/unsupported',
    `${node.where} reads ${quote(name)}, a second output, which is not computed.`,
  );
}
