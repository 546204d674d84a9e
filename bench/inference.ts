import { cpus, loadavg } from 'node:os';
import { matmulRows } from './inference/matmul.ts';
import { mnistRows } from './inference/mnist.ts';
import { operatorRows } from './inference/operators.ts';
import { textRows } from './inference/text.ts';
import type { Bench } from './row.ts';

/** Turns that each contender gets; the rows are medians over them. A run of text is long, in plain TypeScript above all. */
const TEXT_ROUNDS = 9;
const ROUNDS = 101;

/** How fast models run, on one core: plain TypeScript, both WebAssembly builds, and onnxruntime-web on the same shapes. */
export const inference: Bench = async (log) => {
  const before = loadavg()[0] ?? Number.NaN;
  log(`load of this machine: ${before.toFixed(1)}; more than 1 makes all figures worse and less sure`);
  log('text');
  const text = await textRows(TEXT_ROUNDS);
  log('mnist-784-20-10');
  const mnist = await mnistRows(ROUNDS);
  log('matmul-int8');
  const matmul = await matmulRows(ROUNDS);
  log('operators');
  const operators = await operatorRows(ROUNDS);
  const [first, ...rest] = [...text, ...mnist, ...matmul, ...operators];
  if (first === undefined) return [];
  const cpu = `${cpus()[0]?.model ?? 'unknown processor'}, load ${before.toFixed(1)} before, Node ${process.versions.node}`;
  return [{ ...first, note: `${first.note ?? ''}; all rows: ${cpu}` }, ...rest];
};
