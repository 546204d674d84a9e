import { LIMITS } from '../engine/limits.ts';
import { OnnxError, quote } from '../onnx/error.ts';
import type { Graph, GraphInput, GraphNode } from '../onnx/read-model.ts';
import { Budget } from './budget.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { ENDINGS } from './endings.ts';
import { applyLine, type Expr } from './expr.ts';
import { LINEAR } from './linear.ts';
import { SHAPES } from './shapes.ts';
import type { Handler, Value } from './value.ts';

const HANDLERS = new Map<string, Handler>(Object.entries({ ...ELEMENTWISE, ...LINEAR, ...SHAPES, ...ENDINGS }));

/** The ONNX operators that a model may consist of, in alphabetical order. */
export const SUPPORTED_OPERATORS: readonly string[] = [...HANDLERS.keys()].sort();

/** What a byte of the request is to the model: scale · byte + offset. */
export type InputScale = { readonly scale: number; readonly offset: number };

/** A model with one input of known size and one output, read down to what the compiler works on. */
export type Network = {
  readonly inputName: string;
  readonly inputDims: readonly number[];
  readonly outputName: string;
  readonly outputDims: readonly number[];
  readonly inputScale: InputScale;
  readonly output: Expr;
  readonly notes: readonly string[];
  /** What is left for merging matrices. */
  readonly budget: Budget;
};

/**
 * Infers shapes, folds constants and turns a graph into one expression. A batch is 1. `inputScale` is for float inputs: bytes
 * are taken as 0 … 1 unless it says otherwise. Throws OnnxError that names the node.
 */
export function readGraph(graph: Graph, options: { output?: string; inputScale?: InputScale }): Network {
  const source = singleInput(graph);
  const outputName = options.output ?? singleOutput(graph);
  const inputDims = source.dims.map((dim, i) => dim ?? (i === 0 ? 1 : openDimension(source, i)));
  const size = inputDims.reduce((product, dim) => product * dim, 1);
  if (!(size >= 1 && size <= LIMITS.inputBytes)) {
    throw new OnnxError(
      'onnx/limit',
      `Input ${quote(source.name)} has ${size} elements, not 1 to ${LIMITS.inputBytes}.`,
    );
  }
  const inputScale = inputScaleOf(source, options.inputScale);
  const where = `Input ${quote(source.name)}`;
  const bytes: Expr = { kind: 'input', size, name: '', where };
  const values = new Map<string, Value>(
    [...graph.initializers].map(([name, { dims, data }]) => [name, { kind: 'constant', dims, data }]),
  );
  const first = applyLine(bytes, inputScale, { name: source.name, where });
  values.set(source.name, { kind: 'computed', dims: inputDims, expr: first });
  const notes = new Set<string>();
  const given = [...graph.initializers.values()].reduce((sum, { data }) => sum + data.length, 0);
  const budget = new Budget(given);
  for (const node of needed(graph, outputName)) {
    const handler = HANDLERS.get(node.opType) ?? unknown(node);
    const inputs = node.inputs.map((name) =>
      name === '' ? undefined : (values.get(name) ?? secondOutput(node, name)),
    );
    values.set(node.outputs[0] ?? '', handler({ node, opset: graph.opset, inputs, notes, budget }));
  }
  const output = values.get(outputName);
  if (output?.kind !== 'computed') {
    throw new OnnxError('onnx/unsupported', `Output ${quote(outputName)} does not depend on the input.`);
  }
  const { expr: result, dims: outputDims } = output;
  return {
    inputName: source.name,
    inputDims,
    outputName,
    outputDims,
    inputScale,
    output: result,
    notes: [...notes],
    budget,
  };
}

/** The nodes that the output depends on, in order. */
function needed({ nodes }: Graph, output: string): GraphNode[] {
  const wanted = new Set([output]);
  return nodes
    .toReversed()
    .filter((node) => {
      const isNeeded = node.outputs.some((name) => name !== '' && wanted.has(name));
      if (isNeeded) for (const name of node.inputs) wanted.add(name);
      return isNeeded;
    })
    .toReversed();
}

function singleInput({ inputs }: Graph): GraphInput {
  const [source, ...others] = inputs;
  if (source === undefined) throw new OnnxError('onnx/unsupported', 'The model has no input.');
  if (others.length === 0) return source;
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

function inputScaleOf({ name, type }: GraphInput, given: InputScale | undefined): InputScale {
  if (type === 'uint8') {
    if (given === undefined || (given.scale === 1 && given.offset === 0)) return { scale: 1, offset: 0 };
    throw new OnnxError('onnx/unsupported', `Input ${quote(name)} takes bytes as they are: leave the input scale out.`);
  }
  if (type !== 'float32' && type !== 'float16' && type !== 'float64') {
    throw new OnnxError('onnx/unsupported', `Input ${quote(name)} is ${type}. Export it with float32 or uint8 input.`);
  }
  const scale = given ?? { scale: 1 / 255, offset: 0 };
  if (Number.isFinite(scale.offset) && Number.isFinite(scale.scale) && scale.scale !== 0) return scale;
  throw new OnnxError('onnx/unsupported', `The input scale ${scale.scale} · byte + ${scale.offset} is none.`);
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
