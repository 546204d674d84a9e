import * as ort from 'onnxruntime-web/wasm';
import { OnnxError } from '../../lib/onnx/error.ts';
import { encode } from '../../lib/onnx/protobuf.ts';
import { readModel } from '../../lib/onnx/read-model.ts';
import type { ElementType } from '../../lib/onnx/schema.ts';

/** How a request's bytes become the model's input: scale · byte + offset in the shape `dims`. */
export type FloatInput = { name: string; dims: readonly number[]; scale: number; offset: number };

/** The model in onnxruntime: a function that gives its answer and the named tensors for a request. */
export async function floatModel(model: Uint8Array, source: FloatInput, names: readonly string[]) {
  const graph = readModel(model);
  const type = graph.inputs[0]?.type ?? 'float32';
  // Two ONNX messages one after the other are one, with the lists of both: these become outputs too.
  const wanted = [...new Set(names)].filter((name) => !graph.outputs.includes(name));
  const more = encode('ModelProto', { graph: { output: wanted.map((name) => ({ name })) } });
  const bytes = new Uint8Array(model.length + more.length);
  bytes.set(model);
  bytes.set(more, model.length);
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const { name, dims, scale, offset } = source;
  return async (input: Uint8Array): Promise<ReadonlyMap<string, Float64Array>> => {
    const values = Float64Array.from(input, (byte) => byte * scale + offset);
    const results = await session.run({ [name]: tensorOf(type, values, dims) });
    const read = new Map<string, Float64Array>();
    for (const [key, { data }] of Object.entries(results)) {
      read.set(key, Float64Array.from(data as ArrayLike<number | bigint>, Number)); // boundary: numeric tensors only
    }
    return read;
  };
}

function tensorOf(type: ElementType, values: Float64Array, dims: readonly number[]): ort.Tensor {
  if (type === 'float32') return new ort.Tensor('float32', Float32Array.from(values), dims);
  if (type === 'uint8') return new ort.Tensor('uint8', Uint8Array.from(values), dims);
  if (type === 'float64') return new ort.Tensor('float64', values, dims);
  throw new OnnxError('onnx/unsupported', `onnxruntime is not given ${type} here: export the model in float32.`);
}
