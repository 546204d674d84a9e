import type * as ort from 'onnxruntime-web/wasm';
import type { StepNames } from '../../lib/compiler/text/read-text.ts';
import { readModel } from '../../lib/onnx/read-model.ts';
import { sessionFor, tensorOf } from './float-model.ts';

/** What a step of a text makes: the model's outputs, and the named tensors, by name. */
export type FloatStep = ReadonlyMap<string, Float64Array>;

/**
 * A decode step in onnxruntime: a function that begins a text, which gives a function that takes one token after the other. The cache goes
 * from each step to the next.
 */
export async function floatDecoder(model: Uint8Array, names: StepNames, tensors: readonly string[]) {
  const types = new Map(readModel(model).inputs.map(({ name, type, dims }) => [name, { type, dims }]));
  const session = await sessionFor(model, tensors);
  const given = (name: string, values: readonly number[], last: number): ort.Tensor => {
    const { type = 'int64', dims = [] } = types.get(name) ?? {};
    const shape = dims.map((dim, i) => dim ?? (i === dims.length - 1 ? last : 1));
    return tensorOf(type, Float64Array.from(values), shape);
  };
  return () => {
    let cache = new Map(
      names.pasts.map(({ input, dims }) => [
        input,
        tensorOf(types.get(input)?.type ?? 'float32', new Float64Array(), dims),
      ]),
    );
    let position = 0;
    return async (token: number): Promise<FloatStep> => {
      const results = await session.run({
        ...Object.fromEntries(cache),
        [names.token]: given(names.token, [token], 1),
        ...Object.fromEntries(names.positions.map((name) => [name, given(name, [position], 1)])),
        ...Object.fromEntries(
          names.masks.map((name) => [name, given(name, new Array<number>(position + 1).fill(1), position + 1)]),
        ),
      });
      position++;
      cache = new Map(names.pasts.flatMap(({ input, output }) => entry(input, results[output])));
      const found = new Map<string, Float64Array>();
      for (const [key, { data }] of Object.entries(results)) {
        found.set(key, Float64Array.from(data as ArrayLike<number | bigint>, Number)); // boundary: numeric tensors only
      }
      return found;
    };
  };
}

function entry(name: string, tensor: ort.Tensor | undefined): [string, ort.Tensor][] {
  return tensor === undefined ? [] : [[name, tensor]];
}
