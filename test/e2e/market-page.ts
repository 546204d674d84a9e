import type { Page } from '@playwright/test';

/** The exact amount beside a label on the page, as its hover says it; null where there is none. */
export async function amountOf(page: Page, label: string): Promise<string | null> {
  const name = page.locator('dt, p').filter({ hasText: new RegExp(`^${escapeRegExp(label)}\\s*$`) });
  const value = name.first().locator('xpath=following-sibling::*[1]').locator('[title]');
  return (await value.count()) === 0 ? null : value.first().getAttribute('title');
}

/** One row of the chart's table, with exact prices. */
export type ShownCandle = { startSec: number; open: string; close: string; isGraduation: boolean };

/** Opens the chart's table twin, all of it. */
export async function openCandleTable(page: Page): Promise<void> {
  await page.getByText('Show as a table').click();
  await page.locator('tr[data-start]').first().waitFor();
  const all = page.getByRole('button', { name: /^Show all \d+$/ });
  if (await all.isVisible()) await all.click();
}

/** The rows of the opened table, oldest first. */
export async function candlesShown(page: Page): Promise<ShownCandle[]> {
  const rows = await page.locator('tr[data-start]').evaluateAll((found) =>
    found.map((row) => {
      const titles = [...row.querySelectorAll('td [title]')].map((cell) => cell.getAttribute('title') ?? '');
      return {
        startSec: Number(row.getAttribute('data-start')),
        open: titles[0] ?? '',
        close: titles[3] ?? '',
        isGraduation: row.querySelector('th strong') !== null,
      };
    }),
  );
  return rows.toReversed();
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
