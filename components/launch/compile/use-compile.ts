'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { AppError } from '@/lib/errors/app-error';
import { reasonOf } from '@/lib/errors/reason-of';
import type { CompileSummary, JobProgress } from '@/lib/launch/compile/compile-protocol';
import { type CompileWorker, openCompileWorker } from '@/lib/launch/compile/compile-worker';
import type { ModelFacts } from '@/lib/launch/compile/inspect-model';
import type { SaidOfModel } from '@/lib/launch/compile/said-of-model';
import { type KeptCompile, NOTHING_KEPT, readKept, writeKept } from './kept-compile';
import { readAnswer, readScale } from './read-scale';

/** The largest model that is compiled in a browser. */
export const MAX_MODEL_BYTES = 64 * 1024 * 1024;

/** What the worker is at. */
export type CompilePhase =
  | { kind: 'idle' }
  | { kind: 'reading' }
  | { kind: 'compiling'; progress: JobProgress | null }
  | { kind: 'bundling' }
  | { kind: 'failed'; title: string; reason: string };

export type CompileState = {
  /** Null until the browser's storage was read. */
  kept: KeptCompile | null;
  facts: ModelFacts | null;
  phase: CompilePhase;
  summary: CompileSummary | null;
  takeFile: (file: File) => void;
  takeOutput: (output: string) => void;
  /** Changes what compiling depends on: what was compiled before is forgotten. */
  set: (change: Partial<Omit<KeptCompile, 'file' | 'typed'>>) => void;
  type: (typed: Partial<KeptCompile['typed']>) => void;
  compile: () => void;
  cancel: () => void;
  bundle: (said: SaidOfModel) => Promise<Map<string, Uint8Array> | null>;
  clear: () => void;
};

const IDLE: CompilePhase = { kind: 'idle' };

/** The way from an ONNX file to a bundle, in a worker. What was chosen and typed survives a reload. */
export function useCompile(): CompileState {
  const [kept, setKept] = useState<KeptCompile | null>(null);
  const [facts, setFacts] = useState<ModelFacts | null>(null);
  const [phase, setPhase] = useState<CompilePhase>(IDLE);
  const [summary, setSummary] = useState<CompileSummary | null>(null);
  const open = useRef<CompileWorker | null>(null);
  const closeWorker = useCallback(() => {
    open.current?.close();
    open.current = null;
  }, []);

  const read = useCallback(
    async (file: File, output: string | null): Promise<ModelFacts | null> => {
      closeWorker();
      const worker = openCompileWorker();
      open.current = worker;
      setPhase({ kind: 'reading' });
      setFacts(null);
      setSummary(null);
      try {
        if (file.size > MAX_MODEL_BYTES) {
          throw new AppError({
            code: 'input/invalid',
            message: `A browser compiles models of up to 64 MiB; ${file.name} has more. Compile it with \`npm run -s imo -- compile\` and upload the bundle.`,
          });
        }
        const model = new Uint8Array(await file.arrayBuffer());
        const found = await worker.ask('inspect', { model, output });
        if (open.current !== worker) return null;
        setFacts(found);
        setPhase(IDLE);
        return found;
      } catch (error) {
        if (open.current === worker) {
          setPhase({ kind: 'failed', title: 'This model cannot be compiled', reason: reasonOf(error) });
        }
        return null;
      }
    },
    [closeWorker],
  );

  useEffect(() => {
    let isGone = false;
    void readKept().then((found) => {
      if (isGone) return;
      setKept(found ?? NOTHING_KEPT);
      if (found?.file) void read(found.file, found.output);
    });
    return () => {
      isGone = true;
      closeWorker();
    };
  }, [read, closeWorker]);
  useEffect(() => {
    if (kept !== null) void writeKept(kept);
  }, [kept]);

  const change = (next: Partial<KeptCompile>) => setKept((now) => ({ ...(now ?? NOTHING_KEPT), ...next }));
  const takeFile = (file: File) => {
    change({ ...NOTHING_KEPT, file, typed: { ...NOTHING_KEPT.typed, name: nameOf(file) } });
    void read(file, null).then((found) => change(found === null ? {} : { picture: found.picture }));
  };
  const takeOutput = (output: string) => {
    change({ output });
    if (kept?.file) void read(kept.file, output);
  };
  const set = (next: Partial<KeptCompile>) => {
    setSummary(null);
    setPhase(IDLE);
    change(next);
  };

  const compile = async () => {
    const worker = open.current;
    if (worker === null || kept?.samples === null || kept === null || facts === null) return;
    setSummary(null);
    setPhase({ kind: 'compiling', progress: null });
    try {
      const done = await worker.ask(
        'compile',
        {
          output: kept.output ?? facts.outputs[0] ?? null,
          ...readAnswer(kept.answer),
          inputScale: facts.isFloat ? (readScale(kept.scale) ?? null) : null,
          samples: kept.samples.list,
        },
        (progress) => {
          if (open.current === worker) setPhase({ kind: 'compiling', progress });
        },
      );
      if (open.current !== worker) return;
      setSummary(done);
      setPhase(IDLE);
    } catch (error) {
      if (open.current === worker) {
        setPhase({ kind: 'failed', title: 'The model could not be compiled', reason: reasonOf(error) });
      }
    }
  };
  const cancel = () => {
    // The worker is in the middle of its work and hears nothing: it is ended, and another reads the model again.
    if (kept?.file) void read(kept.file, kept.output);
  };
  const bundle = async (said: SaidOfModel) => {
    const worker = open.current;
    if (worker === null || kept === null) return null;
    setPhase({ kind: 'bundling' });
    try {
      const { picture, samples } = kept;
      return await worker.ask('bundle', { said, picture, isGenerated: samples?.isGenerated ?? false });
    } catch (error) {
      setPhase({ kind: 'failed', title: 'The bundle could not be made', reason: reasonOf(error) });
      return null;
    } finally {
      setPhase((now) => (now.kind === 'bundling' ? IDLE : now));
    }
  };
  const clear = () => {
    closeWorker();
    setFacts(null);
    setSummary(null);
    setPhase(IDLE);
    setKept(NOTHING_KEPT);
  };
  const type = (typed: Partial<KeptCompile['typed']>) =>
    setKept((now) => (now === null ? now : { ...now, typed: { ...now.typed, ...typed } }));
  return {
    kept,
    facts,
    phase,
    summary,
    takeFile,
    takeOutput,
    set,
    type,
    compile: () => void compile(),
    cancel,
    bundle,
    clear,
  };
}

function nameOf({ name }: File): string {
  return name
    .replace(/\.onnx$/i, '')
    .replace(/[-_]+/g, ' ')
    .slice(0, 64);
}
