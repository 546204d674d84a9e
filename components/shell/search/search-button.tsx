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
        title="Search (Ctrl K)"
        className="grid size-11 shrink-0 place-items-center rounded-[10px] text-ink-3 hover:bg-sunken hover:text-ink"
      >
        <Search aria-hidden className="size-5" />
        <span className="sr-only">Search</span>
      </button>
      {isUsed ? <CommandMenu open={isOpen} onOpenChange={setOpen} /> : null}
    </>
  );
}
