import { Attributes } from './attributes.ts';
import { OnnxError, quote } from './error.ts';
import { ONNX_LIMITS } from './limits.ts';
import { decode } from './protobuf.ts';
import type { ElementType, Message } from './schema.ts';
import { type Constant, elementType, readTensor } from './tensor.ts';

/** One operator of a graph. An optional input that is left out is the empty name. */
export type GraphNode = {
  readonly index: number;
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
  /** For messages: node 3 "fc1" (Gemm). */
  readonly where: string;
};

/** A graph's input: symbolic or missing dimensions are undefined. */
export type GraphInput = {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | undefined)[];
};

/** A graph whose nodes read only what is defined before them. */
export type Graph = {
  readonly opset: number;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
  readonly initializers: ReadonlyMap<string, Constant>;
  readonly nodes: readonly GraphNode[];
};

/**
 * Reads an ONNX file: its graph, with every name resolved and every constant read. Throws OnnxError: `onnx/malformed` for
 * what is no ONNX file, `onnx/limit`, `onnx/external-data`, `onnx/opset`, `onnx/shape` or `onnx/unsupported`.
 */
export function readModel(bytes: Uint8Array): Graph {
  if (bytes.length > ONNX_LIMITS.fileBytes) {
    throw new OnnxError('onnx/limit', `The file has ${bytes.length} bytes, more than ${ONNX_LIMITS.fileBytes}.`);
  }
  const model = decode('ModelProto', bytes);
  const graph = model.graph;
  if (graph === undefined || model.irVersion === undefined) {
    throw new OnnxError('onnx/malformed', 'This is not an ONNX file: it has no graph.');
  }
  if (graph.sparseInitializer !== undefined) {
    throw new OnnxError('onnx/unsupported', 'The model has sparse weights. Export it with dense ones.');
  }
  const opset = opsetOf(model);
  const initializers = new Map<string, Constant>();
  for (const tensor of graph.initializer ?? []) define(initializers, tensor.name ?? '', readTensor(tensor));
  const inputs = (graph.input ?? []).filter(({ name }) => !initializers.has(name ?? '')).map(readInput);
  const defined = new Set([...initializers.keys(), ...inputs.map(({ name }) => name), '']);
  const all = graph.node ?? [];
  if (all.length > ONNX_LIMITS.nodes) {
    throw new OnnxError('onnx/limit', `The graph has ${all.length} nodes, more than ${ONNX_LIMITS.nodes}.`);
  }
  const nodes = all.map((node, index) => readNode(node, index, defined));
  const outputs = (graph.output ?? []).map(({ name }) => name ?? '');
  for (const name of outputs) {
    if (name === '' || !defined.has(name)) {
      throw new OnnxError('onnx/malformed', `The graph's output ${quote(name)} is written by no node.`);
    }
  }
  return { opset, inputs, outputs, initializers, nodes };
}

function opsetOf(model: Message<'ModelProto'>): number {
  const { minOpset, maxOpset } = ONNX_LIMITS;
  const own = (model.opsetImport ?? []).find(({ domain = '' }) => domain === '' || domain === 'ai.onnx');
  const version = own?.version ?? 1;
  if (version < minOpset || version > maxOpset) {
    throw new OnnxError(
      'onnx/opset',
      `The model uses opset ${version}; ${minOpset} to ${maxOpset} can be read. Export it with opset 17.`,
    );
  }
  return version;
}

function define<T>(names: Map<string, T>, name: string, value: T): void {
  if (name === '') throw new OnnxError('onnx/malformed', 'An initializer has no name.');
  if (names.has(name)) throw new OnnxError('onnx/malformed', `Two initializers are called ${quote(name)}.`);
  names.set(name, value);
}

function readInput({ name = '', type }: Message<'ValueInfoProto'>): GraphInput {
  const tensor = type?.tensorType;
  const element = elementType(tensor?.elemType);
  if (name === '' || tensor === undefined) {
    throw new OnnxError('onnx/unsupported', `Input ${quote(name)} is no tensor. Export the model with tensors only.`);
  }
  if (element === undefined) {
    throw new OnnxError(
      'onnx/unsupported',
      `Input ${quote(name)} has element type ${tensor.elemType ?? 0}. Export it with float32 or uint8 input.`,
    );
  }
  const dims = (tensor.shape?.dim ?? []).map(({ dimValue }) => (dimValue === 0 ? undefined : dimValue));
  return { name, type: element, dims };
}

function readNode(node: Message<'NodeProto'>, index: number, defined: Set<string>): GraphNode {
  const opType = node.opType ?? '';
  const title = node.name ? ` ${quote(node.name)}` : '';
  const where = `Node ${index}${title} (${quote(opType).slice(1, -1)})`;
  const domain = node.domain ?? '';
  if (domain !== '' && domain !== 'ai.onnx') {
    throw new OnnxError(
      'onnx/unsupported',
      `${where} belongs to ${quote(domain)}, not to standard ONNX. Export the model with standard operators only.`,
    );
  }
  const [inputs, outputs] = [node.input ?? [], node.output ?? []];
  for (const name of inputs) {
    if (!defined.has(name)) {
      throw new OnnxError(
        'onnx/malformed',
        `${where} reads ${quote(name)}, which nothing before it writes: the graph is cyclic or incomplete.`,
      );
    }
  }
  for (const name of outputs) {
    if (name !== '' && defined.has(name))
      throw new OnnxError('onnx/malformed', `${where} writes ${quote(name)} again.`);
    defined.add(name);
  }
  return { index, opType, inputs, outputs, attributes: new Attributes(node.attribute ?? [], where), where };
}
