import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { launchpadAbi } from '../../lib/chain/generated/abis.ts';
import { chain, contracts } from './chain.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 360, height: 780 },
] as const;
const SCHEMES = ['light', 'dark'] as const;

async function demoPaths(): Promise<Record<string, string>> {
  const [token] = await chain.readContract({
    address: contracts.launchpad,
    abi: launchpadAbi,
    functionName: 'tokens',
    args: [0n, 1n],
  });
  return {
    explore: '/',
    model: `/models/${token}`,
    launch: '/launch',
    prompt: `/models/${token}/prompt`,
    request: '/requests/1',
    requests: '/requests',
    claim: '/claim',
    missing: '/models/0x0000000000000000000000000000000000000001',
  };
}

for (const viewport of SIZES) {
  for (const colorScheme of SCHEMES) {
    test(`every page fits ${viewport.width} px, ${colorScheme}, and axe finds nothing`, async ({ browser }) => {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      for (const [name, path] of Object.entries(await demoPaths())) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        // Until the last block of data is there.
        await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toHaveCount(0, { timeout: 30_000 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) faults.push(`${name}: ${overflow} px wider than the screen`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        faults.push(...violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html ?? ''}`));
        await page.screenshot({
          path: `test-results/screenshots/${name}-${viewport.width}-${colorScheme}.png`,
          fullPage: true,
        });
      }
      expect(faults).toEqual([]);
      await context.close();
    });
  }
}
