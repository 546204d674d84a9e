import { LIMITS } from '../../engine/limits.ts';
import { OnnxError, quote } from '../../onnx/error.ts';
import type { Graph, GraphInput } from '../../onnx/read-model.ts';
import type { Builder } from '../ir/builder.ts';
import { product, type Tensor } from '../ir/tensor.ts';
import { rowByRow, type Value } from '../ir/view.ts';

/** A cache of keys or values: rows of all positions before, along `axis`. */
export type PastInput = { readonly name: string; readonly source: GraphInput; readonly axis: number };

/** What the inputs of a decode step are for. */
export type TextInputs = {
  readonly token: GraphInput;
  /** The position of the token, where the model is told it. */
  readonly positions: readonly GraphInput[];
  /** Which positions there are: all. */
  readonly masks: readonly GraphInput[];
  readonly pasts: readonly PastInput[];
};

const FLOATS: ReadonlySet<string> = new Set(['float32', 'float16', 'float64']);

function isPast({ name, type, dims }: GraphInput): boolean {
  return FLOATS.has(type) && dims.length >= 3 && (dims.slice(1).includes(undefined) || /past/i.test(name));
}

/** True for a model that goes token by token: one of its inputs is a cache of keys and values. */
export function isTextModel(inputs: readonly GraphInput[]): boolean {
  return inputs.length > 1 && inputs.some(isPast);
}

/** What each input of a decode step is. Throws OnnxError that names the input. */
export function textInputsOf({ inputs }: Graph): TextInputs {
  const pasts = inputs.filter(isPast);
  const others = inputs.filter((input) => !isPast(input));
  const isNumber = ({ type }: GraphInput): boolean => type === 'int64' || type === 'int32' || type === 'uint8';
  const masks = others.filter(({ name, type }) => /mask/i.test(name) && !FLOATS.has(type));
  const positions = others.filter((input) => /position/i.test(input.name) && isNumber(input) && !masks.includes(input));
  const rest = others.filter((input) => !masks.includes(input) && !positions.includes(input));
  const [token, ...unknown] = rest.toSorted((a, b) => Number(isNumber(b)) - Number(isNumber(a)));
  if (token === undefined || !isNumber(token)) {
    throw new OnnxError(
      'onnx/unsupported',
      'The model has a cache, but no input that is a token: export it with input_ids.',
    );
  }
  const [stranger] = unknown;
  if (stranger !== undefined) {
    throw new OnnxError(
      'onnx/unsupported',
      `Input ${quote(stranger.name)} is not known in a model that goes token by token, beside ${quote(token.name)}: it takes a token, its position, an attention mask and past keys and values.`,
    );
  }
  for (const input of [token, ...positions]) checkSingle(input);
  for (const mask of masks) checkMask(mask);
  return {
    token,
    positions,
    masks,
    pasts: pasts.map((source) => ({ name: source.name, source, axis: axisOf(source) })),
  };
}

/** The inputs as values after `past` tokens: the numbers that follow from that alone are constants. */
export function inputsAfter(
  { token, positions, masks, pasts }: TextInputs,
  { past, builder }: { past: number; builder: Builder },
): Map<string, Value> {
  const values = new Map<string, Value>();
  const leaf = ({ name, type }: GraphInput, dims: readonly number[]): void => {
    const where = `Input ${quote(name)}`;
    const size = product(dims);
    if (size > LIMITS.tensor) {
      throw new OnnxError('onnx/limit', `${where} has ${size} elements; at most ${LIMITS.tensor} are possible.`);
    }
    values.set(name, rowByRow(builder.tensor({ kind: 'input', idBytes: 1 }, { size, where }), dims, type));
  };
  leaf(token, closed(token, 1));
  for (const { source, axis } of pasts)
    leaf(
      source,
      source.dims.map((dim, i) => (i === axis ? past : (dim ?? 1))),
    );
  for (const source of positions) {
    const where = `Input ${quote(source.name)}`;
    values.set(source.name, builder.constant(Float64Array.of(past), closed(source, 1), { where, type: source.type }));
  }
  for (const source of masks) {
    const where = `Input ${quote(source.name)}`;
    const dims = closed(source, past + 1);
    values.set(source.name, builder.constant(new Float64Array(past + 1).fill(1), dims, { where, type: source.type }));
  }
  return values;
}

/** The leaves that stand for the past. */
export function pastLeaves({ pasts }: TextInputs, values: ReadonlyMap<string, Value>): Map<Tensor, PastInput> {
  const leaves = new Map<Tensor, PastInput>();
  for (const past of pasts) {
    const tensor = values.get(past.name)?.tensor;
    if (tensor !== undefined) leaves.set(tensor, past);
  }
  return leaves;
}

/** Open dimensions are 1, the last one `last`. */
function closed({ dims }: GraphInput, last: number): number[] {
  return dims.map((dim, i) => dim ?? (i === dims.length - 1 ? last : 1));
}

function checkSingle(input: GraphInput): void {
  if (input.dims.every((dim) => dim === undefined || dim === 1)) return;
  throw new OnnxError(
    'onnx/shape',
    `Input ${quote(input.name)} has the shape [${input.dims.map((dim) => dim ?? '?').join(', ')}]: export the step of one token, [1, 1].`,
  );
}

function checkMask({ name, dims }: GraphInput): void {
  const isOpen = dims.length >= 1 && dims.at(-1) === undefined;
  if (isOpen && dims.slice(0, -1).every((dim) => dim === undefined || dim === 1)) return;
  throw new OnnxError(
    'onnx/shape',
    `Input ${quote(name)} has the shape [${dims.map((dim) => dim ?? '?').join(', ')}]: an attention mask of all positions so far is [1, past + 1], its length open.`,
  );
}

function axisOf({ name, dims }: GraphInput): number {
  const open = dims.flatMap((dim, axis) => (dim === undefined && axis > 0 ? [axis] : []));
  const [axis] = open;
  const rest = dims.filter((_, i) => i !== axis && i > 0);
  const isGood = rest.every((dim) => dim !== undefined && Number.isSafeInteger(dim) && dim >= 1);
  if (axis !== undefined && open.length === 1 && isGood && (dims[0] ?? 1) === 1) return axis;
  throw new OnnxError(
    'onnx/shape',
    `Input ${quote(name)} has the shape [${dims.map((dim) => dim ?? '?').join(', ')}]: of a past only its length may be open, and it must be (besides the batch, which is 1). Export with a dynamic axis for it.`,
  );
}
