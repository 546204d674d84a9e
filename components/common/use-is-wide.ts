'use client';
import { useSyncExternalStore } from 'react';

const QUERY = '(min-width: 64rem)';

function subscribe(listener: () => void): () => void {
  const list = window.matchMedia(QUERY);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

/** Whether the window is as wide as Tailwind's `lg`. For parts that must exist once, in one place or the other. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(QUERY).matches,
    () => false,
  );
}
