import { LIMITS } from '../engine/limits.ts';
import { OnnxError, quote } from '../onnx/error.ts';
import type { Graph, GraphInput } from '../onnx/read-model.ts';
import { Budget } from './budget.ts';
import { applyLine } from './ir/apply.ts';
import { Builder } from './ir/builder.ts';
import { type Of, product } from './ir/tensor.ts';
import { dimsOf, rowByRow, transposed, type Value } from './ir/view.ts';
import { constantsOf, givenNumbers, nameTensor, neededNodes, readNodes } from './read-nodes.ts';
import { isTextModel } from './text/inputs.ts';

/** What a byte of the request is to the model: scale · byte + offset. */
export type InputScale = { readonly scale: number; readonly offset: number };

/** A model with one input of known size and one output, read down to what the compiler works on. */
export type Network = {
  readonly inputName: string;
  readonly inputDims: readonly number[];
  /** Bytes of a request. */
  readonly inputBytes: number;
  /** The model's input in the order of the request's bytes: the dimensions from the outermost. */
  readonly inputOrder: readonly number[];
  /** Bytes of one element of the input: 2 for numbers of large vocabularies. */
  readonly idBytes: 1 | 2;
  readonly outputName: string;
  readonly inputScale: InputScale;
  readonly output: Value;
  readonly notes: readonly string[];
  readonly builder: Builder;
};

const FLOATS: ReadonlySet<string> = new Set(['float32', 'float16', 'float64']);

/** True for inputs whose bytes are scaled; others take bytes or numbers as they are. */
export function isFloatType(type: string | undefined): boolean {
  return FLOATS.has(type ?? '');
}

/**
 * Infers shapes, folds constants and turns a graph into tensors. A batch is 1. `inputScale` is for float inputs: bytes are
 * taken as 0 … 1 unless it says otherwise. Throws OnnxError that names the node.
 */
export function readGraph(graph: Graph, options: { output?: string; inputScale?: InputScale }): Network {
  const source = singleInput(graph);
  const outputName = options.output ?? singleOutput(graph);
  const dims = source.dims.map((dim, i) => dim ?? (i === 0 ? 1 : openDimension(source, i)));
  const inputScale = inputScaleOf(source, options.inputScale);
  const notes = new Set<string>();
  const builder = new Builder(new Budget(givenNumbers(graph)));
  const input = requestOf(builder, source, dims);
  const values = constantsOf(graph, builder);
  const first = scaledInput(builder, input, { source, inputScale });
  values.set(source.name, first);
  nameTensor(first, source.name);
  readNodes(neededNodes(graph, [outputName]), { opset: graph.opset, values, builder, notes });
  const output = values.get(outputName);
  if (output === undefined || output.tensor.kind === 'constant') {
    throw new OnnxError('onnx/unsupported', `Output ${quote(outputName)} does not depend on the input.`);
  }
  const { idBytes } = input.tensor;
  const inputBytes = product(dims) * idBytes;
  if (inputBytes > LIMITS.inputBytes) tooLarge(source, inputBytes);
  return {
    inputName: source.name,
    inputDims: dims,
    inputBytes,
    inputOrder: isPicture(dims) ? [0, 2, 3, 1] : dims.map((_, i) => i),
    idBytes,
    outputName,
    inputScale,
    output,
    notes: [...notes],
    builder,
  };
}

/** True for [1, C, H, W] with up to four channels: its bytes are row by row, the channels together. */
export function isPicture(dims: readonly number[]): boolean {
  return dims.length === 4 && dims[0] === 1 && (dims[1] ?? 0) <= 4;
}

type Request = Value & { readonly tensor: Of<'input'> };

function requestOf(builder: Builder, source: GraphInput, dims: readonly number[]): Request {
  const size = product(dims);
  const bad = dims.find((dim) => !(Number.isSafeInteger(dim) && dim >= 1)); // two negative ones have a good product
  if (bad !== undefined) throw new OnnxError('onnx/shape', `Input ${quote(source.name)} has a dimension ${bad}.`);
  if (size > LIMITS.inputBytes) tooLarge(source, size);
  const where = `Input ${quote(source.name)}`;
  const tensor = builder.tensor({ kind: 'input', idBytes: 1 }, { size, where }) as Of<'input'>; // just made
  if (!isPicture(dims)) return { ...rowByRow(tensor, dims, source.type), tensor };
  const [n = 1, c = 1, h = 1, w = 1] = dims;
  return { ...transposed(rowByRow(tensor, [n, h, w, c], source.type), [0, 3, 1, 2]), tensor };
}

function scaledInput(
  builder: Builder,
  input: Request,
  { source, inputScale }: { source: GraphInput; inputScale: InputScale },
): Value {
  if (!FLOATS.has(source.type)) return input;
  const at = { builder, where: `Input ${quote(source.name)}` };
  return { ...input, tensor: applyLine(input.tensor, inputScale, at) };
}

function singleInput({ inputs }: Graph): GraphInput {
  const [source, ...others] = inputs;
  if (source === undefined) throw new OnnxError('onnx/unsupported', 'The model has no input.');
  if (others.length === 0) return source;
  if (isTextModel(inputs)) {
    throw new OnnxError(
      'onnx/unsupported',
      'The model goes token by token, with a cache of keys and values: compile it with `imo compile`, which takes texts as samples.',
    );
  }
  const names = inputs.map(({ name }) => quote(name)).join(', ');
  throw new OnnxError('onnx/unsupported', `The model has ${inputs.length} inputs (${names}); one is possible yet.`);
}

function singleOutput({ outputs }: Graph): string {
  const [output, ...others] = outputs;
  if (output === undefined) throw new OnnxError('onnx/unsupported', 'The model has no output.');
  if (others.length === 0) return output;
  const names = outputs.map(quote).join(', ');
  throw new OnnxError(
    'onnx/unsupported',
    `The model has ${outputs.length} outputs (${names}): say which one is wanted.`,
  );
}

function openDimension({ name }: GraphInput, axis: number): never {
  throw new OnnxError(
    'onnx/shape',
    `Dimension ${axis} of input ${quote(name)} is open. Export the model with a fixed input size (only the batch may be open).`,
  );
}

function tooLarge({ name }: GraphInput, size: number): never {
  throw new OnnxError('onnx/limit', `Input ${quote(name)} has ${size} elements, not 1 to ${LIMITS.inputBytes}.`);
}

function inputScaleOf({ name, type }: GraphInput, given: InputScale | undefined): InputScale {
  if (!FLOATS.has(type)) {
    if (given === undefined || (given.scale === 1 && given.offset === 0)) return { scale: 1, offset: 0 };
    throw new OnnxError('onnx/unsupported', `Input ${quote(name)} takes bytes as they are: leave the input scale out.`);
  }
  const scale = given ?? { scale: 1 / 255, offset: 0 };
  if (Number.isFinite(scale.offset) && Number.isFinite(scale.scale) && scale.scale !== 0) return scale;
  throw new OnnxError('onnx/unsupported', `The input scale ${scale.scale} · byte + ${scale.offset} is none.`);
}

/** The output's shape. */
export function outputDims({ output }: Network): number[] {
  return dimsOf(output);
}
