'use client';
import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';

// Fetched when it is first opened: most visits never search.
const CommandMenu = dynamic(() => import('./command-menu').then((module) => module.CommandMenu), { ssr: false });

/** Opens the search; so does Ctrl-K or ⌘K anywhere. */
export function SearchButton() {
  const [isOpen, setOpen] = useState(false);
  const [isUsed, setUsed] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setUsed(true);
      setOpen((open) => !open);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          setUsed(true);
          setOpen(true);
        }}
        className="inline-flex size-11 shrink-0 items-center justify-center gap-2 rounded-[10px] text-sm text-ink-3 hover:bg-sunken hover:text-ink xl:w-auto xl:border xl:border-line xl:px-3"
      >
        <Search aria-hidden className="size-5 xl:size-4" />
        <span className="max-xl:sr-only">Search</span>
        <kbd aria-hidden className="rounded border border-line px-1.5 font-sans text-xs max-xl:hidden">
          Ctrl K
        </kbd>
      </button>
      {isUsed ? <CommandMenu open={isOpen} onOpenChange={setOpen} /> : null}
    </>
  );
}
