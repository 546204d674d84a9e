'use client';
import { useState } from 'react';
import { formatBytes } from '@/lib/format/bytes';
import type { CompileSummary, JobProgress } from '@/lib/launch/compile/compile-protocol';
import { readSaid } from '@/lib/launch/compile/said-of-model';
import { Button } from '../../ui/button';
import { Progress } from '../../ui/progress';
import { LoadingLabel, Skeleton } from '../../ui/skeleton';
import { ErrorState } from '../../ui/states';
import { focusFirstError } from '../step-footer';
import { AccuracyReportView } from './accuracy-report';
import { DropZone } from './drop-zone';
import { readScale } from './read-scale';
import { RequestFields } from './request-fields';
import { type NamedPart, SaidFields } from './said-fields';
import { SamplesField } from './samples-field';
import { useCompile } from './use-compile';

const STAGES: Record<JobProgress['stage'], string> = {
  calibrate: 'Calibrating: sample',
  quantise: 'Choosing integers: operator',
  measure: 'Measuring: sample',
};

/** From an ONNX file to a bundle, in this browser: nothing leaves it before the bundle is uploaded. */
export function CompilePanel({
  isBusy,
  onBundle,
}: {
  /** The bundle is being checked or uploaded. */
  isBusy: boolean;
  onBundle: (files: Map<string, Uint8Array>) => void;
}) {
  const state = useCompile();
  const [isAsked, setAsked] = useState(false);
  const { kept, facts, phase, summary } = state;
  if (kept === null) {
    return (
      <>
        <LoadingLabel what="what was kept" />
        <Skeleton className="h-24 w-full rounded-card" />
      </>
    );
  }
  const isWorking = phase.kind === 'reading' || phase.kind === 'compiling' || phase.kind === 'bundling' || isBusy;
  const { picture, samples, file } = kept;
  const missing =
    samples === null
      ? 'Add samples to compile'
      : picture !== null && picture.width * picture.height * picture.channels !== facts?.size
        ? 'Correct the size of the picture'
        : facts?.isFloat === true && readScale(kept.scale) === undefined
          ? 'Enter the scale of a byte'
          : null;
  const read = readSaid(kept.typed, summary === null ? null : summary.answerSize);
  const bundle = async () => {
    setAsked(true);
    if (read.said === null) {
      focusFirstError();
      return;
    }
    const files = await state.bundle(read.said);
    if (files !== null) onBundle(files);
  };
  return (
    <div className="flex flex-col gap-6">
      <DropZone label="ONNX file" accept=".onnx" isDisabled={isWorking} onFiles={([one]) => one && state.takeFile(one)}>
        {file === null ? (
          <>
            <b className="text-ink-2">Drop an ONNX file here.</b> It is compiled in this browser to an integer program
            that anyone can check; your file stays here.
          </>
        ) : (
          <span className="num break-words">
            <b className="text-ink">{file.name}</b> · {formatBytes(file.size)}
            {facts === null ? '' : ` · ${facts.nodes} operators · input [${facts.dims.join(', ')}]`}
          </span>
        )}
      </DropZone>
      {phase.kind === 'reading' ? (
        <p role="status" className="text-sm text-ink-3">
          Reading the model…
        </p>
      ) : null}
      {facts === null ? null : (
        <>
          <RequestFields kept={kept} facts={facts} set={state.set} takeOutput={state.takeOutput} />
          <SamplesField kept={kept} facts={facts} isDisabled={isWorking} set={state.set} />
          {phase.kind === 'compiling' ? (
            <CompileProgress progress={phase.progress} onCancel={state.cancel} />
          ) : summary === null ? (
            <Button className="self-start" disabled={missing !== null || isWorking} onClick={state.compile}>
              {missing ?? 'Compile'}
            </Button>
          ) : null}
        </>
      )}
      {phase.kind === 'failed' ? <ErrorState title={phase.title} detail={phase.reason} /> : null}
      {summary === null ? null : (
        <>
          <AccuracyReportView summary={summary} isGenerated={samples?.isGenerated ?? false} />
          <SaidFields
            typed={kept.typed}
            errors={isAsked ? read.errors : {}}
            names={namesOf(summary)}
            type={state.type}
          />
          <Button className="self-start" disabled={isWorking} onClick={() => void bundle()}>
            {phase.kind === 'bundling' ? 'Making golden answers…' : 'Make the bundle and try it'}
          </Button>
        </>
      )}
      {file === null ? null : (
        <Button look="quiet" size="sm" className="self-start" disabled={isBusy} onClick={state.clear}>
          Start again with another file
        </Button>
      )}
    </div>
  );
}

/** What labels are asked for. A class at each place is a byte, so the places are what has names. */
function namesOf({ answer, answerSize }: CompileSummary): { what: NamedPart; count: number } | null {
  switch (answer) {
    case 'image':
      return null;
    case 'class':
      return { what: 'classes', count: answerSize };
    case 'classes':
      return { what: 'places', count: answerSize };
    case 'values':
      return { what: 'numbers', count: answerSize };
    default:
      return answer satisfies never;
  }
}

function CompileProgress({ progress, onCancel }: { progress: JobProgress | null; onCancel: () => void }) {
  const text =
    progress === null ? 'Reading the graph…' : `${STAGES[progress.stage]} ${progress.done} of ${progress.total}`;
  return (
    <div role="status" className="rounded-card bg-sunken p-4">
      <div className="mb-2 flex items-center justify-between gap-3">
        <p className="num text-sm">{text}</p>
        <Button look="secondary" size="sm" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <Progress
        bps={progress === null ? 0 : Math.round((progress.done / Math.max(1, progress.total)) * 10_000)}
        text={text}
        className="bg-surface"
      />
    </div>
  );
}
