import { OnnxError } from '../../onnx/error.ts';
import type { Sample } from '../calibrate.ts';

/** Steps that are looked at: more say little more. */
const MOST_STEPS = 4096;

/**
 * The texts in a file: each ends with the terminator, which is its last byte, or with the file. Longer ones than `context` are cut into
 * pieces of that length.
 */
export function splitTexts(
  file: Uint8Array,
  { terminator, context }: { terminator: number; context: number },
): Uint8Array[] {
  const texts: Uint8Array[] = [];
  for (let from = 0; from < file.length; ) {
    const end = file.indexOf(terminator, from);
    const to = Math.min(end < 0 ? file.length : end + 1, from + context);
    texts.push(file.slice(from, to));
    from = to;
  }
  return texts;
}

/** The steps of texts, [byte, position] each, of whole texts as far as there is room; at least one text. Throws `samples/bad`. */
export function stepsOfTexts(texts: readonly Uint8Array[], context: number): readonly Sample[] {
  const steps: Sample[] = [];
  for (const text of texts) {
    if (text.length > context) {
      throw new OnnxError(
        'samples/bad',
        `A sample text has ${text.length} bytes; input and output have ${context} at most.`,
      );
    }
    if (steps.length > 0 && steps.length + text.length > MOST_STEPS) break;
    for (const [position, byte] of text.entries()) steps.push([byte, position]);
  }
  if (steps.length === 0) throw new OnnxError('samples/bad', 'There are no sample texts to calibrate with.');
  return steps;
}
