'use client';
import type { Manifest } from '@/lib/bundle/manifest';
import { fromHex } from '@/lib/engine/hex';
import { BytesEditor } from './editors/bytes-editor';
import { type Edited, editedSlots, editedText, editedWords, missing, ready } from './editors/edited';
import { PictureEditor } from './editors/picture-editor';
import { SlotsEditor } from './editors/slots-editor';
import { TextEditor } from './editors/text-editor';
import { WordsEditor } from './editors/words-editor';
import { useExampleInputs } from './use-example-inputs';

/** What the address asks for: `?prompt=` is words, `?input=` bytes in hex. */
export type Linked = { readonly prompt: string; readonly input: string };

/** Bytes from the address, where they are of the model's length. */
function linkedBytes({ input }: Linked, length: number): Uint8Array | null {
  const bytes = fromHex(input);
  return bytes?.length === length ? bytes : null;
}

/** The request that the page begins with. Without a manifest only text can be written. */
export function beginning(manifest: Manifest | undefined, linked: Linked): Edited {
  const form = manifest?.input;
  if (form === undefined || form.encoding === 'utf8') return editedText(linked.prompt, form?.maxBytes);
  if (form.encoding === 'slots') return editedSlots(linked.prompt, form, 0);
  if (form.encoding === 'words') return editedWords(linked.prompt, form);
  const bytes = linkedBytes(linked, form.maxBytes);
  if (bytes !== null) return ready(bytes);
  return missing(form.encoding === 'image' ? 'Draw or choose a picture' : `Give exactly ${form.maxBytes} bytes`);
}

/** Edits the bytes of a request in the form that the model takes. */
export function RequestEditor({
  bundleURI,
  manifest,
  linked,
  onEdited,
}: {
  bundleURI: string;
  manifest: Manifest | undefined;
  linked: Linked;
  onEdited: (edited: Edited) => void;
}) {
  const pictures = useExampleInputs(bundleURI, manifest);
  const form = manifest?.input;
  switch (form?.encoding) {
    case undefined:
    case 'utf8':
      return (
        <TextEditor
          maxBytes={form?.maxBytes}
          examples={manifest?.examples ?? []}
          initial={linked.prompt}
          onEdited={onEdited}
        />
      );
    case 'words':
      return (
        <WordsEditor form={form} examples={manifest?.examples ?? []} initial={linked.prompt} onEdited={onEdited} />
      );
    case 'image':
      return (
        <PictureEditor
          form={form}
          examples={pictures}
          initial={linkedBytes(linked, form.maxBytes)}
          onEdited={onEdited}
        />
      );
    case 'slots':
      return (
        <SlotsEditor form={form} examples={manifest?.examples ?? []} initial={linked.prompt} onEdited={onEdited} />
      );
    case 'bytes':
      return <BytesEditor count={form.maxBytes} initial={linkedBytes(linked, form.maxBytes)} onEdited={onEdited} />;
    default:
      return form satisfies never;
  }
}
