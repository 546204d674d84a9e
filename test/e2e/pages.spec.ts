import { expect, test } from '@playwright/test';
import { getAbiItem } from 'viem';
import { aigcCollectionAbi, launchpadAbi } from '../../lib/chain/generated/abis.ts';
import { chain, contracts, launchOf } from './chain.ts';
import { checkPages, LOOKS } from './check-page.ts';

async function demoPaths(): Promise<Record<string, string>> {
  const [token] = await chain.readContract({
    address: contracts.launchpad,
    abi: launchpadAbi,
    functionName: 'tokens',
    args: [0n, 1n],
  });
  if (token === undefined) throw new Error('The demo has launched nothing.');
  const { creator } = await launchOf(token);
  return {
    art: await artPath(),
    explore: '/',
    'explore-table': '/?layout=table&view=trending',
    model: `/models/${token}`,
    'model-holders': `/models/${token}?tab=holders&chart=line`,
    'model-revenue': `/models/${token}?tab=revenue&scale=cap`,
    'model-try': `/models/${token}?tab=try`,
    'model-about': `/models/${token}?tab=about`,
    'model-governance': `/models/${token}?tab=governance`,
    governance: `/models/${token}/governance`,
    'governance-empty-grants': `/models/${token}/governance?tab=grants`,
    'governance-empty-treasury': `/models/${token}/governance?tab=treasury`,
    propose: `/models/${token}/governance/propose`,
    'propose-call': `/models/${token}/governance/propose?template=call&target=${token}&data=0x1234`,
    'missing-proposal': `/models/${token}/governance/1`,
    'portfolio-any': '/portfolio',
    portfolio: `/portfolio/${creator}`,
    'portfolio-artworks': `/portfolio/${creator}?tab=artworks`,
    'portfolio-activity': `/portfolio/${creator}?tab=activity`,
    'portfolio-votes': `/portfolio/${creator}?tab=votes`,
    launch: '/launch',
    prompt: `/models/${token}/prompt`,
    request: '/requests/1',
    requests: '/requests',
    gallery: '/gallery',
    'gallery-model': `/gallery?show=sale&model=${token}`,
    'missing-art': '/art/0x12/7',
    claim: '/claim',
    network: '/network',
    disputes: '/disputes',
    missing: '/models/0x0000000000000000000000000000000000000001',
    'missing-account': '/portfolio/0x12',
    'missing-dispute': '/disputes/999999',
  };
}

/** The page of the first piece that the demo minted. */
async function artPath(): Promise<string> {
  const minted = getAbiItem({ abi: aigcCollectionAbi, name: 'Minted' });
  const [first] = await chain.getLogs({ event: minted, strict: true, fromBlock: 0n });
  if (first === undefined) throw new Error('The demo has minted nothing.');
  return `/art/${first.address}/${first.args.tokenId}`;
}

for (const look of LOOKS) {
  test(`every page fits ${look.viewport.width} px, ${look.colorScheme}, and axe finds nothing`, async ({ browser }) => {
    // Some thirty pages, each of which may take a busy machine half a minute.
    test.setTimeout(1_000_000);
    expect(await checkPages(browser, look, await demoPaths())).toEqual([]);
  });
}
