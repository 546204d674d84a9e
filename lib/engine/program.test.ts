import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineError } from './error.ts';
import { parseProgram } from './program.ts';
import { encodeProgram, tinyProgram } from './testing/tiny.ts';

/** The error's message; fails the test if nothing, or anything but an EngineError, is thrown. */
function refusal(bytes: Uint8Array): string {
  try {
    parseProgram(bytes);
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
  return 'accepted';
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const refusalOf = (rules: Record<string, unknown>): string => refusal(encodeProgram({ ...tinyProgram, ...rules }));
/** The refusal when fields of operator `id` are replaced (undefined removes one). */
const refusalOfOp = (id: number, fields: Record<string, unknown>): string =>
  refusalOf({ ops: tinyProgram.ops.map((op, index) => (index === id ? { ...op, ...fields } : op)) });

test('a good program is parsed, with its tensors', () => {
  const program = parseProgram(encodeProgram(tinyProgram));
  expect(program.ops).toHaveLength(tinyProgram.ops.length);
  expect(program.tensors.at(9)).toEqual({ dtype: 'i8', size: 24 });
  expect(program.tensors.at(-1)).toEqual({ dtype: 'u8', size: 1 });
});

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a byte order mark', `\uFEFF${JSON.stringify(tinyProgram)}`],
  ['a space', ` ${JSON.stringify(tinyProgram)}`],
  ['a final newline', `${JSON.stringify(tinyProgram)}\n`],
  ['a second spelling of a number', JSON.stringify(tinyProgram).replace('"context":12', '"context":1.2e1')],
  ['a repeated key', JSON.stringify(tinyProgram).replace('"version":3', '"version":2,"version":3')],
  ['deep nesting', '['.repeat(500_000) + ']'.repeat(500_000)],
])('%s is refused', (_, value) => {
  expect(refusal(text(value))).not.toBe('accepted');
});

test('bytes that are not UTF-8, or too many, are refused', () => {
  expect(refusal(Uint8Array.of(0x22, 0xff, 0x22))).toBe('The program is not JSON.');
  expect(refusal(new Uint8Array((1 << 20) + 1))).toMatch('more than 1048576');
});

test.each([
  [{ version: 1 }, 'program.version is 1'],
  [{ mode: 'twice' }, 'program.mode is not one of'],
  [{ minInput: 2 }, 'minInput is 2, not in 1…1'],
  [{ format: 'other' }, 'program.format is not one of'],
  [{ extra: 1 }, 'unknown field extra'],
  [{ terminator: undefined }, 'no field terminator'],
  [{ terminator: 256 }, 'not in 0…255'],
  [{ context: 0 }, 'not in 1…4096'],
  [{ context: 11 }, 'less than input and output need'],
  [{ minOutput: 9 }, 'not in 0…8'],
  [{ maxInput: 1.5 }, 'not an integer'],
  [{ maxInput: '5' }, 'not an integer'],
  [{ weightsBytes: 3235 }, 'table is 3233, not in 0…3232'],
  [{ states: {} }, 'not a list'],
  [{ states: [{ dtype: 'i16', width: 4 }] }, 'not one of i7, i8'],
  [{ ops: [] }, 'program.ops is empty'],
  [{ ops: tinyProgram.ops.slice(0, -1) }, 'does not end in a lookup'],
  [{ ops: [{ op: 'constructor' }] }, 'op is unknown'],
  [{ ops: [{ op: '__proto__' }] }, 'op is unknown'],
  [{ ops: [null] }, 'not an object'],
  [{ ops: new Array(1025).fill({}) }, 'more than 1024'],
])('program with %j is refused: %s', (rules, message) => {
  expect(refusalOf(rules)).toMatch(message);
});

test.each([
  [1, { x: 1 }, 'not in 0…0'],
  [1, { x: -1 }, 'not in 0…0'],
  [1, { shift: 0, extra: 0 }, 'could overflow|unknown field'],
  [1, { shift: 31 }, 'not in 0…30'],
  [2, { x: 0 }, 'reads embed, not sumSquares'],
  [3, { by: 1 }, 'reads sumSquares, not rsqrt'],
  [3, { mul: 128 }, 'not in 1…127'],
  [3, { x: 2 }, 'reads i32, not i16'],
  [4, { x: 0 }, 'reads i16, not i7 or u7'],
  [4, { weights: 4090 }, 'not in'],
  [4, { rows: 1_000_000 }, 'bytes of weights'],
  [4, { shift: 0 }, 'not in 1…46'],
  [4, { dtype: 'i32' }, 'not one of'],
  [4, { dtype: 'toString' }, 'not one of'],
  [7, { state: 1 }, 'reads i7, not i8'],
  [7, { state: 2 }, 'not in 0…1'],
  [9, { heads: 3 }, '3 heads of 4'],
  [9, { mul: 65536 }, 'not in 1…65535'],
  [9, { state: 1 }, 'state is not i7'],
  [10, { x: 8 }, 'reads append, not scores'],
  [13, { shift: 25 }, 'not in 1…24'],
  [15, { y: 19 }, 'nothing|not in'],
  [22, { y: 15 }, 'adds 3 and 4'],
  [24, { x: 22 }, 'reads add, not argmax'],
])('operator %i with %j is refused: %s', (id, fields, message) => {
  expect(refusalOfOp(id, fields)).toMatch(new RegExp(message));
});

