'use client';
import { useQuery } from '@tanstack/react-query';
import { fetchByCid } from '@/lib/bundle/bundle-store';
import { parseGolden } from '@/lib/bundle/golden';
import type { Manifest } from '@/lib/bundle/manifest';
import { exampleInputs } from '@/lib/request/example-inputs';

/** Golden outputs larger than this are not fetched for their inputs. */
const MAX_GOLDEN_BYTES = 2_000_000;

/** Requests to begin with, from the golden outputs of a model whose requests are pictures. */
export function useExampleInputs(manifest: Manifest | undefined): readonly Uint8Array[] {
  const golden = manifest?.golden;
  const examples = useQuery({
    queryKey: ['example-inputs', golden?.cid],
    enabled: manifest?.input.encoding === 'image' && (golden?.bytes ?? Number.MAX_VALUE) <= MAX_GOLDEN_BYTES,
    // Content behind a CID never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => exampleInputs(parseGolden(await fetchByCid(golden?.cid ?? ''))),
  });
  return examples.data ?? [];
}
