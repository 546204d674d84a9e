import { keccak_256 } from '@noble/hashes/sha3.js';
import { EngineError } from './error.ts';
import { Fields, malformed } from './fields.ts';
import { type Hash32, toHex } from './hex.ts';
import { LIMITS } from './limits.ts';
import type { Program, State } from './op.ts';
import { parseOp, type Scope } from './parse-op.ts';

export type { Program } from './op.ts';

/**
 * Parses program.json. Only the exact bytes that `JSON.stringify` would write are accepted, so a program has one
 * spelling and one hash. A returned program cannot overflow, read out of bounds or run without end.
 * Throws EngineError `program/malformed` or `program/limit`. Spec: docs/op-spec.md, "Program".
 */
export function parseProgram(bytes: Uint8Array): Program {
  const fields = new Fields(parseCanonicalJson(bytes), 'program');
  fields.oneOf('format', ['openimo-program']);
  fields.int('version', 1, 1);
  const context = fields.int('context', 1, LIMITS.context);
  const maxInput = fields.int('maxInput', 1, context);
  const maxOutput = fields.int('maxOutput', 1, context);
  if (maxInput + maxOutput - 1 > context) malformed(`program.context ${context} is less than input and output need.`);
  const minOutput = fields.int('minOutput', 0, maxOutput);
  const terminator = fields.int('terminator', 0, 255);
  const weightsBytes = fields.int('weightsBytes', 0, LIMITS.weightsBytes);
  const states = fields.list('states', LIMITS.states).map(parseState);
  const stateElements = states.reduce((sum, state) => sum + state.width * context, 0);
  if (stateElements > LIMITS.stateElements) limit(`states hold ${stateElements} elements`, LIMITS.stateElements);

  const scope: Scope = { context, weightsBytes, states, ops: [], tensors: [], appended: new Set() };
  let macsPerStep = 0;
  for (const op of fields.list('ops', LIMITS.ops)) {
    macsPerStep += parseOp(op, scope);
    if (macsPerStep > LIMITS.macsPerStep) limit(`a step takes ${macsPerStep} multiplications`, LIMITS.macsPerStep);
  }
  fields.end();
  if (scope.ops.at(-1)?.op !== 'lookup') malformed('program.ops does not end in a lookup.');
  const { ops, tensors } = scope;
  return { context, maxInput, minOutput, maxOutput, terminator, weightsBytes, states, ops, tensors, macsPerStep };
}

/** keccak256 of the program's bytes: the registry's programHash. */
export function hashProgram(bytes: Uint8Array): Hash32 {
  return toHex(keccak_256(bytes));
}

/** keccak256 of the weights' bytes: the registry's modelHash. */
export function hashWeights(bytes: Uint8Array): Hash32 {
  return toHex(keccak_256(bytes));
}

function limit(what: string, most: number): never {
  throw new EngineError('program/limit', `The program's ${what}, more than ${most}.`);
}

function parseState(value: unknown, index: number): State {
  const fields = new Fields(value, `states[${index}]`);
  const dtype = fields.oneOf('dtype', ['i7', 'i8'] as const);
  const width = fields.int('width', 1, LIMITS.columns);
  fields.end();
  return { dtype, width };
}

function parseCanonicalJson(bytes: Uint8Array): unknown {
  if (bytes.length > LIMITS.programBytes) {
    throw new EngineError('program/limit', `The program has ${bytes.length} bytes, more than ${LIMITS.programBytes}.`);
  }
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    malformed('The program is not JSON.');
  }
  let again: string;
  try {
    again = JSON.stringify(value);
  } catch {
    malformed('The program is nested too deeply.');
  }
  if (again !== text) malformed('The program is not canonical JSON (no spaces, one spelling for each value).');
  return value;
}
