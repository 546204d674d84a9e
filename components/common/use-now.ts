'use client';
import { useSyncExternalStore } from 'react';

let nowSec = Math.floor(Date.now() / 1000);
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowSec = Math.floor(Date.now() / 1000);
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** Unix seconds, ticking once a second for the whole page; null while the server renders. */
export function useNowSec(): number | null {
  return useSyncExternalStore<number | null>(
    subscribe,
    () => nowSec,
    () => null,
  );
}
