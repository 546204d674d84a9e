import { Fields, malformed } from './fields.ts';
import type { Op } from './op.ts';
import { denseParsers } from './parse/dense.ts';
import { elementParsers } from './parse/elements.ts';
import { rowParsers } from './parse/rows.ts';
import type { Parsers, Scope } from './parse/scope.ts';
import { sequenceParsers } from './parse/sequence.ts';

export type { Scope } from './parse/scope.ts';

const parsers: Parsers<Op['op']> = { ...sequenceParsers, ...denseParsers, ...rowParsers, ...elementParsers };

/** Parses the next operator and adds it to the scope; returns its multiply-accumulates. */
export function parseOp(value: unknown, scope: Scope): number {
  const fields = new Fields(value, `ops[${scope.ops.length}]`);
  const name = fields.text('op');
  if (!Object.hasOwn(parsers, name)) malformed(`${fields.where}.op is unknown: ${name.slice(0, 40)}.`);
  const parsed = parsers[name as Op['op']](fields, scope); // boundary: name is a key
  fields.end();
  scope.ops.push(parsed.op);
  scope.tensors.push(parsed.out);
  return parsed.macs;
}
