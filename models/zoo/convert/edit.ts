import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, encode } from '../../../lib/onnx/protobuf.ts';
import type { Message } from '../../../lib/onnx/schema.ts';
import { readTensor } from '../../../lib/onnx/tensor.ts';
import { floatTensor, intTensor, node, valueInfo } from '../../../lib/onnx/write-model.ts';

type Named = { readonly name: string; readonly dims: readonly number[] };

/** An ONNX file of a package, to be changed in stated ways: cut, made smaller, written again. */
export class Edited {
  readonly #opset: number;
  #graph: Message<'GraphProto'>;

  private constructor(model: Message<'ModelProto'>) {
    this.#graph = model.graph ?? {};
    this.#opset = model.opsetImport?.find(({ domain = '' }) => domain === '')?.version ?? 17;
  }

  static async read(folder: string, file: string): Promise<Edited> {
    return new Edited(decode('ModelProto', new Uint8Array(await readFile(join(folder, file)))));
  }

  /** Keeps the nodes between two tensors, which have these shapes now. */
  cut({ input, output }: { input: Named; output: Named }): this {
    const needed = new Set([output.name]);
    const nodes = [...(this.#graph.node ?? [])].reverse().filter((one) => {
      const isNeeded = (one.output ?? []).some((name) => needed.has(name) && name !== input.name);
      if (isNeeded) for (const name of one.input ?? []) needed.add(name);
      return isNeeded;
    });
    this.#graph = {
      node: nodes.reverse(),
      initializer: (this.#graph.initializer ?? []).filter(({ name = '' }) => needed.has(name)),
      input: [valueInfo(input.name, input.dims)],
      output: [valueInfo(output.name, output.dims)],
    };
    return this;
  }

  /** A picture in grey in place of one with equal red, green and blue: the first kernel's weights are summed over them. */
  grey(weights: string): this {
    return this.#replace(weights, (tensor) => {
      const { dims, data } = readTensor(tensor);
      const [to = 1, from = 1, rows = 1, columns = 1] = dims;
      const area = rows * columns;
      const sums = Float32Array.from({ length: to * area }, (_, i) => {
        const first = Math.floor(i / area) * from * area + (i % area);
        return Array.from({ length: from }, (_, c) => data[first + c * area] ?? 0).reduce((a, b) => a + b, 0);
      });
      return floatTensor(weights, [to, 1, rows, columns], sums);
    });
  }

  /** Other integers for a constant, such as a shape that names the size of the picture. */
  integers(name: string, values: readonly number[]): this {
    return this.#replace(name, () => intTensor(name, [values.length], values));
  }

  /** Nodes at the end. */
  add(...nodes: readonly Message<'NodeProto'>[]): this {
    this.#graph = { ...this.#graph, node: [...(this.#graph.node ?? []), ...nodes] };
    return this;
  }

  write(): Uint8Array {
    return encode('ModelProto', {
      irVersion: 8,
      producerName: 'openimo',
      graph: { name: 'graph', ...this.#graph },
      opsetImport: [{ domain: '', version: this.#opset }],
    });
  }

  /** A constant, which is an initializer or the tensor of a Constant node. */
  #replace(name: string, change: (tensor: Message<'TensorProto'>) => Message<'TensorProto'>): this {
    let found = false;
    const initializer = (this.#graph.initializer ?? []).map((tensor) => {
      if (tensor.name !== name) return tensor;
      found = true;
      return change(tensor);
    });
    const nodes = (this.#graph.node ?? []).map((one) => {
      const value = one.attribute?.find((attribute) => attribute.name === 'value')?.t;
      if (one.opType !== 'Constant' || one.output?.[0] !== name || value === undefined) return one;
      found = true;
      return node('Constant', { in: [], out: [name] }, { value: change({ ...value, name }) });
    });
    if (!found) throw new Error(`The model has no constant ${name}.`);
    this.#graph = { ...this.#graph, initializer, node: nodes };
    return this;
  }
}
