import { type ExternalToast, toast } from 'sonner';
import type { FlowEvent, FlowResult } from '@/lib/flows/types';
import { shortHash } from '@/lib/format/address';

/** What a toast is about, whether the flow runs now or is resumed after a reload. */
export type ToastSubject = { id: string; title: string; summary: string; done: string; explorerUrl: string | null };

function Hash({ hash, explorerUrl }: { hash: string; explorerUrl: string | null }) {
  const text = shortHash(hash);
  if (explorerUrl === null) {
    return (
      <button
        type="button"
        className="num underline underline-offset-2"
        title="Copy the transaction hash"
        onClick={() => void navigator.clipboard.writeText(hash)}
      >
        {text}
      </button>
    );
  }
  return (
    <a className="num underline underline-offset-2" href={`${explorerUrl}/tx/${hash}`} target="_blank" rel="noreferrer">
      {text}
    </a>
  );
}

const stay = { duration: Number.POSITIVE_INFINITY } satisfies ExternalToast;

/** Updates the one toast of a flow while it runs. */
export function toastEvent(subject: ToastSubject, event: FlowEvent): void {
  const { id, title, summary } = subject;
  const step = 'count' in event && event.count > 1 ? ` · step ${event.index + 1} of ${event.count}` : '';
  switch (event.kind) {
    case 'checking':
      toast.loading(`${title}${step}`, {
        id,
        description: `Checking: ${event.step.label}. Your wallet may ask for a signature.`,
        ...stay,
      });
      return;
    case 'confirm':
      toast.loading(`${title}${step}`, { id, description: `Confirm in your wallet: ${summary}`, ...stay });
      return;
    case 'submitted':
      toast.loading(`${title}${step}`, {
        id,
        ...stay,
        description: (
          <span>
            Submitted. <Hash hash={event.hash} explorerUrl={subject.explorerUrl} />
          </span>
        ),
      });
      return;
    case 'indexing':
      toast.loading(title, { id, description: 'Confirmed on chain. Updating the page…', ...stay });
      return;
    default:
      event satisfies never;
  }
}

/** Ends the toast of a flow. */
export function toastResult(subject: ToastSubject, result: FlowResult): void {
  const { id, title, done, explorerUrl, summary } = subject;
  const brief = { id, duration: 8_000 };
  switch (result.kind) {
    case 'done':
      toast.success(done, {
        ...brief,
        description: (
          <span>
            {result.isIndexed !== false ? summary : 'Confirmed on chain. The indexer is behind, so lists may lag.'}{' '}
            <Hash hash={result.hash} explorerUrl={explorerUrl} />
          </span>
        ),
      });
      return;
    case 'rejected':
      toast.message(`${title}: not sent`, { ...brief, duration: 4_000, description: 'You said no in your wallet.' });
      return;
    case 'duplicate':
      toast.message(`${title}: already on its way`, {
        ...brief,
        description: 'The same transaction is pending. Wait until it is settled.',
      });
      return;
    case 'replaced':
      toast.message(`${title}: replaced`, {
        ...brief,
        description: (
          <span>
            Your wallet sent another transaction in its place. <Hash hash={result.hash} explorerUrl={explorerUrl} />
          </span>
        ),
      });
      return;
    case 'cancelled':
      toast.message(`${title}: cancelled`, {
        ...brief,
        description: 'You cancelled it in your wallet. Only the network fee was spent.',
      });
      return;
    case 'failed':
      toast.error(`${title}: failed`, { ...brief, duration: 20_000, description: result.error.message });
      return;
    default:
      result satisfies never;
  }
}
