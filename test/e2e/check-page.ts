import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect } from '@playwright/test';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 360, height: 780 },
] as const;
const SCHEMES = ['light', 'dark'] as const;

/** How a page is looked at: a size of the screen and a colour scheme. */
export type Look = { viewport: (typeof SIZES)[number]; colorScheme: (typeof SCHEMES)[number] };

/** Every look a page must stand. */
export const LOOKS: readonly Look[] = SIZES.flatMap((viewport) =>
  SCHEMES.map((colorScheme) => ({ viewport, colorScheme })),
);

/**
 * Opens pages in one look, as a reader without a wallet, and says what is wrong with them: wider than the screen, found by axe, or an error in
 * the page. Leaves a screenshot of each.
 */
export async function checkPages(
  browser: Browser,
  { viewport, colorScheme }: Look,
  paths: Record<string, string>,
): Promise<string[]> {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // Until the last block of data is there.
    await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toHaveCount(0, { timeout: 30_000 });
    // A page is drawn on the server before it is alive: until then no tab can have the focus.
    await expect(page.locator('[role=tablist][tabindex="-1"]')).toHaveCount(0);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) faults.push(`${name}: ${overflow} px wider than the screen`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    faults.push(...violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html ?? ''}`));
    const file = `${name}-${viewport.width}-${colorScheme}.png`;
    await page.screenshot({ path: `test-results/screenshots/${file}`, fullPage: true });
  }
  await context.close();
  return faults;
}
