import { OnnxError, quote } from './error.ts';
import type { Message } from './schema.ts';
import { type Constant, readTensor } from './tensor.ts';

/** The attributes of one node, read by name with the default that the operator gives them. */
export class Attributes {
  readonly #byName: ReadonlyMap<string, Message<'AttributeProto'>>;
  readonly #where: string;

  constructor(attributes: readonly Message<'AttributeProto'>[], where: string) {
    this.#byName = new Map(attributes.map((attribute) => [attribute.name ?? '', attribute]));
    this.#where = where;
  }

  /** Names of all attributes there are. */
  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  float(name: string, otherwise: number): number {
    const attribute = this.#byName.get(name);
    if (attribute === undefined) return otherwise;
    return this.#finite(name, attribute.f ?? 0); // a zero may be left out of the file
  }

  int(name: string, otherwise: number): number {
    const attribute = this.#byName.get(name);
    if (attribute === undefined) return otherwise;
    return this.#finite(name, attribute.i ?? 0);
  }

  ints(name: string): readonly number[] | undefined {
    const attribute = this.#byName.get(name);
    return attribute === undefined ? undefined : (attribute.ints ?? []);
  }

  floats(name: string): readonly number[] | undefined {
    const attribute = this.#byName.get(name);
    return attribute === undefined ? undefined : (attribute.floats ?? []);
  }

  text(name: string, otherwise: string): string {
    const attribute = this.#byName.get(name);
    return attribute === undefined ? otherwise : new TextDecoder().decode(attribute.s ?? new Uint8Array());
  }

  tensor(name: string): Constant | undefined {
    const tensor = this.#byName.get(name)?.t;
    return tensor === undefined ? undefined : readTensor(tensor);
  }

  #finite(name: string, value: number): number {
    if (Number.isFinite(value)) return value;
    throw new OnnxError('onnx/unsupported', `${this.#where}: attribute ${quote(name)} is ${value}.`);
  }
}
