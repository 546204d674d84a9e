/// <reference lib="webworker" />
import type { CompileJob, CompileJobs, CompileMessage, CompileRequest } from './compile-protocol.ts';
import { CompileSession } from './compile-session.ts';

const PROGRESS_EVERY_MS = 50;

// In a worker `self` is its own scope; the page's types do not know that.
const scope = self as unknown as DedicatedWorkerGlobalScope;
const session = new CompileSession();

function post(message: CompileMessage): void {
  scope.postMessage(message);
}

function answer(request: CompileRequest): CompileJobs[CompileJob]['answer'] {
  switch (request.job) {
    case 'inspect':
      return session.inspect(request.ask);
    case 'compile': {
      let lastMs = 0;
      return session.compile(request.ask, (progress) => {
        const nowMs = performance.now();
        if (nowMs - lastMs < PROGRESS_EVERY_MS) return;
        lastMs = nowMs;
        post({ kind: 'progress', id: request.id, progress });
      });
    }
    case 'bundle':
      return session.bundle(request.ask);
    default:
      return request satisfies never;
  }
}

scope.onmessage = ({ data }: MessageEvent<CompileRequest>) => {
  try {
    post({ kind: 'done', id: data.id, answer: answer(data) });
  } catch (error) {
    post({ kind: 'failed', id: data.id, message: error instanceof Error ? error.message : String(error) });
  }
};
