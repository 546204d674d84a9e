'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

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

/** One text of the page's state in the URL; empty text removes it. */
export function useUrlText(name: string): [string, (value: string) => void] {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const set = useCallback(
    (next: string) => {
      const changed = new URLSearchParams(params.toString());
      if (next === '') changed.delete(name);
      else changed.set(name, next);
      const query = changed.toString();
      router.replace(query === '' ? pathname : `${pathname}?${query}`, { scroll: false });
    },
    [router, pathname, params, name],
  );
  return [params.get(name) ?? '', set];
}
