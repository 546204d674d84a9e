import * as ort from 'onnxruntime-web/wasm';
import type { Port } from './onnx.ts';
import type { Contender } from './timing.ts';

/** Name under which onnxruntime-web stands in the table. */
export const ORT_NAME = `onnxruntime-web ${ort.env.versions.web ?? ''} (wasm, one thread)`;

/** A model in onnxruntime-web, one thread, with an input of any bytes set: each call is one inference. */
export async function ortContender(model: Uint8Array, input: Port): Promise<Contender> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  const size = input.dims.reduce((product, dim) => product * dim, 1);
  const feeds = { [input.name]: new ort.Tensor('uint8', new Uint8Array(size).fill(77), [...input.dims]) };
  return async () => {
    await session.run(feeds);
  };
}
