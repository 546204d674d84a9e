import { EngineError } from './error.ts';

/** Throws `program/malformed`. */
export function malformed(message: string): never {
  throw new EngineError('program/malformed', message);
}

/** Reads the fields of one JSON object strictly: each exactly once, none left over. */
export class Fields {
  readonly where: string;
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #unread: Set<string>;

  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) malformed(`${where} is not an object.`);
    this.where = where;
    this.#object = value as Readonly<Record<string, unknown>>; // boundary: checked above
    this.#unread = new Set(Object.keys(value));
  }

  #take(name: string): unknown {
    if (!this.#unread.delete(name)) malformed(`${this.where} has no field ${name}.`);
    return this.#object[name];
  }

  /** An integer in [low, high]. */
  int(name: string, low: number, high: number): number {
    return integer(this.#take(name), `${this.where}.${name}`, { low, high });
  }

  /** One of the given strings. */
  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#take(name);
    const found = choices.find((choice) => choice === value);
    if (found === undefined) malformed(`${this.where}.${name} is not one of ${choices.join(', ')}.`);
    return found;
  }

  /** Any string, for a name that is looked up next. */
  text(name: string): string {
    const value = this.#take(name);
    if (typeof value !== 'string') malformed(`${this.where}.${name} is not a string.`);
    return value;
  }

  /** A list of at most `max` entries. */
  list(name: string, max: number): readonly unknown[] {
    const value = this.#take(name);
    if (!Array.isArray(value)) malformed(`${this.where}.${name} is not a list.`);
    if (value.length > max) malformed(`${this.where}.${name} has ${value.length} entries, more than ${max}.`);
    return value;
  }

  /** A list of integers in [low, high]: so many, or a range of how many. */
  ints(name: string, count: number | { from: number; to: number }, low: number, high: number): readonly number[] {
    const { from, to } = typeof count === 'number' ? { from: count, to: count } : count;
    const values = this.list(name, to);
    if (values.length < from) malformed(`${this.where}.${name} has ${values.length} entries, less than ${from}.`);
    return values.map((value) => integer(value, `an entry of ${this.where}.${name}`, { low, high }));
  }

  /** Any value, for what is parsed next. */
  value(name: string): unknown {
    return this.#take(name);
  }

  /** Refuses fields that were not read. */
  end(): void {
    for (const name of this.#unread) malformed(`${this.where} has an unknown field ${name.slice(0, 40)}.`);
  }
}

function integer(value: unknown, where: string, { low, high }: { low: number; high: number }): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || Object.is(value, -0)) {
    malformed(`${where} is not an integer.`);
  }
  if (value < low || value > high) malformed(`${where} is ${value}, not in ${low}…${high}.`);
  return value;
}
