'use client';
import { useQuery } from '@tanstack/react-query';
import type { Manifest } from '@/lib/bundle/manifest';

/** The manifest and card of a bundle, each checked against the bundle's CID in this browser. */
export function useBundleCard(uri: string) {
  return useQuery<{ cid: string; manifest: Manifest; card: string }>({
    queryKey: ['bundle-card', uri],
    // Content behind a CID never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      // Reading bundles is much code, and the page is there without it.
      const [{ fetchBlock }, { cidOfUri }, { openManifest, readBundleFile }] = await Promise.all([
        import('@/lib/bundle/bundle-store'),
        import('@/lib/bundle/cid'),
        import('@/lib/bundle/open-bundle'),
      ]);
      const cid = cidOfUri(uri);
      const door = { cid, read: (one: string) => fetchBlock(one, { signal }) };
      const manifest = await openManifest(door);
      return { cid, manifest, card: new TextDecoder().decode(await readBundleFile({ ...door, name: 'card.md' })) };
    },
  });
}
