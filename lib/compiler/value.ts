import { OnnxError } from '../onnx/error.ts';
import type { GraphNode } from '../onnx/read-model.ts';
import { type Constant, elementsOf } from '../onnx/tensor.ts';
import type { Budget } from './budget.ts';
import type { Expr } from './expr.ts';

/** A tensor while the graph is read: known already, or to be computed from the request. */
export type Value =
  | { readonly kind: 'constant'; readonly dims: readonly number[]; readonly data: Float64Array }
  | { readonly kind: 'computed'; readonly dims: readonly number[]; readonly expr: Expr };

/** What a node's handler gets: its inputs by place (undefined where left out), and where to report. */
export type NodeContext = {
  readonly node: GraphNode;
  readonly opset: number;
  readonly inputs: readonly (Value | undefined)[];
  readonly notes: Set<string>;
  readonly budget: Budget;
};

/** One operator's meaning: its output, as a value. */
export type Handler = (context: NodeContext) => Value;

/** Throws `onnx/unsupported`, naming the node. */
export function unsupported({ node }: Pick<NodeContext, 'node'>, why: string): never {
  throw new OnnxError('onnx/unsupported', `${node.where}: ${why}`);
}

/** Throws `onnx/shape`, naming the node. */
export function badShape({ node }: Pick<NodeContext, 'node'>, why: string): never {
  throw new OnnxError('onnx/shape', `${node.where}: ${why}`);
}

/** Input number `place`, which the operator needs. */
export function input(context: NodeContext, place: number): Value {
  return context.inputs[place] ?? badShape(context, `input ${place} is missing.`);
}

/** Input number `place` as a constant; undefined where it is left out. */
export function constantInput(context: NodeContext, place: number): Constant | undefined {
  const value = context.inputs[place];
  if (value === undefined) return undefined;
  if (value.kind !== 'constant') unsupported(context, `input ${place} must be a constant of the model.`);
  return { ...value, type: 'float64' };
}

/** A constant that folding makes. Throws `onnx/limit` when the model makes too many. */
export function constant(context: NodeContext, dims: readonly number[], make: () => Float64Array): Value {
  const elements = elementsOf(dims, context.node.where);
  context.budget.take(elements, context.node.where);
  return { kind: 'constant', dims, data: make() };
}

/** The name of the node's output and where it comes from, for what is computed. */
export function placeOf({ node }: NodeContext): { name: string; where: string } {
  return { name: node.outputs[0] ?? '', where: node.where };
}

/** A negative axis counts from the end. Throws `onnx/shape` outside [−rank, rank). */
export function axisOf(context: NodeContext, axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(place) || place < 0 || place >= Math.max(rank, 1)) {
    badShape(context, `axis ${axis} of a tensor with ${rank} dimensions.`);
  }
  return place;
}

/** dims as text. */
export function show(dims: readonly number[]): string {
  return `[${dims.join(', ')}]`;
}
