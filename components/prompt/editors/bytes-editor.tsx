'use client';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { toHex } from '@/lib/engine/hex';
import { readTypedHex } from '@/lib/request/typed-hex';
import { TextArea } from '../../ui/field';
import { FileButton } from '../../ui/file-button';
import { type Edited, missing, ready } from './edited';

/** Exactly `count` bytes, typed as hex or taken from a file. */
export function BytesEditor({
  count,
  initial,
  onEdited,
}: {
  count: number;
  initial: Uint8Array | null;
  onEdited: (edited: Edited) => void;
}) {
  const [text, setText] = useState(initial === null ? '' : toHex(initial));
  const [fault, setFault] = useState<string | null>(null);
  const bytes = readTypedHex(text);
  const change = (next: string) => {
    setText(next);
    setFault(null);
    const read = readTypedHex(next);
    onEdited(read?.length === count ? ready(read) : missing(`Give exactly ${count} bytes`));
  };
  const take = async (files: readonly File[]) => {
    const [file] = files;
    if (file === undefined) return;
    if (file.size === count) change(toHex(new Uint8Array(await file.arrayBuffer())));
    else setFault(`${file.name} has ${file.size} bytes; the model takes exactly ${count}.`);
  };
  const hexFault = bytes === null ? 'Hex digits only, two for each byte.' : undefined;
  const isLong = bytes !== null && bytes.length > count;
  return (
    <>
      <TextArea
        label="Your data, in hex"
        value={text}
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
        placeholder="00 1f ff …"
        error={fault ?? hexFault ?? (isLong ? `${bytes.length - count} bytes too many.` : undefined)}
        hint="Data and answer are public, on chain, for ever."
        className="min-h-36 font-mono text-sm break-all"
        labelEnd={
          <span className={`num text-sm ${isLong ? 'text-down' : 'text-ink-3'}`}>
            {bytes?.length ?? '?'} / {count} bytes
          </span>
        }
      />
      <FileButton label="Data file" onFiles={(files) => void take(files)}>
        <Upload aria-hidden className="size-4" /> From a file
      </FileButton>
    </>
  );
}
