'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';

const PAUSE_MS = 300;

/** One value of the page's state, kept in the URL (`?tab=holders`). The default value leaves no trace there. */
export function useUrlState<T extends string>(
  name: string,
  allowed: readonly T[],
  fallback: T,
): [T, (value: T) => void] {
  const [text, setText] = useUrlText(name);
  const value = allowed.find((candidate) => candidate === text) ?? fallback;
  const set = useCallback((next: T) => setText(next === fallback ? '' : next), [setText, fallback]);
  return [value, set];
}

/** One text of the page's state in the URL; empty text removes it. Changing it asks the server for nothing. */
export function useUrlText(name: string): [string, (value: string) => void] {
  const params = useSearchParams();
  const set = useCallback((next: string) => writeUrl(name, next), [name]);
  return [params.get(name) ?? '', set];
}

/** A text that somebody types: the field follows at once, the URL when the typing pauses. */
export function useUrlDraft(name: string): [string, (value: string) => void] {
  const [stored] = useUrlText(name);
  const [text, setText] = useState(stored);
  useEffect(() => {
    const timer = setTimeout(() => writeUrl(name, text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [name, text]);
  return [text, setText];
}

/** Reads the address bar itself, so that two values set at once both stay. */
function writeUrl(name: string, value: string): void {
  const params = new URLSearchParams(window.location.search);
  if ((params.get(name) ?? '') === value) return;
  if (value === '') params.delete(name);
  else params.set(name, value);
  const query = params.toString();
  window.history.replaceState(null, '', `${window.location.pathname}${query === '' ? '' : `?${query}`}`);
}
