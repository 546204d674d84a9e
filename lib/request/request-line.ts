import type { Manifest } from '../bundle/manifest.ts';
import { showBytes, shownLine } from './shown.ts';

/** What was asked, in a line of words; undefined where a request is not words, and so says nothing of its answer. */
export function requestLine(manifest: Pick<Manifest, 'input'> | undefined, input: string): string | undefined {
  const shown = showBytes(manifest?.input, input);
  return shown.kind === 'text' ? shownLine(shown) : undefined;
}
