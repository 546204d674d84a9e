'use client';
import { useCallback, useEffect, useState } from 'react';
import { emptyDraft, type LaunchDraft, readDraft, writeDraft } from '@/lib/launch/draft';

const STORAGE_KEY = 'openimo.launch.v1';

export type DraftState = {
  /** Null until the browser's storage was read. */
  draft: LaunchDraft | null;
  /** Whether it was kept from an earlier visit. */
  isRestored: boolean;
  change: (change: (draft: LaunchDraft) => LaunchDraft) => void;
  clear: () => void;
};

function store(text: string | null): void {
  try {
    if (text === null) window.localStorage.removeItem(STORAGE_KEY);
    else window.localStorage.setItem(STORAGE_KEY, text);
  } catch {
    // Full or blocked storage costs only the draft after a reload.
  }
}

/** The launch that is being prepared, saved in the browser at every change. */
export function useLaunchDraft(): DraftState {
  const [draft, setDraft] = useState<LaunchDraft | null>(null);
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    const kept = readDraft(window.localStorage.getItem(STORAGE_KEY));
    setDraft(kept ?? emptyDraft());
    setRestored(kept !== null);
  }, []);
  const change = useCallback(
    (next: (draft: LaunchDraft) => LaunchDraft) =>
      setDraft((now) => {
        if (now === null) return now;
        const changed = next(now);
        store(writeDraft(changed));
        return changed;
      }),
    [],
  );
  const clear = useCallback(() => {
    store(null);
    setDraft(emptyDraft());
    setRestored(false);
  }, []);
  return { draft, isRestored, change, clear };
}
