import type { LoadProgress } from '@/lib/bundle/bundle-store';
import { formatBytes } from '@/lib/format/bytes';
import { Progress } from '../../ui/progress';
import { ErrorState } from '../../ui/states';
import type { OwnRunState } from './use-own-run';

/** Weights smaller than this come too fast for a bar. */
const WORTH_A_BAR_BYTES = 1_000_000;

function Loading({ doneBytes, ofBytes }: LoadProgress) {
  const text = `Fetched and checked ${formatBytes(doneBytes)} of ${formatBytes(ofBytes)}`;
  return (
    <div role="status">
      <Progress bps={Math.round((doneBytes / ofBytes) * 10_000)} text={text} />
      <p className="num mt-1 text-sm text-ink-3">{text}</p>
    </div>
  );
}

/** How far a run in this browser is; nothing before and after. */
export function RunProgress({ run }: { run: OwnRunState }) {
  switch (run.kind) {
    case 'idle':
    case 'done':
      return null;
    case 'loading':
      return run.progress === null || run.progress.ofBytes < WORTH_A_BAR_BYTES ? (
        <p role="status" className="text-sm text-ink-3">
          Fetching the model and checking its hashes…
        </p>
      ) : (
        <Loading {...run.progress} />
      );
    case 'running': {
      const text = `Step ${run.step}, at most ${run.ofSteps}`;
      return (
        <div role="status">
          <Progress bps={Math.round((run.step / run.ofSteps) * 10_000)} text={text} />
          <p className="num mt-1 text-sm text-ink-3">{text}</p>
        </div>
      );
    }
    case 'failed':
      return <ErrorState title="It could not be run here" detail={run.reason} />;
    default:
      return run satisfies never;
  }
}
