import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A weight of a TensorFlow.js model: its shape and its numbers, row by row. */
export type Weight = { readonly shape: readonly number[]; readonly data: Float32Array };

/** A node of a TensorFlow graph as model.json holds it; strings of attributes are in base64. */
export type TfNode = {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, TfAttribute>>;
};
export type TfAttribute = {
  readonly s?: string;
  readonly b?: boolean;
  readonly list?: { readonly i?: readonly string[]; readonly s?: readonly string[] };
};

type Manifest = readonly {
  readonly paths: readonly string[];
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
}[];
type TfModel = { readonly modelTopology: { readonly node?: readonly TfNode[] }; readonly weightsManifest: Manifest };

/** Reads model.json and the float32 weights beside it; integers (shapes, axes) are read as numbers too. */
export async function readTfjs(
  folder: string,
  file: string,
): Promise<{ nodes: TfNode[]; weights: Map<string, Weight> }> {
  const model: TfModel = JSON.parse(await readFile(join(folder, file), 'utf8')); // boundary: the package's own format
  const weights = new Map<string, Weight>();
  for (const group of model.weightsManifest) {
    const parts = await Promise.all(group.paths.map((path) => readFile(join(folder, file, '..', path))));
    const bytes = new Uint8Array(Buffer.concat(parts));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    for (const { name, shape, dtype } of group.weights) {
      if (dtype !== 'float32' && dtype !== 'int32') throw new Error(`${file}: ${name} is ${dtype}.`);
      const size = shape.reduce((product, dim) => product * dim, 1);
      const start = at;
      const read = (i: number): number =>
        dtype === 'int32' ? view.getInt32(start + 4 * i, true) : view.getFloat32(start + 4 * i, true);
      weights.set(name, { shape, data: Float32Array.from({ length: size }, (_, i) => read(i)) });
      at += 4 * size;
    }
  }
  return { nodes: [...(model.modelTopology.node ?? [])], weights };
}

/** The weight of that name, or an error that says which one the package lacks. */
export function weightOf(weights: ReadonlyMap<string, Weight>, name: string): Weight {
  const found = weights.get(name);
  if (found === undefined) throw new Error(`The package has no weight ${name}.`);
  return found;
}
