'use client';
import { useQuery } from '@tanstack/react-query';
import type { Manifest } from '@/lib/bundle/manifest';
import { exampleInputs } from '@/lib/request/example-inputs';

/** Golden outputs larger than this are not fetched for their inputs. */
const MAX_GOLDEN_BYTES = 2_000_000;

/** Requests to begin with, from the golden outputs of a model whose requests are pictures. */
export function useExampleInputs(bundleURI: string, manifest: Manifest | undefined): readonly Uint8Array[] {
  const examples = useQuery({
    queryKey: ['example-inputs', bundleURI],
    enabled: manifest?.input.encoding === 'image',
    // Content behind a CID never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      // Reading bundles is much code, and only models of pictures need it here.
      const [{ fetchBlock }, { cidOfUri }, { parseGolden }, { readBundleEntries }, { readFile }] = await Promise.all([
        import('@/lib/bundle/bundle-store'),
        import('@/lib/bundle/cid'),
        import('@/lib/bundle/golden'),
        import('@/lib/bundle/open-bundle'),
        import('@/lib/bundle/read-file'),
      ]);
      const read = (cid: string) => fetchBlock(cid, { signal });
      const golden = (await readBundleEntries({ cid: cidOfUri(bundleURI), read })).get('golden.json') ?? '';
      return exampleInputs(parseGolden(await readFile({ cid: golden, read, maxBytes: MAX_GOLDEN_BYTES })));
    },
  });
  return examples.data ?? [];
}
