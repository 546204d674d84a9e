import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { type Address, bytesToHex, getAddress, hexToString, keccak256, parseEther, stringToBytes } from 'viem';
import { hashWeights } from '../../lib/engine/program.ts';
import {
  chain,
  claimedWei,
  gasCost,
  launchOf,
  modelOf,
  offlineRun,
  receiptsOf,
  requestOf,
  settings,
  tokenReads,
} from './chain.ts';

const BUNDLE = 'models/psalter/bundle';
const PROMPT = 'My soul ';
const BUY_ETH = '0.5';

async function shot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `test-results/screenshots/journey-${name}.png`, fullPage: true });
}

test('a new user launches a model, buys, asks, sees the answer become final, and claims the revenue to the wei', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const startBlock = await chain.getBlockNumber();

  // Connect the burner wallet.
  await page.goto('/');
  await page
    .getByRole('button', { name: /test wallet/i })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Account 0x/ })).toBeVisible({ timeout: 60_000 });
  await shot(page, '1-connected');

  // Launch a model.
  await page.goto('/launch');
  await page.getByRole('radio', { name: 'Psalter' }).check({ force: true });
  await page.getByRole('button', { name: 'Continue to token' }).click({ timeout: 120_000 });
  await page.getByLabel('Name', { exact: true }).fill('Evening Psalms');
  await page.getByLabel('Symbol').fill('EVE');
  await page.getByLabel('Description').fill('Verses in the manner of the King James Bible.');
  await page.getByRole('button', { name: 'Continue to economics' }).click();
  await page.getByRole('button', { name: 'Release at once' }).click();
  await page.getByLabel('Least time between snapshots', { exact: true }).fill('1');
  await page.getByLabel('Unit of least time between snapshots').selectOption('seconds');
  await shot(page, '2-economics');
  await page.getByRole('button', { name: 'Continue to governance' }).click();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await shot(page, '3-review');
  await page.getByRole('button', { name: 'Launch model' }).click();
  await expect(page.getByRole('link', { name: /Open model page/ })).toBeVisible({ timeout: 90_000 });
  await shot(page, '4-launched');
  const token: Address = getAddress(new URL(page.url()).searchParams.get('launched') ?? '');
  const launch = await launchOf(token);
  const account = launch.creator;
  const reads = tokenReads(token);
  const model = await modelOf(launch.modelId);
  expect(model.modelHash).toBe(hashWeights(readFileSync(`${BUNDLE}/weights.bin`)));

  // Buy its token.
  await page.getByRole('link', { name: /Open model page/ }).click();
  await page.getByLabel('You pay').fill(BUY_ETH);
  await page.getByRole('button', { name: 'Buy EVE' }).click();
  await expect.poll(() => reads.balanceOf(account), { timeout: 60_000 }).toBeGreaterThan(0n);
  await expect(page.getByRole('button', { name: 'Enter an amount' })).toBeVisible({ timeout: 60_000 });
  await shot(page, '5-bought');

  // Prompt and pay.
  await page.goto(`/models/${token}/prompt`);
  await page.getByLabel('Your prompt').fill(PROMPT);
  await shot(page, '6-prompt');
  await page.getByRole('button', { name: 'Pay and ask' }).click();
  await page.waitForURL(/\/requests\/\d+/, { timeout: 60_000 });
  const requestId = BigInt(page.url().match(/requests\/(\d+)/)?.[1] ?? '0');
  await shot(page, '7-asked');

  // The answer is the model's own: the site, the chain and a run offline agree to the byte.
  const offline = offlineRun(BUNDLE, stringToBytes(PROMPT));
  const answer = page.getByRole('figure', { name: 'Answer text' });
  await expect(answer).toBeVisible({ timeout: 60_000 });
  expect(await answer.locator('pre').textContent()).toBe(hexToString(bytesToHex(offline.output)));
  const posted = await requestOf(requestId);
  expect(posted.outputHash).toBe(keccak256(offline.output));
  expect(posted.traceRoot).toBe(bytesToHex(offline.traceRoot));
  await shot(page, '8-answered');
  await page.getByRole('button', { name: 'Verify in my browser' }).click();
  await expect(page.getByText('Match: your browser got the same answer')).toBeVisible({ timeout: 60_000 });

  // Final.
  await expect(page.getByText('It can no longer change.')).toBeVisible({ timeout: 90_000 });
  await shot(page, '9-final');
  const { operatorBps } = await settings();
  const operatorWei = (model.priceWei * BigInt(operatorBps)) / 10_000n;
  const fees = (await reads.books()).receivedTotal - (model.priceWei - operatorWei);
  // All that the token received is the model's part of the fee and the curve's fee on the one buy there was.
  expect(fees).toBeGreaterThanOrEqual(parseEther(BUY_ETH) / 100n);
  expect(fees).toBeLessThanOrEqual((parseEther(BUY_ETH) * 1_000n) / 10_000n + 1n);

  // Snapshots share out all that is for claims; the buyer is the only holder, so it is all his.
  const { receivedTotal } = await reads.books();
  const forClaims = (receivedTotal * 8_000n) / 10_000n;
  await page.goto('/claim');
  const position = page.getByRole('region', { name: 'Evening Psalms (EVE)' });
  await expect(position).toBeVisible({ timeout: 60_000 });
  for (let attempt = 0; attempt < 4 && (await reads.claimable(account)) < forClaims; attempt++) {
    const snapshots = await reads.snapshotCount();
    const button = position.getByRole('button', { name: 'Take snapshot' });
    if (await button.isVisible()) await button.click();
    await expect
      .poll(async () => (await reads.snapshotCount()) > snapshots || (await reads.claimable(account)) === forClaims, {
        timeout: 60_000,
      })
      .toBe(true);
    await page.waitForTimeout(2_000);
  }
  expect(await reads.claimable(account)).toBe(forClaims);
  await page.reload();
  await expect(position.getByRole('button', { name: 'Claim EVE' })).toBeVisible({ timeout: 60_000 });
  await shot(page, '10-claimable');

  // Claim, and count every wei.
  const before = await chain.getBalance({ address: account });
  const claimBlock = await chain.getBlockNumber();
  await position.getByRole('button', { name: 'Claim EVE' }).click();
  await expect.poll(() => reads.claimable(account), { timeout: 60_000 }).toBe(0n);
  await expect(position.getByRole('button', { name: 'Nothing to claim yet' })).toBeVisible({ timeout: 60_000 });
  const receipts = await receiptsOf(account, claimBlock + 1n);
  expect(receipts).toHaveLength(1);
  const gas = receipts.reduce((sum, receipt) => sum + gasCost(receipt), 0n);
  const claimed = receipts.reduce((sum, receipt) => sum + claimedWei(receipt), 0n);
  expect(claimed).toBe(forClaims);
  expect(await chain.getBalance({ address: account })).toBe(before + claimed - gas);
  const books = await reads.books();
  expect(books.owed).toBe(0n);
  expect(books.redeemPool).toBe(receivedTotal - forClaims);
  await shot(page, '11-claimed');

  // Launch, buy, ask, claim (and snapshots, if the keeper was slower): nothing failed on the way.
  const all = await receiptsOf(account, startBlock);
  expect(all.every((receipt) => receipt.status === 'success')).toBe(true);
  expect(faults).toEqual([]);
});
