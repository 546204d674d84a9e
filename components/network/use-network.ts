'use client';
import { useQuery } from '@tanstack/react-query';
import { listOperators, listValidators } from '@/lib/api/dispute/list-people';
import { AppError } from '@/lib/errors/app-error';
import { type HealthReport, healthSchema } from '@/lib/schema/health';
import { useApi } from '../common/data/use-api';

const CALM_MS = 4_000;

async function readHealth(signal: AbortSignal): Promise<HealthReport> {
  let body: unknown;
  try {
    body = await (await fetch('/api/health', { signal, cache: 'no-store' })).json();
  } catch (cause) {
    throw new AppError({
      code: 'chain/unreachable',
      message: 'The site does not answer. Wait a moment and try again.',
      cause,
      isRetryable: true,
    });
  }
  const parsed = healthSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError({ code: 'internal', message: 'The health report is in another form than expected.' });
}

/** How chain, indexer and node of this site are. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => readHealth(signal),
    refetchInterval: CALM_MS,
  });
}

/** Operators, those seen last first. */
export function useOperators() {
  const api = useApi();
  return useQuery({ queryKey: ['operators'], queryFn: () => listOperators(api), refetchInterval: CALM_MS });
}

/** Validators, those seen last first. */
export function useValidators() {
  const api = useApi();
  return useQuery({ queryKey: ['validators'], queryFn: () => listValidators(api), refetchInterval: CALM_MS });
}
