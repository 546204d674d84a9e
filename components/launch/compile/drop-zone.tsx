'use client';
import { FileUp } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { cn } from '../../ui/cn';
import { FileButton } from '../../ui/file-button';

/** A place to drop files on, with a button for those who choose them. */
export function DropZone({
  label,
  accept,
  isMany = false,
  onFiles,
  isDisabled,
  children,
}: {
  label: string;
  accept?: string;
  isMany?: boolean;
  onFiles: (files: File[]) => void;
  isDisabled: boolean;
  children: React.ReactNode;
}) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0 && !isDisabled) onFiles(isMany ? files : files.slice(0, 1));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card border border-dashed border-line-strong p-4',
        isOver && 'border-solid border-accent bg-accent-soft',
      )}
    >
      <div className="min-w-0 flex-1 basis-56 text-sm text-ink-3">{children}</div>
      <FileButton
        label={label}
        {...(accept === undefined ? {} : { accept })}
        more={isMany ? { multiple: true } : {}}
        isDisabled={isDisabled}
        onFiles={onFiles}
      >
        <FileUp aria-hidden className="size-4" /> {isMany ? 'Choose files' : 'Choose a file'}
      </FileButton>
    </div>
  );
}
