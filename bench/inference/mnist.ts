import { engines } from '../../lib/engine/engine.ts';
import { parseProgram } from '../../lib/engine/program.ts';
import type { RunInput } from '../../lib/engine/run.ts';
import type { BenchRow } from '../row.ts';
import { caseName } from './case-name.ts';
import { encodeOnnx, type Port, scalar } from './onnx.ts';
import { ORT_NAME, ortContender } from './onnxruntime.ts';
import { type Contender, median, race, ratio } from './timing.ts';
import { untraced } from './untraced.ts';

const PIXELS = 784;
const LAYERS = [20, 10] as const;

/** A perceptron 784-20-10, one image: what opML measures itself with. A whole call each. */
export async function mnistRows(rounds: number): Promise<BenchRow[]> {
  const request = perceptron();
  const input: Port = { name: 'x', type: 'uint8', dims: [1, PIXELS] };
  const contenders: Record<string, Contender> = { onnxruntime: await ortContender(perceptronOnnx(input), input) };
  for (const engine of engines()) {
    const model = engine.open(request);
    const bare = untraced(engine, request);
    contenders[engine.kind] = () => void model.run({ input: request.input });
    contenders[`${engine.kind} untraced`] = () => void [...bare.again()];
  }
  const times = await race(contenders, { rounds, turnMs: 0.7 });
  const of = (contender: string): number[] => times[contender] ?? [];
  return engines().flatMap(({ kind }): BenchRow[] => {
    const row = (metric: string, unit: string, value: number): BenchRow => ({
      ...{ bench: 'inference', case: caseName('mnist-784-20-10', kind), metric, unit, value },
    });
    return [
      { ...row('ms', 'ms', median(of(kind))), peer: median(of('onnxruntime')), peerName: ORT_NAME },
      {
        ...row('trace-overhead', 'x', ratio(of(kind), of(`${kind} untraced`))),
        note: 'so small a model takes less than the three hashes that any answer needs',
      },
      {
        ...row('ratio-to-onnxruntime-web', 'x', ratio(of('onnxruntime'), of(kind))),
        note: 'our roots included; most of its time is the call itself',
      },
    ];
  });
}

/** Weights are any bytes: time does not depend on them. */
function perceptron(): RunInput {
  const [hidden, classes] = LAYERS;
  const second = 256 + hidden * (PIXELS + 8);
  const weightsBytes = second + classes * (hidden + 8);
  const program = {
    ...{ format: 'openimo-program', version: 3, mode: 'once', context: 1, minInput: PIXELS, maxInput: PIXELS },
    ...{ minOutput: 2 * classes, maxOutput: 2 * classes, terminator: 0, weightsBytes, states: [] },
    ops: [
      { op: 'input', size: PIXELS },
      { op: 'map', x: 0, table: 0, dtype: 'u7' },
      { op: 'linear', x: 1, rows: hidden, weights: 256, shift: 24, dtype: 'u7' },
      { op: 'linear', x: 2, rows: classes, weights: second, shift: 14, dtype: 'i16' },
    ],
  };
  return {
    program: parseProgram(new TextEncoder().encode(JSON.stringify(program))),
    weights: Uint8Array.from({ length: weightsBytes }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24),
    input: new Uint8Array(PIXELS).fill(77),
  };
}

/** The same shape as onnxruntime likes it: two QLinearMatMul, the first saturating at its zero point, which is a ReLU. */
function perceptronOnnx(input: Port): Uint8Array {
  const [hidden, classes] = LAYERS;
  const layer = (name: string, rows: number, columns: number) => ({
    ...{ name, type: 'int8' as const, dims: [columns, rows] },
    bytes: Uint8Array.from({ length: rows * columns }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24),
  });
  const inputs = (x: string, weights: string) => [
    x,
    'scale',
    'zero',
    weights,
    'scale',
    'weightZero',
    'outScale',
    'zero',
  ];
  return encodeOnnx({
    nodes: [
      { op: 'QLinearMatMul', inputs: inputs('x', 'first'), output: 'h' },
      { op: 'QLinearMatMul', inputs: inputs('h', 'second'), output: 'y' },
    ],
    constants: [
      layer('first', hidden, PIXELS),
      layer('second', classes, hidden),
      ...[scalar('scale', 'float', 0.01), scalar('outScale', 'float', 1)],
      ...[scalar('zero', 'uint8', 0), scalar('weightZero', 'int8', 0)],
    ],
    input,
    output: { name: 'y', type: 'uint8', dims: [1, classes] },
  });
}
