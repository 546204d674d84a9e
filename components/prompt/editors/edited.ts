import { utf8Length } from '@/lib/request/text-length';
import { encodePrompt } from '@/lib/tokenizer/encode-prompt';
import { encodeSlots, type Slots } from '@/lib/tokenizer/slots';
import type { Tokenizer } from '@/lib/tokenizer/tokenizer';

/** What an editor holds: the bytes of a request, or what is still missing, as the label of the button that would send it. */
export type Edited =
  | { readonly bytes: Uint8Array; readonly missing: null }
  | { readonly bytes: null; readonly missing: string };

/** A request that can be sent. */
export function ready(bytes: Uint8Array): Edited {
  return { bytes, missing: null };
}

/** A request that cannot be sent yet. */
export function missing(label: string): Edited {
  return { bytes: null, missing: label };
}

/** A text as a request; `maxBytes` is undefined where the limit is not known. */
export function editedText(text: string, maxBytes: number | undefined): Edited {
  if (text === '') return missing('Enter a prompt');
  if (maxBytes !== undefined && utf8Length(text) > maxBytes) return missing('Shorten the prompt');
  return ready(new TextEncoder().encode(text));
}

/** Words for a model that draws what they name. */
export function editedSlots(text: string, form: Slots, variation: number): Edited {
  if (text.trim() === '') return missing('Enter what to draw');
  return ready(encodeSlots(text, form, variation).bytes);
}

/** A text as a request to a model that reads words. */
export function editedWords(text: string, form: { tokenizer: Tokenizer; maxBytes: number }): Edited {
  if (text.trim() === '') return missing('Enter a prompt');
  const { bytes, used } = encodePrompt({ text, ...form });
  return used.length === 0 ? missing('Use words that the model knows') : ready(bytes);
}
