import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { engines, loadEngine, typescriptEngine } from './engine.ts';
import { EngineError } from './error.ts';
import { fromHex, toHex } from './hex.ts';
import { hashWeights, parseProgram } from './program.ts';
import { Random } from './testing/random.ts';
import { randomCase } from './testing/random-program.ts';
import { encodeProgram, tinyProgram, tinyWeights } from './testing/tiny.ts';
import { layOut } from './trace/records.ts';

type Golden = { cases: { input: string; output: string; traceRoot: string; steps: number }[] };

const read = (path: string) => new Uint8Array(readFileSync(new URL(`../../models/${path}`, import.meta.url)));
const program = parseProgram(encodeProgram(tinyProgram));
const weights = tinyWeights();
const input = Uint8Array.of(98, 97, 98);
const fast = engines().filter(({ kind }) => kind !== 'typescript');

const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof EngineError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'no error';
};

describe.each(fast)('$kind engine', (engine) => {
  test.each(['psalter', 'ishmael'])('gives the golden outputs and roots of %s', (model) => {
    const bundle = parseProgram(read(`${model}/bundle/program.json`));
    const opened = engine.open({ program: bundle, weights: read(`${model}/bundle/weights.bin`) });
    const golden = JSON.parse(new TextDecoder().decode(read(`${model}/bundle/golden.json`))) as Golden;
    for (const expected of golden.cases) {
      const { output, traceRoot, steps } = opened.run({ input: fromHex(expected.input) ?? new Uint8Array() });
      expect({ output: toHex(output), traceRoot: toHex(traceRoot), steps }).toEqual({
        output: expected.output,
        traceRoot: expected.traceRoot,
        steps: expected.steps,
      });
    }
  });

  test('whole runs of random programs have every root of the plain engine', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = new Random(10_000 + seed);
      const mode = seed % 3 === 0 ? 'once' : 'generate';
      const request = randomCase(random, { mode, length: random.int(4, 40) });
      expect(engine.run(request), `seed ${seed}`).toEqual(typescriptEngine.run(request));
    }
  });

  test('steps are reported alike', () => {
    const expected = [...typescriptEngine.runSteps({ program, weights, input })];
    expect([...engine.runSteps({ program, weights, input })]).toEqual(expected);
    const reports: unknown[] = [];
    engine.run({ program, weights, input, onStep: (report) => reports.push(report) });
    expect(reports).toEqual(expected);
  });

  test('a step laid out has every tensor and every carried byte of the plain engine', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = new Random(20_000 + seed);
      const mode = seed % 4 === 0 ? 'once' : 'generate';
      const request = randomCase(random, { mode, length: random.int(10, 60) });
      const { program } = request;
      const asked = { ...request, layout: layOut(program), step: random.int(0, program.context - 1) };
      expect(engine.traceStep(asked), `seed ${seed}`).toEqual(typescriptEngine.traceStep(asked));
    }
  });

  test('runs side by side, abandoned runs and runs within runs do not disturb each other', () => {
    const other = Uint8Array.of(1);
    const expected = typescriptEngine.run({ program, weights, input });
    const [a, b] = [engine.runSteps({ program, weights, input }), engine.runSteps({ program, weights, input: other })];
    a.next();
    b.next();
    b.return({} as never);
    engine.run({ program, weights, input: other });
    let last = a.next();
    while (!last.done) last = a.next();
    expect(last.value).toEqual(expected);

    const model = engine.open({ program, weights });
    const inner: unknown[] = [];
    const outer = model.run({ input, onStep: () => inner.push(model.run({ input })) });
    expect(outer).toEqual(expected);
    expect(inner).toEqual(inner.map(() => expected));
  });

  test('a model keeps its weights, whatever becomes of the bytes it was opened with', () => {
    const bytes = weights.slice();
    const model = engine.open({ program, weights: bytes });
    bytes.fill(0);
    expect(model.run({ input })).toEqual(typescriptEngine.run({ program, weights, input }));
    expect(engine.run({ program, weights: bytes, input })).not.toEqual(model.run({ input }));
  });

  test('the weights may start at any offset of their buffer', () => {
    const shifted = new Uint8Array(weights.length + 3);
    shifted.set(weights, 3);
    const request = { program, weights: shifted.subarray(3), input };
    expect(engine.run(request)).toEqual(typescriptEngine.run(request));
  });

  test('what the plain engine refuses is refused in the same words', () => {
    const bad = [
      { program, weights, input: new Uint8Array() },
      { program, weights, input: new Uint8Array(6) },
      { program, weights: weights.subarray(1), input },
      { program, weights: new Uint8Array(), input: new Uint8Array() },
    ];
    for (const request of bad) {
      const expected = refusal(() => typescriptEngine.run(request));
      expect(refusal(() => engine.run(request))).toBe(expected);
      expect(refusal(() => [...engine.runSteps(request)])).toBe(expected);
    }
    expect(refusal(() => engine.open({ program, weights: weights.subarray(1) }))).toMatch('weights/size');
  });

  test('trees hash alike, beyond what one call takes too', () => {
    for (const size of [1, 32, 33, 64, 65, 97, 4096, 64 * 20_000 + 1]) {
      const bytes = new Random(size).bytes(size);
      expect(hashWeights(bytes, engine.hashPairs)).toBe(hashWeights(bytes));
    }
  });
});

describe('loadEngine', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test('chooses the fastest build', () => {
    expect(loadEngine().kind).toBe('relaxed');
    expect(engines().map(({ kind }) => kind)).toEqual(['relaxed', 'plain', 'typescript']);
  });

  test.each([
    ['WebAssembly is missing', undefined],
    ['SIMD is missing', { ...WebAssembly, validate: (): boolean => false }],
    [
      'a policy forbids it',
      {
        validate: (): boolean => true,
        Module: class {
          constructor() {
            throw new WebAssembly.CompileError('blocked');
          }
        },
      },
    ],
  ])('is plain TypeScript where %s', (_, replacement) => {
    vi.stubGlobal('WebAssembly', replacement);
    expect(engines()).toEqual([typescriptEngine]);
  });

  test('a host without enough memory runs the program in plain TypeScript', () => {
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('no memory');
    });
    const large = {
      program: parseProgram(encodeProgram({ ...tinyProgram, weightsBytes: 1 << 20 })),
      weights: new Uint8Array(1 << 20),
    };
    large.weights.set(weights);
    const expected = typescriptEngine.run({ ...large, input });
    const fresh = engines()[0] ?? typescriptEngine;
    expect(fresh.run({ ...large, input })).toEqual(expected);
    expect([...fresh.runSteps({ ...large, input })]).toEqual([...typescriptEngine.runSteps({ ...large, input })]);
    expect(fresh.open(large).run({ input })).toEqual(expected);
    expect(grow).toHaveBeenCalled();
    grow.mockRestore();
  });
});
