import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { launchpadAbi } from '../../lib/chain/generated/abis.ts';
import { chain, contracts, launchOf } from './chain.ts';

test('search leads by keyboard from a name to its model, and from an address to a portfolio', async ({ page }) => {
  const [token] = await chain.readContract({
    address: contracts.launchpad,
    abi: launchpadAbi,
    functionName: 'tokens',
    args: [0n, 1n],
  });
  if (token === undefined) throw new Error('The demo has launched nothing.');
  const { creator } = await launchOf(token);
  await page.goto('/claim');
  // Only there once the page has come to life.
  await expect(page.getByRole('button', { name: /test wallet/i }).first()).toBeVisible({ timeout: 60_000 });

  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Search' });
  await box.fill('psalt');
  await expect(page.getByRole('option', { name: /PSALT/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/models/${token}`);

  await page.keyboard.press('Control+k');
  await box.fill(creator.toLowerCase());
  await page.getByRole('option', { name: `Portfolio of ${creator}` }).click();
  await page.waitForURL(`**/portfolio/${creator}`);

  await page.keyboard.press('Control+k');
  await box.fill('no model has this name');
  await expect(page.getByText(/Nothing is called/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
});
