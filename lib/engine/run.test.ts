import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EngineError } from './error.ts';
import { fromHex, toHex } from './hex.ts';
import { hashProgram, hashWeights, parseProgram } from './program.ts';
import { run, runSteps, type StepReport } from './run.ts';
import { encodeProgram, tinyProgram, tinyWeights } from './testing/tiny.ts';
import { stepsOf } from './text.ts';

type Vectors = {
  programHash: string;
  modelHash: string;
  runs: { input: string; output: string; traceRoot: string; steps: number }[];
};
const file = new URL('../../test/vectors/tiny.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

const program = parseProgram(encodeProgram(tinyProgram));
const weights = tinyWeights();

test('the program and weights of the vectors are these', () => {
  expect(hashProgram(encodeProgram(tinyProgram))).toBe(vectors.programHash);
  expect(hashWeights(weights)).toBe(vectors.modelHash);
});

test.each(vectors.runs)('run of $input gives the committed output and trace root', (expected) => {
  const { output, traceRoot, steps } = run({ program, weights, input: fromHex(expected.input) ?? new Uint8Array() });
  expect({ output: toHex(output), traceRoot: toHex(traceRoot), steps }).toMatchObject({
    output: expected.output,
    traceRoot: expected.traceRoot,
    steps: expected.steps,
  });
});

test('steps are reported as they come, and the last report is the output', () => {
  const reports: StepReport[] = [];
  const input = Uint8Array.of(98, 97, 98);
  const result = run({ program, weights, input, onStep: (report) => reports.push(report) });
  expect(reports.map((report) => report.step)).toEqual(Array.from({ length: result.steps }, (_, i) => i + 1));
  expect(reports.slice(0, 2).map((report) => report.output.length)).toEqual([0, 0]);
  expect(reports.at(-1)?.output).toEqual(result.output);
  expect([...runSteps({ program, weights, input })]).toEqual(reports);
  expect(result.steps).toBe(stepsOf(program, input.length, result.output.length));
});

/** The tiny program with other rules and weights that always choose `byte`. */
function always(byte: number, rules: Partial<typeof tinyProgram>): { output: number[]; steps: number } {
  const constant = new Uint8Array(4096);
  constant.fill(byte, 3233, 3236);
  const changed = parseProgram(encodeProgram({ ...tinyProgram, ...rules }));
  const { output, steps } = run({ program: changed, weights: constant, input: Uint8Array.of(1, 2, 3) });
  expect(steps).toBe(stepsOf(changed, 3, output.length));
  return { output: [...output], steps };
}

test('a run without terminator ends at maxOutput', () => {
  expect(always(97, {})).toEqual({ output: new Array(8).fill(97), steps: 3 + 7 });
});

test('the terminator ends the output once it has minOutput bytes, and is not part of it', () => {
  expect(always(10, { minOutput: 0 })).toEqual({ output: [], steps: 3 });
  expect(always(10, { minOutput: 2 })).toEqual({ output: [10, 10], steps: 5 });
  expect(always(10, { minOutput: 8 })).toEqual({ output: new Array(8).fill(10), steps: 10 });
});

test('the output does not depend on what ran before', () => {
  const once = run({ program, weights, input: Uint8Array.of(5) });
  run({ program, weights, input: Uint8Array.of(6, 7) });
  expect(run({ program, weights, input: Uint8Array.of(5) })).toEqual(once);
});

const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw error;
  }
  return 'no error';
};

test('bad input and weights are refused with a code', () => {
  expect(codeOf(() => run({ program, weights, input: new Uint8Array() }))).toBe('input/empty');
  expect(codeOf(() => run({ program, weights, input: new Uint8Array(6) }))).toBe('input/too-long');
  expect(codeOf(() => run({ program, weights: new Uint8Array(4095), input: Uint8Array.of(1) }))).toBe('weights/size');
  expect(codeOf(() => run({ program, weights: new Uint8Array(4097), input: Uint8Array.of(1) }))).toBe('weights/size');
});
