'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { listModels } from '@/lib/api/list-models';
import { useApi } from '../../common/data/use-api';

const PAUSE_MS = 150;
const SHOWN = 8;

/** Text as it was when the typing paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** Models whose name, symbol or address has the text in it, the largest first; with no text the largest of all. */
export function useSearch(text: string) {
  const api = useApi();
  const search = usePaused(text.trim());
  return useQuery({
    queryKey: ['search', search],
    queryFn: () => listModels(api, { sort: 'marketCap', search, limit: SHOWN }),
    placeholderData: keepPreviousData,
  });
}
