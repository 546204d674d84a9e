/// <reference lib="webworker" />
import type { WorkerJob, WorkerJobs, WorkerMessage, WorkerRequest } from './run-protocol.ts';
import { Session } from './session.ts';

const PROGRESS_EVERY_MS = 50;

// In a worker `self` is its own scope; the page's types do not know that.
const scope = self as unknown as DedicatedWorkerGlobalScope;
const session = new Session(() => performance.now());

function post(message: WorkerMessage): void {
  scope.postMessage(message);
}

function answer(request: WorkerRequest): WorkerJobs[WorkerJob]['answer'] {
  switch (request.job) {
    case 'run': {
      let lastMs = 0;
      return session.run(request.ask, ({ step, output }) => {
        const nowMs = performance.now();
        if (nowMs - lastMs < PROGRESS_EVERY_MS) return;
        lastMs = nowMs;
        post({ kind: 'progress', id: request.id, step, output });
      });
    }
    case 'fault':
      return session.fault(request.ask);
    case 'decide':
      return session.decide(request.ask);
    case 'compare':
      return session.compare(request.ask);
    case 'explain':
      return session.explain(request.ask);
    default:
      return request satisfies never;
  }
}

scope.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  try {
    post({ kind: 'done', id: data.id, answer: answer(data) });
  } catch (error) {
    post({ kind: 'failed', id: data.id, message: error instanceof Error ? error.message : String(error) });
  }
};
