'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/**
 * False while the server renders and while its HTML is taken over, true right after. A block that is taken over late
 * (below a Suspense boundary) may find the wallet connected already, which the server could not know.
 */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
