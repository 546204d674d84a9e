import { formatBytes } from '@/lib/format/bytes';
import { formText } from '@/lib/request/form-text';
import type { BundleSummary } from '@/lib/schema/node-api';
import { Engraving } from '../ui/engraving';

/** One model of the node's store, as a radio button. */
export function BundleOption({
  bundle,
  isChosen,
  isDisabled,
  onChoose,
}: {
  bundle: BundleSummary;
  isChosen: boolean;
  isDisabled: boolean;
  onChoose: () => void;
}) {
  const { manifest, cid } = bundle;
  const size = manifest.program.bytes + manifest.weights.bytes;
  return (
    <label className="flex cursor-pointer items-start gap-4 rounded-card border border-line p-4 hover:border-line-strong has-checked:border-ink has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <input
        type="radio"
        name="bundle"
        value={cid}
        checked={isChosen}
        disabled={isDisabled}
        onChange={onChoose}
        aria-label={manifest.name}
        aria-describedby={`${cid}-about`}
        className="sr-only"
      />
      <Engraving seed={manifest.weights.hash} className="size-14 max-sm:size-11" />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-[620]">{manifest.name}</span>
          <span className="text-xs text-ink-3">{manifest.licence}</span>
        </span>
        <span id={`${cid}-about`} className="mt-1 block text-sm text-ink-2">
          {manifest.description}
        </span>
        <span className="num mt-2 block text-xs text-ink-3">
          {manifest.parameters.toLocaleString('en')} parameters · {formatBytes(size)} · takes {formText(manifest.input)}{' '}
          · gives {formText(manifest.output)}
        </span>
      </span>
    </label>
  );
}
