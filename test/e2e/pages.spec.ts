import { expect, test } from '@playwright/test';
import { launchpadAbi } from '../../lib/chain/generated/abis.ts';
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
    explore: '/',
    'explore-table': '/?layout=table&view=trending',
    model: `/models/${token}`,
    'model-holders': `/models/${token}?tab=holders&chart=line`,
    'model-revenue': `/models/${token}?tab=revenue&scale=cap`,
    'model-try': `/models/${token}?tab=try`,
    'model-about': `/models/${token}?tab=about`,
    'portfolio-any': '/portfolio',
    portfolio: `/portfolio/${creator}`,
    'portfolio-activity': `/portfolio/${creator}?tab=activity`,
    launch: '/launch',
    prompt: `/models/${token}/prompt`,
    request: '/requests/1',
    requests: '/requests',
    claim: '/claim',
    network: '/network',
    disputes: '/disputes',
    missing: '/models/0x0000000000000000000000000000000000000001',
    'missing-account': '/portfolio/0x12',
    'missing-dispute': '/disputes/999999',
  };
}

for (const look of LOOKS) {
  test(`every page fits ${look.viewport.width} px, ${look.colorScheme}, and axe finds nothing`, async ({ browser }) => {
    expect(await checkPages(browser, look, await demoPaths())).toEqual([]);
  });
}
