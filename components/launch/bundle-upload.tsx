'use client';
import { Upload } from 'lucide-react';
import { type ChangeEvent, type ReactNode, useId } from 'react';
import { isBundleFile, MAX_FILE_BYTES } from '@/lib/bundle/bundle-files';

async function readAll(list: FileList): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const file of list) {
    // What is no file of a bundle, or larger than it may be, is not read at all; the check then says that it is missing.
    if (!isBundleFile(file.name) || file.size > MAX_FILE_BYTES[file.name]) continue;
    files.set(file.name, new Uint8Array(await file.arrayBuffer()));
  }
  return files;
}

/** Takes the five files of a bundle, or the folder with them. Everything is checked before anything is sent. */
export function BundleUpload({
  isDisabled,
  onFiles,
  children,
}: {
  isDisabled: boolean;
  onFiles: (files: Map<string, Uint8Array>) => void;
  children: ReactNode;
}) {
  const id = useId();
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.target;
    if (input.files === null || input.files.length === 0) return;
    const files = await readAll(input.files);
    // The same files can be chosen again after a failure.
    input.value = '';
    onFiles(files);
  };
  const inputClass = 'absolute inset-0 cursor-pointer opacity-0 disabled:cursor-not-allowed';
  const shapeClass =
    'relative inline-flex min-h-11 items-center gap-2 rounded-[10px] border border-line bg-surface px-4 text-sm font-[560] hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-accent';
  return (
    <section aria-labelledby={id} className="rounded-card border border-dashed border-line-strong p-4">
      <h3 id={id} className="font-[560]">
        Upload a bundle
      </h3>
      <p className="mt-1 mb-3 text-sm text-ink-3">{children}</p>
      <div className="flex flex-wrap gap-2">
        <span className={shapeClass}>
          <Upload aria-hidden className="size-4" /> Choose the five files
          <input
            type="file"
            multiple
            aria-label="Bundle files"
            className={inputClass}
            disabled={isDisabled}
            onChange={take}
          />
        </span>
        <span className={`${shapeClass} max-sm:hidden`}>
          Choose the folder
          <input
            type="file"
            // React's types lack this attribute, which all desktop browsers know.
            {...{ webkitdirectory: '' }}
            aria-label="Bundle folder"
            className={inputClass}
            disabled={isDisabled}
            onChange={take}
          />
        </span>
      </div>
    </section>
  );
}
