import type { Bundle } from '../../lib/bundle/open-bundle.ts';
import { loadEngine, type Model } from '../../lib/engine/engine.ts';
import { serveJobs } from '../workers/serve.ts';
import type { EngineJob, EngineResult } from './protocol.ts';

/** Models whose weights the engine holds, for as long as their bundle is kept. */
const models = new WeakMap<Bundle, Model>();

function modelOf(bundle: Bundle): Model {
  const model = models.get(bundle) ?? loadEngine().open(bundle);
  models.set(bundle, model);
  return model;
}

await serveJobs<EngineJob, EngineResult>((bundle, { input }) => {
  const startMs = performance.now();
  const { output, traceRoot, stepsRoot, steps } = modelOf(bundle).run({ input });
  return { output, traceRoot, stepsRoot, steps, runMs: performance.now() - startMs };
});
