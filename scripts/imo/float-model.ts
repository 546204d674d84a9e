import * as ort from 'onnxruntime-web/wasm';
import { OnnxError } from '../../lib/onnx/error.ts';
import { encode } from '../../lib/onnx/protobuf.ts';
import { readModel } from '../../lib/onnx/read-model.ts';
import type { ElementType } from '../../lib/onnx/schema.ts';

/**
 * How a request's bytes become the model's input: scale · byte + offset in the shape `dims`, the dimensions in `order` from the
 * outermost. `idBytes` 2: a number of two bytes, the lower first.
 */
export type FloatInput = {
  name: string;
  dims: readonly number[];
  order: readonly number[];
  idBytes: number;
  scale: number;
  offset: number;
};

/** The model in onnxruntime: a function that gives its answer and the named tensors for a request. */
export async function floatModel(model: Uint8Array, source: FloatInput, names: readonly string[]) {
  const type = readModel(model).inputs.find(({ name }) => name === source.name)?.type ?? 'float32';
  const session = await sessionFor(model, names);
  const { name, dims, scale, offset } = source;
  const places = placesOf(source);
  return async (input: Uint8Array): Promise<ReadonlyMap<string, Float64Array>> => {
    const read = (place: number): number =>
      source.idBytes === 2 ? (input[2 * place] ?? 0) + 256 * (input[2 * place + 1] ?? 0) : (input[place] ?? 0);
    const values = Float64Array.from(places, (place) => read(place) * scale + offset);
    const results = await session.run({ [name]: tensorOf(type, values, dims) });
    const found = new Map<string, Float64Array>();
    for (const [key, { data }] of Object.entries(results)) {
      found.set(key, Float64Array.from(data as ArrayLike<number | bigint>, Number)); // boundary: numeric tensors only
    }
    return found;
  };
}

/** onnxruntime with a model, whose named tensors are outputs too. */
export async function sessionFor(model: Uint8Array, names: readonly string[]): Promise<ort.InferenceSession> {
  const graph = readModel(model);
  // Two ONNX messages one after the other are one, with the lists of both: these become outputs too.
  const wanted = [...new Set(names)].filter((name) => !graph.outputs.includes(name));
  const more = encode('ModelProto', { graph: { output: wanted.map((name) => ({ name })) } });
  const bytes = new Uint8Array(model.length + more.length);
  bytes.set(model);
  bytes.set(more, model.length);
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
}

/** Where each element of the input lies in a request, in ONNX's order. */
function placesOf({ dims, order }: FloatInput): Int32Array {
  const strides = new Array<number>(dims.length).fill(1);
  let stride = 1;
  for (const axis of order.toReversed()) {
    strides[axis] = stride;
    stride *= dims[axis] ?? 1;
  }
  return Int32Array.from({ length: stride }, (_, j) => {
    let [rest, place] = [j, 0];
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const size = dims[axis] ?? 1;
      place += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    return place;
  });
}

/** A tensor for onnxruntime. */
export function tensorOf(type: ElementType, values: Float64Array, dims: readonly number[]): ort.Tensor {
  if (type === 'float32') return new ort.Tensor('float32', Float32Array.from(values), dims);
  if (type === 'uint8') return new ort.Tensor('uint8', Uint8Array.from(values), dims);
  if (type === 'float64') return new ort.Tensor('float64', values, dims);
  if (type === 'int64') return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims);
  if (type === 'int32') return new ort.Tensor('int32', Int32Array.from(values), dims);
  throw new OnnxError('onnx/unsupported', `onnxruntime is not given ${type} here: export the model in float32.`);
}