test('a sum of squares that could overflow is refused', () => {
  // 4 · 2^30 ≥ 2^31 with shift 0 and 1 · 2^31 with shift 1
  expect(refusalOfOp(1, { shift: 0 })).toMatch('could overflow');
  expect(refusalOfOp(1, { shift: 1 })).toMatch('could overflow');
});

test('a state is appended to once, before it is read', () => {
  const swapped = tinyProgram.ops.map((op, id) => (id === 7 ? { op: 'append', x: 4, state: 1 } : op));
  expect(refusalOf({ ops: swapped })).toMatch('second time');
  const missing = tinyProgram.ops.map((op, id) => (id === 7 ? { op: 'add', x: 0, y: 0 } : op));
  expect(refusalOf({ ops: missing })).toMatch('read before its append');
});

test('a maximum of other scores is refused, for its table index could be negative', () => {
  const ops = [...tinyProgram.ops];
  ops.splice(11, 1, { op: 'scores', x: 4, state: 0, heads: 2, mul: 1, shift: 1 });
  expect(refusalOf({ ops: [...ops.slice(0, 12), { op: 'exp', x: 11, max: 10, table: 0 }] })).toMatch(
    'not the maximum of x',
  );
});

/** A classifier: 40 bytes in, a digit's index out. */
const classifier = {
  ...tinyProgram,
  mode: 'once',
  context: 1,
  minInput: 40,
  maxInput: 40,
  minOutput: 4,
  maxOutput: 4,
  terminator: 0,
  states: [],
  ops: [
    { op: 'input', size: 40 },
    { op: 'map', x: 0, table: 0, dtype: 'u7' },
    { op: 'linear', x: 1, rows: 10, weights: 256, shift: 18, dtype: 'i16' },
    { op: 'argmax', x: 2, rows: 1 },
  ],
};
const refusalOfOnce = (rules: Record<string, unknown>): string => refusal(encodeProgram({ ...classifier, ...rules }));

test('a program that runs once is parsed, and takes no state, no step and no terminator', () => {
  expect(refusalOfOnce({})).toBe('accepted');
  expect(refusalOfOnce({ context: 2 })).toMatch('context is 2, not in 1…1');
  expect(refusalOfOnce({ minInput: 39 })).toMatch('minInput is 39, not in 40…40');
  expect(refusalOfOnce({ minOutput: 1 })).toMatch('minOutput is 1, not in 4…4');
  expect(refusalOfOnce({ minOutput: 8, maxOutput: 8 })).toMatch('the last tensor has 4 bytes');
  expect(refusalOfOnce({ terminator: 10 })).toMatch('not in 0…0');
  expect(refusalOfOnce({ states: [{ dtype: 'i7', width: 4 }] })).toMatch('more than 0');
  expect(refusalOfOnce({ ops: tinyProgram.ops })).toMatch('runs once');
  expect(refusalOfOnce({ ops: [{ op: 'input', size: 39 }] })).toMatch('size is 39, not in 40…40');
  expect(refusalOf({ ops: classifier.ops })).toMatch('runs once');
});

test('a program with an element that no transaction can prove is refused', () => {
  const ops = [
    { op: 'embed', width: 60_000, tokens: 0, positions: 0 },
    { op: 'sumSquares', x: 0, shift: 20 },
    { op: 'argmax', x: 0 },
    { op: 'lookup', x: 2, table: 0 },
  ];
  expect(refusalOf({ weightsBytes: 1 << 26, states: [], ops })).toMatch(
    /operator 1 needs \d+ bytes to be proved, more than 98304/,
  );
  expect(
    refusalOf({
      weightsBytes: 1 << 26,
      states: [],
      ops: [ops[0], { op: 'argmax', x: 0 }, { op: 'lookup', x: 1, table: 0 }],
    }),
  ).toBe('accepted');
});

test('random damage never hangs and never throws anything but EngineError', () => {
  const good = JSON.stringify(tinyProgram);
  const damage = fc.record({
    at: fc.nat({ max: good.length }),
    remove: fc.nat({ max: 12 }),
    insert: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('-1', '99999999', '1e400', 'null', '{}', '"', ',0')),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      const damaged = damages.reduce(
        (now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove),
        good,
      );
      refusal(text(damaged));
    }),
    { numRuns: 1500 },
  );
});

test('any number in any field is refused or gives a program of bounded size', () => {
  const keys = [
    'x',
    'y',
    'shift',
    'mul',
    'rows',
    'weights',
    'heads',
    'state',
    'table',
    'size',
    'width',
    'max',
    'sum',
    'by',
  ];
  const id = fc.nat({ max: tinyProgram.ops.length - 1 });
  const value = fc.oneof(fc.integer({ min: -3, max: 80 }), fc.integer(), fc.double(), fc.maxSafeInteger());
  fc.assert(
    fc.property(id, fc.constantFrom(...keys), value, (at, key, number) => {
      refusalOfOp(at, { [key]: number });
    }),
    { numRuns: 1500 },
  );
});

test('any JSON at all is refused', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(refusal(text(json))).not.toBe('accepted');
    }),
    { numRuns: 300 },
  );
});
