import { type Fields, malformed } from '../fields.ts';
import { LIMITS } from '../limits.ts';
import type { Op, Program, Rescale, State } from '../op.ts';
import type { DType, TensorInfo } from '../tensor.ts';

/** What is known when operator number `ops.length` is parsed. */
export type Scope = {
  readonly mode: Program['mode'];
  readonly context: number;
  readonly maxInput: number;
  readonly weightsBytes: number;
  readonly states: readonly State[];
  readonly ops: Op[];
  readonly tensors: TensorInfo[];
  /** State → the step's append to it has been seen. */
  readonly appended: Set<number>;
};

/** An operator, what it writes, and its multiply-accumulates. */
export type Parsed = { op: Op; out: TensorInfo; macs: number };

/** Reads the fields of one kind of operator. Throws EngineError `program/malformed`. */
export type Parser = (fields: Fields, scope: Scope) => Parsed;

/** Parsers by the names of their operators. */
export type Parsers<K extends Op['op']> = Readonly<Record<K, Parser>>;

export const BYTE_TYPES = ['i7', 'u7', 'i8', 'u8'] as const;
export const ALL_TYPES = [...BYTE_TYPES, 'i16', 'i32'] as const;
/** What multiply reads and writes: products of i32 would leave 53 bits. */
export const NARROW_TYPES = [...BYTE_TYPES, 'i16'] as const;
/** What a dot product is rounded to. */
export const ROW_TYPES = ['i7', 'u7', 'i8', 'i16'] as const;

/** The earlier tensor that field `name` names, which must have one of the types. */
export function tensor(
  fields: Fields,
  scope: Scope,
  name: string,
  dtypes: readonly DType[],
): { id: number } & TensorInfo {
  const id = fields.int(name, 0, scope.ops.length - 1);
  const info = scope.tensors[id];
  if (info === undefined || !dtypes.includes(info.dtype)) {
    malformed(`${fields.where}.${name} reads ${info?.dtype ?? 'nothing'}, not ${dtypes.join(' or ')}.`);
  }
  return { id, ...info };
}

/** The operator that wrote tensor `name`, which must be a `kind`. */
export function source<K extends Op['op']>(
  fields: Fields,
  scope: Scope,
  name: string,
  kind: K,
): { id: number; op: Extract<Op, { op: K }> } {
  const id = fields.int(name, 0, scope.ops.length - 1);
  const op = scope.ops[id];
  if (op === undefined || op.op !== kind)
    malformed(`${fields.where}.${name} reads ${op?.op ?? 'nothing'}, not ${kind}.`);
  return { id, op: op as Extract<Op, { op: K }> }; // boundary: op.op is kind
}

/** A byte offset with room for `bytes` of weights. */
export function region(fields: Fields, scope: Scope, name: string, bytes: number): number {
  if (bytes > scope.weightsBytes) malformed(`${fields.where}.${name} needs ${bytes} bytes of weights.`);
  return fields.int(name, 0, scope.weightsBytes - bytes);
}

/** Fields mul and shift. */
export function rescaleOf(fields: Fields, maxMul: number, maxShift: number): Rescale {
  return { mul: fields.int('mul', 1, maxMul), shift: fields.int('shift', 1, maxShift) };
}

/** Field rows of an operator that works on rows of x: given in a program that runs once, 1 in one that generates. */
export function rowsOf(fields: Fields, scope: Scope, x: TensorInfo): number {
  if (scope.mode !== 'once') return 1;
  const rows = fields.int('rows', 1, LIMITS.rows);
  checkRows(fields, x, rows);
  return rows;
}

/** Throws unless x consists of `rows` equal rows. */
export function checkRows(fields: Fields, x: TensorInfo, rows: number): void {
  if (x.size % rows !== 0) malformed(`${fields.where}: ${x.size} elements are not ${rows} equal rows.`);
}

/** A state that this step has already appended to, so that it holds a row for every position up to this one. */
export function filledState(fields: Fields, scope: Scope, dtype: State['dtype']): { id: number; width: number } {
  const id = fields.int('state', 0, scope.states.length - 1);
  const state = scope.states[id];
  if (state === undefined || state.dtype !== dtype) malformed(`${fields.where}.state is not ${dtype}.`);
  if (!scope.appended.has(id)) malformed(`${fields.where}.state is read before its append.`);
  return { id, width: state.width };
}

/** An output tensor of 1…2²⁰ elements. */
export function out(fields: Fields, dtype: DType, size: number): TensorInfo {
  if (size < 1 || size > LIMITS.tensor) malformed(`${fields.where} makes ${size} elements, not 1…${LIMITS.tensor}.`);
  return { dtype, size };
}
