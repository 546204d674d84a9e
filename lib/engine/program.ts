import { EngineError } from './error.ts';
import { Fields, malformed } from './fields.ts';
import { type Hash32, toHex } from './hex.ts';
import { LIMITS } from './limits.ts';
import type { Program, State } from './op.ts';
import { parseOp, type Scope } from './parse-op.ts';
import { ELEMENT_BYTES } from './tensor.ts';
import { layOut } from './trace/records.ts';
import { type HashPairs, Tree } from './trace/tree.ts';
import { largestWitness } from './trace/witness.ts';

export type { Program } from './op.ts';

/**
 * Parses program.json. Only the exact bytes that `JSON.stringify` would write are accepted, so a program has one
 * spelling and one hash. A returned program cannot overflow, read out of bounds or run without end.
 * Throws EngineError `program/malformed` or `program/limit`. Spec: docs/op-spec.md, "Program".
 */
export function parseProgram(bytes: Uint8Array): Program {
  const fields = new Fields(parseCanonicalJson(bytes), 'program');
  fields.oneOf('format', ['openimo-program']);
  fields.int('version', 3, 3);
  const mode = fields.oneOf('mode', ['generate', 'once'] as const);
  const once = mode === 'once';
  const context = fields.int('context', 1, once ? 1 : LIMITS.context);
  const maxInput = fields.int('maxInput', 1, once ? LIMITS.inputBytes : context);
  const maxOutput = fields.int('maxOutput', 1, once ? LIMITS.outputBytes : context);
  if (!once && maxInput + maxOutput - 1 > context) {
    malformed(`program.context ${context} is less than input and output need.`);
  }
  const minInput = fields.int('minInput', once ? maxInput : 1, once ? maxInput : 1);
  const minOutput = fields.int('minOutput', once ? maxOutput : 0, maxOutput);
  const terminator = fields.int('terminator', 0, once ? 0 : 255);
  const weightsBytes = fields.int('weightsBytes', 0, LIMITS.weightsBytes);
  const states = fields.list('states', once ? 0 : LIMITS.states).map(parseState);
  const stateElements = states.reduce((sum, state) => sum + state.width * context, 0);
  if (stateElements > LIMITS.stateElements) limit(`states hold ${stateElements} elements`, LIMITS.stateElements);

  const scope: Scope = { mode, context, maxInput, weightsBytes, states, ops: [], tensors: [], appended: new Set() };
  let macsPerStep = 0;
  for (const op of fields.list('ops', LIMITS.ops)) {
    macsPerStep += parseOp(op, scope);
    if (macsPerStep > LIMITS.macsPerStep) limit(`a step takes ${macsPerStep} multiplications`, LIMITS.macsPerStep);
  }
  fields.end();
  checkOutput(scope, maxOutput);
  const { ops, tensors } = scope;
  const rules = { mode, context, minInput, maxInput, minOutput, maxOutput, terminator, weightsBytes };
  const program = { ...rules, states, ops, tensors, macsPerStep };
  const largest = largestWitness(layOut(program));
  if (largest.bytes > LIMITS.witnessBytes) {
    limit(`operator ${largest.op} needs ${largest.bytes} bytes to be proved`, LIMITS.witnessBytes);
  }
  return program;
}

/** The registry's programHash of a program.json. Throws as `parseProgram`. Spec: docs/op-spec.md, "Records". */
export function hashProgram(bytes: Uint8Array): Hash32 {
  return toHex(layOut(parseProgram(bytes)).programHash);
}

/** The registry's modelHash of a weights.bin: the root of the tree over it. Spec: docs/op-spec.md, "Tree". */
export function hashWeights(bytes: Uint8Array, hash?: HashPairs): Hash32 {
  return toHex(Tree.ofBytes(bytes, hash).root);
}

function checkOutput({ mode, ops, tensors }: Scope, maxOutput: number): void {
  const [last, tensor] = [ops.at(-1), tensors.at(-1)];
  if (last === undefined || tensor === undefined) malformed('program.ops is empty.');
  if (mode === 'generate' && last.op !== 'lookup') malformed('program.ops does not end in a lookup.');
  const bytes = tensor.size * ELEMENT_BYTES[tensor.dtype];
  if (mode === 'once' && bytes !== maxOutput) {
    malformed(`program.maxOutput is ${maxOutput}, but the last tensor has ${bytes} bytes.`);
  }
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
