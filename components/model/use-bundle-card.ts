'use client';
import { useQuery } from '@tanstack/react-query';
import { cidOfUri, verifyCid } from '@/lib/bundle/cid';
import { type Manifest, parseManifest } from '@/lib/bundle/manifest';
import { AppError } from '@/lib/errors/app-error';

async function readChecked(cid: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(`/api/ipfs/${cid}`, { signal });
  if (response.status === 404)
    throw new AppError({ code: 'store/not-found', message: 'The node does not hold this file.' });
  if (!response.ok)
    throw new AppError({
      code: 'store/unreachable',
      message: 'The node that stores the bundle cannot be reached.',
      isRetryable: true,
    });
  const bytes = new Uint8Array(await response.arrayBuffer());
  verifyCid({ cid, bytes });
  return bytes;
}

/** The manifest and card of a bundle, each checked against its CID in this browser. */
export function useBundleCard(uri: string) {
  return useQuery<{ cid: string; manifest: Manifest; card: string }>({
    queryKey: ['bundle-card', uri],
    // Content behind a CID never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const cid = cidOfUri(uri);
      const manifest = parseManifest(await readChecked(cid, signal));
      return { cid, manifest, card: new TextDecoder().decode(await readChecked(manifest.card.cid, signal)) };
    },
  });
}
