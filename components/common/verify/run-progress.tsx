import { Progress } from '../../ui/progress';
import { ErrorState } from '../../ui/states';
import type { OwnRunState } from './use-own-run';

/** How far a run in this browser is; nothing before and after. */
export function RunProgress({ run }: { run: OwnRunState }) {
  switch (run.kind) {
    case 'idle':
    case 'done':
      return null;
    case 'loading':
      return (
        <p role="status" className="text-sm text-ink-3">
          Fetching the model and checking its hashes…
        </p>
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
