import { expect, type Page, test } from '@playwright/test';
import { type Address, bytesToHex, keccak256 } from 'viem';
import { launchpadAbi, modelTokenAbi } from '../../lib/chain/generated/abis.ts';
import { chain, contracts, launchOf, requestOf } from './chain.ts';
import { checkPages, LOOKS } from './check-page.ts';
import { offlineAnswer } from './offline-answer.ts';
import { connect, launchFromWizard, payAndAsk } from './steps.ts';

type Demo = {
  name: string;
  symbol: string;
  field: string;
  figure: string;
  prompts: readonly [string, string, string];
};

const DEMOS: readonly Demo[] = [
  {
    name: 'Tiny Tales',
    symbol: 'TALE',
    field: 'Your prompt',
    figure: 'Answer text',
    prompts: ['fox lantern', 'verse: owl moon', 'a dragon who lost a key'],
  },
  {
    name: 'Sprites',
    symbol: 'SPRITE',
    field: 'What to draw',
    figure: 'Answer picture',
    prompts: ['red fox', 'blue cat with hat', 'dark green rocket'],
  },
];

/** The first launched token of that name. */
async function tokenNamed(name: string): Promise<Address | undefined> {
  const tokens = await chain.readContract({
    address: contracts.launchpad,
    abi: launchpadAbi,
    functionName: 'tokens',
    args: [0n, 100n],
  });
  for (const token of tokens) {
    const found = await chain.readContract({ address: token, abi: modelTokenAbi, functionName: 'name' });
    if (found === name) return token;
  }
  return undefined;
}

/** Launches the bundle that the node holds under that name. */
async function launchDemo(page: Page, { name, symbol }: Demo): Promise<Address> {
  await page.goto('/launch');
  await page.getByRole('radio', { name }).check({ force: true });
  return launchFromWizard(page, symbol);
}

for (const demo of DEMOS) {
  test(`${demo.name} answers three prompts, each as its program computes it, and the pages show them`, async ({
    page,
    browser,
  }) => {
    test.setTimeout(900_000);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await connect(page);
    const token = (await tokenNamed(demo.name)) ?? (await launchDemo(page, demo));
    const asked: bigint[] = [];
    for (const [turn, prompt] of demo.prompts.entries()) {
      await page.goto(`/models/${token}/prompt`);
      await page.getByLabel(demo.field).fill(prompt);
      await page.screenshot({ path: `test-results/screenshots/demo-${demo.symbol}-ask-${turn}.png`, fullPage: true });
      const requestId = await payAndAsk(page);
      asked.push(requestId);
      const answer = page.getByRole('region', { name: 'Answer', exact: true });
      await expect(answer.getByRole('figure', { name: demo.figure })).toBeVisible({ timeout: 120_000 });
      const offline = await offlineAnswer((await launchOf(token)).modelId, requestId);
      const posted = await requestOf(requestId);
      expect(posted.outputHash).toBe(keccak256(offline.output));
      expect(posted.traceRoot).toBe(bytesToHex(offline.traceRoot));
      if (turn === 0) {
        await page.getByRole('button', { name: 'Verify in my browser' }).click();
        await expect(page.getByText('Match: your browser got the same answer')).toBeVisible({ timeout: 180_000 });
      }
      await expect(answer).toHaveAttribute('data-phase', 'final', { timeout: 120_000 });
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.screenshot({ path: `test-results/screenshots/demo-${demo.symbol}-${turn}.png`, fullPage: true });
    }
    const name = demo.symbol.toLowerCase();
    const paths = {
      [`demo-${name}-prompt`]: `/models/${token}/prompt`,
      [`demo-${name}-request`]: `/requests/${asked[0]}`,
      [`demo-${name}-model`]: `/models/${token}?tab=about`,
    };
    for (const look of LOOKS) faults.push(...(await checkPages(browser, look, paths)));
    expect(faults).toEqual([]);
  });
}
