// One of two threads that run a model side by side: warms up, runs, and tells how many milliseconds it took.
import { parentPort, workerData } from 'node:worker_threads';
import { loadEngine } from '../../lib/engine/engine.ts';
import { parseProgram } from '../../lib/engine/program.ts';
import type { ThreadJob } from './two-threads.ts';

const { program, weights, input, runs } = workerData as ThreadJob; // boundary: what two-threads.ts gives
const model = loadEngine().open({ program: parseProgram(program), weights });
model.run({ input });
const start = performance.now();
for (let i = 0; i < runs; i++) model.run({ input });
parentPort?.postMessage(performance.now() - start);
