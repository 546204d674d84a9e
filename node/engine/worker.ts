import { run } from '../../lib/engine/run.ts';
import { serveJobs } from '../workers/serve.ts';
import type { EngineJob, EngineResult } from './protocol.ts';

await serveJobs<EngineJob, EngineResult>(({ program, weights }, { input }) => {
  const startMs = performance.now();
  const { output, traceRoot, stepsRoot, steps } = run({ program, weights, input });
  return { output, traceRoot, stepsRoot, steps, runMs: performance.now() - startMs };
});
