import { CircleCheck } from 'lucide-react';
import { shortHash } from '@/lib/format/address';
import type { BundleCheck, DryRun } from '@/lib/launch/check-bundle';
import type { DraftModel } from '@/lib/launch/draft';
import { requestLine } from '@/lib/request/request-line';
import { ShownBytes } from '../common/shown/shown-bytes';
import { Progress } from '../ui/progress';
import { ErrorState } from '../ui/states';

/** How the check of the chosen bundle goes, and its hashes once it is through. */
export function BundleCheckView({
  check,
  failure,
  model,
}: {
  check: BundleCheck | null;
  failure: string | null;
  model: DraftModel | null;
}) {
  if (failure !== null) return <ErrorState className="mt-5" title="This bundle cannot be launched" detail={failure} />;
  if (model !== null) return <Checked model={model} check={check} />;
  if (check === null || check.kind === 'checked') return null;
  const bps = check.kind === 'hashing' ? 0 : Math.round((check.step / Math.max(1, check.ofSteps)) * 10_000);
  const text =
    check.kind === 'hashing'
      ? 'Checking every byte against its hash…'
      : `Running a golden case: step ${check.step} of ${check.ofSteps}`;
  return (
    <div className="mt-5 rounded-card bg-sunken p-4" role="status">
      <p className="num mb-2 text-sm">{text}</p>
      <Progress bps={bps} text={text} className="bg-surface" />
      {check.kind === 'dryRun' ? (
        <div className="mt-3 max-h-72 overflow-hidden">
          <ShownBytes
            form={check.run.form.output}
            hex={check.run.output}
            what="Dry run"
            className="text-xs text-ink-2"
          />
        </div>
      ) : null}
    </div>
  );
}

function Checked({ model, check }: { model: DraftModel; check: BundleCheck | null }) {
  const root = check?.kind === 'checked' ? ([['Trace root', check.traceRoot]] as const) : [];
  const rows = [
    ['Bundle', model.cid],
    ['Program hash', model.programHash],
    ['Model hash', model.modelHash],
    ...root,
  ] as const;
  return (
    <div className="mt-5 rounded-card bg-up-soft p-4" role="status">
      <p className="flex items-center gap-2 font-[560] text-up">
        <CircleCheck aria-hidden className="size-5" /> {model.name} is checked
      </p>
      <p className="mt-1 text-sm text-ink-2">
        Every byte has its hash, and a request run here gave the golden answer and trace root, to the bit
        {check?.kind === 'checked' ? ` (${(check.elapsedMs / 1000).toFixed(1)} s)` : ''}.
      </p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="truncate font-mono text-xs leading-5" title={value}>
              <span className="max-sm:hidden">{value}</span>
              <span className="sm:hidden">{shortHash(value)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {check?.kind === 'checked' ? <Run run={check.run} /> : null}
    </div>
  );
}

/** The request that was tried, and what the model made of it. */
function Run({ run }: { run: DryRun }) {
  return (
    <div className="mt-4 grid gap-4 border-t border-line pt-4 sm:grid-cols-2">
      <div>
        <h3 className="mb-1 text-sm text-ink-3">Tried on</h3>
        <ShownBytes form={run.form.input} hex={run.input} what="Dry run request" className="text-sm" />
      </div>
      <div>
        <h3 className="mb-1 text-sm text-ink-3">It answered</h3>
        <ShownBytes
          form={run.form.output}
          hex={run.output}
          what="Dry run answer"
          about={requestLine(run.form, run.input)}
          className="text-sm"
        />
      </div>
    </div>
  );
}
