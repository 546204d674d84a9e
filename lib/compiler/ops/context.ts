import { OnnxError } from '../../onnx/error.ts';
import type { GraphNode } from '../../onnx/read-model.ts';
import type { ElementType } from '../../onnx/schema.ts';
import type { Builder } from '../ir/builder.ts';
import { product, type Tensor, type TensorKind } from '../ir/tensor.ts';
import { constantData, dimsOf, type Value } from '../ir/view.ts';

/** What a node's handler gets: its inputs by place (undefined where left out), what makes tensors, and where to report. */
export type NodeContext = {
  readonly node: GraphNode;
  readonly opset: number;
  readonly inputs: readonly (Value | undefined)[];
  readonly notes: Set<string>;
  readonly builder: Builder;
};

/** One operator's meaning: its outputs. */
export type Handler = (context: NodeContext) => Value | readonly Value[];

/** Handlers by operator. */
export type Handlers = Readonly<Record<string, Handler>>;

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

/** A constant's shape and elements. */
export type Known = { readonly dims: readonly number[]; readonly data: Float64Array };

/** Input number `place` as a constant; undefined where it is left out. */
export function knownInput(context: NodeContext, place: number): Known | undefined {
  const value = context.inputs[place];
  if (value === undefined) return undefined;
  context.builder.budget.take(value.tensor.kind === 'constant' ? 1 : 0, context.node.where);
  const data = constantData(value);
  if (data === undefined) unsupported(context, `input ${place} must be a constant of the model.`);
  return { dims: dimsOf(value), data };
}

/** A tensor made by this node. */
export function make(context: NodeContext, kind: TensorKind, size: number): Tensor {
  return context.builder.tensor(kind, { size, where: context.node.where });
}

/** A constant made by this node. Throws `onnx/limit` when the model makes too many. */
export function constant(
  context: NodeContext,
  dims: readonly number[],
  { data, type }: { data: Float64Array; type?: ElementType },
): Value {
  if (data.length !== product(dims)) badShape(context, `${data.length} elements for the shape ${show(dims)}.`);
  return context.builder.constant(data, dims, { where: context.node.where, ...(type === undefined ? {} : { type }) });
}

/** A negative axis counts from the end. Throws `onnx/shape` outside [−rank, rank). */
export function axisOf(context: NodeContext, axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(place) || place < 0 || place >= Math.max(rank, 1)) {
    badShape(context, `axis ${axis} of a tensor with ${rank} dimensions.`);
  }
  return place;
}

/** Axes come as an attribute in older opsets and as input `place` in newer ones. */
export function axesOf(context: NodeContext, place: number, rank: number): readonly number[] | undefined {
  const given = knownInput(context, place)?.data ?? context.node.attributes.ints('axes');
  if (given === undefined || given.length === 0) return undefined;
  const axes = Array.from(given, (axis) => axisOf(context, axis, rank));
  if (new Set(axes).size !== axes.length) badShape(context, `the axes ${show(axes)} repeat.`);
  return axes;
}

/** dims as text. */
export function show(dims: readonly number[]): string {
  return `[${dims.slice(0, 8).join(', ')}]`;
}
