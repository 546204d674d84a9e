/// <reference lib="webworker" />
import { parseProgram } from '../engine/program.ts';
import { run } from '../engine/run.ts';
import type { RunMessage, RunRequest } from './run-protocol.ts';

const PROGRESS_EVERY_MS = 50;

// In a worker `self` is its own scope; the page's types do not know that.
const scope = self as unknown as DedicatedWorkerGlobalScope;

function post(message: RunMessage): void {
  scope.postMessage(message);
}

scope.onmessage = ({ data }: MessageEvent<RunRequest>) => {
  const startMs = performance.now();
  let lastMs = 0;
  try {
    const result = run({
      program: parseProgram(data.program),
      weights: data.weights,
      input: data.input,
      onStep: ({ step, output }) => {
        const nowMs = performance.now();
        if (nowMs - lastMs < PROGRESS_EVERY_MS) return;
        lastMs = nowMs;
        post({ kind: 'progress', step, output });
      },
    });
    post({ kind: 'done', ...result, elapsedMs: performance.now() - startMs });
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
