import { type BrowserContext, expect, type Page } from '@playwright/test';
import { type Address, getAddress } from 'viem';

/** Connects the burner wallet. */
export async function connect(page: Page): Promise<void> {
  await page.goto('/');
  await page
    .getByRole('button', { name: /test wallet/i })
    .first()
    .click();
  // Not only gone: while it opens, the button has another name.
  await expect(page.getByRole('button', { name: /^Account 0x/ })).toBeVisible({ timeout: 60_000 });
}

/** A new tab with its own burner wallet connected; what breaks in it is told in `faults`. */
export async function openWallet(context: BrowserContext, faults: string[]): Promise<{ page: Page; account: Address }> {
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  await connect(page);
  const label = await page.getByRole('button', { name: /^Account 0x/ }).getAttribute('aria-label');
  return { page, account: /0x[0-9a-fA-F]{40}/.exec(label ?? '')?.[0] as Address };
}

/** From a chosen model to its token, with the wizard's own terms and rules of votes but for what `setTerms` and `setRules` change. */
export async function launchFromWizard(
  page: Page,
  symbol: string,
  setTerms: () => Promise<void> = async () => undefined,
  setRules: () => Promise<void> = async () => undefined,
): Promise<Address> {
  await page.getByRole('button', { name: 'Continue to token' }).click({ timeout: 180_000 });
  await page.getByLabel('Symbol').fill(symbol);
  await page.getByRole('button', { name: 'Continue to economics' }).click();
  await setTerms();
  await page.getByRole('button', { name: 'Continue to governance' }).click();
  await setRules();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await page.getByRole('button', { name: 'Launch model' }).click();
  await expect(page.getByRole('link', { name: /Open model page/ })).toBeVisible({ timeout: 90_000 });
  return getAddress(new URL(page.url()).searchParams.get('launched') ?? '');
}

/** Sends what the prompt page holds; the request's id. */
export async function payAndAsk(page: Page): Promise<bigint> {
  await page.getByRole('button', { name: 'Pay and ask' }).click();
  await page.waitForURL(/\/requests\/\d+/, { timeout: 60_000 });
  return BigInt(page.url().match(/requests\/(\d+)/)?.[1] ?? '0');
}
