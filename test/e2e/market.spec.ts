import { expect, type Page, test } from '@playwright/test';
import { type Address, parseEther, parseEventLogs } from 'viem';
import { bondingCurveAbi, liquidityHookAbi } from '../../lib/chain/generated/abis.ts';
import { exactAmount } from '../../lib/format/amount.ts';
import { chain, claimedWei, contracts, gasCost, launchOf, receiptsOf, tokenReads } from './chain.ts';
import { amountOf, candlesShown, openCandleTable, type ShownCandle } from './market-page.ts';
import { launchFromWizard, openWallet } from './steps.ts';

const SYMBOL = 'TIDE';
const TARGET_ETH = '1';
const MINUTE_SEC = 60;

/** Presses the panel's main button and waits until the trade is done and the form is empty again. */
async function trade(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click({ timeout: 60_000 });
  const typed = page.getByLabel(/^Type “confirm”/);
  const isAsked = await typed.waitFor({ timeout: 2_000 }).then(
    () => true,
    () => false,
  );
  if (isAsked) {
    await typed.fill('confirm');
    await page.getByRole('button', { name: 'Trade anyway' }).click();
  }
  const isDone = page.getByRole('button', { name: /^(Enter an amount|Graduate: open the pool)$/ });
  await expect(isDone).toBeVisible({ timeout: 90_000 });
}

async function buyFor(page: Page, eth: string): Promise<void> {
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await page.getByLabel('You pay').fill(eth);
  await trade(page, `Buy ${SYMBOL}`);
}

async function sellPart(page: Page, part: string): Promise<void> {
  await page.getByRole('button', { name: 'Sell', exact: true }).click();
  await page.getByRole('button', { name: part, exact: true }).click();
  await trade(page, `Sell ${SYMBOL}`);
}

const stateOf = (curve: Address) => chain.readContract({ address: curve, abi: bondingCurveAbi, functionName: 'state' });
const poolOf = (token: Address) =>
  chain.readContract({ address: contracts.liquidityHook, abi: liquidityHookAbi, functionName: 'pool', args: [token] });

/** The line has a candle for every minute, each begins where the one before ended. */
function expectNoHole(candles: readonly ShownCandle[]): void {
  for (const [index, candle] of candles.entries()) {
    const before = candles[index - 1];
    if (before === undefined) continue;
    expect(candle.startSec - before.startSec).toBe(MINUTE_SEC);
    expect(candle.open).toBe(before.close);
  }
}

test('two wallets trade a launch through graduation; the chart has no hole, the numbers are the chain’s, and the fees arrive', async ({
  browser,
}) => {
  test.setTimeout(900_000);
  const faults: string[] = [];
  const [first, second] = await Promise.all([browser.newContext(), browser.newContext()]);
  const ann = await openWallet(first, faults);
  const ben = await openWallet(second, faults);
  expect(ann.account).not.toBe(ben.account);
  const startBlock = await chain.getBlockNumber();

  // Ann launches with a target that two people reach, and revenue that needs no waiting.
  await ann.page.goto('/launch');
  await ann.page.getByRole('radio', { name: 'Psalter' }).check({ force: true });
  const token = await launchFromWizard(ann.page, SYMBOL, async () => {
    await ann.page.getByLabel('Raise target').fill(TARGET_ETH);
    await ann.page.getByRole('button', { name: 'Release at once' }).click();
    await ann.page.getByLabel('Least time between snapshots', { exact: true }).fill('1');
    await ann.page.getByLabel('Unit of least time between snapshots').selectOption('seconds');
  });
  const { curve } = await launchOf(token);
  const reads = tokenReads(token);

  // Both look at the chart from the first second on.
  await ann.page.goto(`/models/${token}?interval=1m`);
  await ben.page.goto(`/models/${token}?interval=1m`);
  await expect(ben.page.getByRole('slider', { name: /1m candles/ })).toBeVisible({ timeout: 60_000 });

  // On the curve: exact in, exact out, and a sale with a permit.
  await buyFor(ann.page, '0.2');
  await buyFor(ben.page, '0.15');
  await sellPart(ann.page, '25 %');
  const held = await reads.balanceOf(ben.account);
  await ben.page.getByRole('button', { name: 'Buy', exact: true }).click();
  await ben.page.getByLabel('You get').fill('1000000');
  await trade(ben.page, `Buy ${SYMBOL}`);
  expect((await reads.balanceOf(ben.account)) - held).toBe(parseEther('1000000'));
  const sale = await stateOf(curve);
  await expect.poll(() => amountOf(ann.page, 'Tokens sold'), { timeout: 30_000 }).toBe(exactAmount(sale.tokensSold));

  // The last buy is cut at the target; what it did not need comes back.
  await buyFor(ben.page, '3');
  const full = await stateOf(curve);
  expect(full.complete).toBe(true);
  expect(full.reserveWei).toBe(parseEther(TARGET_ETH));

  // Anyone graduates it: Ann, unless the keeper was there before her.
  const graduate = ann.page.getByRole('button', { name: `Graduate ${SYMBOL}` });
  const opened = ann.page.getByRole('heading', { name: 'The pool' });
  await expect(graduate.or(opened).first()).toBeVisible({ timeout: 60_000 });
  if (await graduate.isVisible()) await graduate.click({ timeout: 5_000 }).catch(() => undefined);
  await expect(ann.page.getByRole('heading', { name: 'The pool' })).toBeVisible({ timeout: 90_000 });
  await expect(ben.page.getByRole('heading', { name: 'The pool' })).toBeVisible({ timeout: 30_000 });
  expect((await poolOf(token)).openedAt).toBeGreaterThan(0n);

  // In the pool, both ways.
  await buyFor(ben.page, '0.1');
  await sellPart(ann.page, '50 %');
  await buyFor(ann.page, '0.05');
  await ann.page.evaluate(() => window.scrollTo(0, 0));
  await ann.page.screenshot({ path: 'test-results/screenshots/market-pool.png', fullPage: true });

  // One line, with no hole at graduation, that ends at the pool's price.
  const pool = await poolOf(token);
  await openCandleTable(ben.page);
  await expect
    .poll(async () => (await candlesShown(ben.page)).at(-1)?.close, { timeout: 30_000 })
    .toBe(exactAmount(pool.priceWei));
  const candles = await candlesShown(ben.page);
  expect(candles.length).toBeGreaterThan(0);
  expectNoHole(candles);
  expect(candles.filter(({ isGraduation }) => isGraduation)).toHaveLength(1);
  const launchedAt = Number((await launchOf(token)).launchedAt);
  expect(candles[0]?.startSec).toBe(launchedAt - (launchedAt % MINUTE_SEC));

  // Every number is the chain's.
  const supply = await chain.readContract({ ...reads.contract, functionName: 'totalSupply' });
  await expect.poll(() => amountOf(ben.page, 'Price of one token')).toBe(`${exactAmount(pool.priceWei)} ETH`);
  await expect
    .poll(() => amountOf(ben.page, 'Market cap'))
    .toBe(`${exactAmount((supply * pool.priceWei) / 10n ** 18n)} ETH`);
  await expect.poll(() => amountOf(ben.page, 'ETH in the pool')).toBe(`${exactAmount(pool.ethSide)} ETH`);
  await expect.poll(() => amountOf(ben.page, `${SYMBOL} in the pool`)).toBe(exactAmount(pool.tokenSide));
  await expect.poll(() => amountOf(ben.page, 'Fees that wait')).toBe(`${exactAmount(pool.uncollectedWei)} ETH`);
  await ben.page.getByRole('tab', { name: /^Holders/ }).click();
  for (const account of [ann.account, ben.account]) {
    const row = ben.page.getByRole('row').filter({ has: ben.page.locator(`[title^="${account}"]`) });
    await expect(row.getByTitle(exactAmount(await reads.balanceOf(account)), { exact: true })).toBeVisible();
  }

  // Fees are collected by Ben, who need not own anything of it, and are revenue to the wei.
  const before = (await reads.books()).receivedTotal;
  await ben.page.getByRole('button', { name: 'Collect fees for the holders' }).click();
  await expect(ben.page.getByRole('button', { name: 'No fees to collect now' })).toBeVisible({ timeout: 90_000 });
  const receipts = await receiptsOf(ben.account, startBlock);
  const [collected] = receipts.flatMap(({ logs }) =>
    parseEventLogs({ abi: liquidityHookAbi, eventName: 'FeesCollected', logs }),
  );
  expect(collected?.args.revenueWei).toBe(pool.uncollectedWei);
  expect((await reads.books()).receivedTotal - before).toBe(pool.uncollectedWei);
  expect(supply - (await chain.readContract({ ...reads.contract, functionName: 'totalSupply' }))).toBe(
    collected?.args.burnedTokens,
  );

  // And claimed, every wei.
  await ann.page.goto('/claim');
  const position = ann.page.getByRole('region', { name: new RegExp(`\\(${SYMBOL}\\)$`) });
  await expect(position).toBeVisible({ timeout: 60_000 });
  await expect(async () => {
    const button = position.getByRole('button', { name: 'Take snapshot' });
    if (await button.isVisible()) await button.click();
    expect((await reads.books()).pending).toBe(0n);
  }).toPass({ timeout: 120_000, intervals: [3_000] });
  await ann.page.reload();
  const owed = await reads.claimable(ann.account);
  expect(owed).toBeGreaterThan(0n);
  const wealth = await chain.getBalance({ address: ann.account });
  const claimBlock = await chain.getBlockNumber();
  await position.getByRole('button', { name: `Claim ${SYMBOL}` }).click({ timeout: 60_000 });
  await expect.poll(() => reads.claimable(ann.account), { timeout: 60_000 }).toBe(0n);
  const claims = await receiptsOf(ann.account, claimBlock + 1n);
  const paid = claims.reduce((sum, receipt) => sum + claimedWei(receipt), 0n);
  const gas = claims.reduce((sum, receipt) => sum + gasCost(receipt), 0n);
  expect(paid).toBe(owed);
  expect(await chain.getBalance({ address: ann.account })).toBe(wealth + paid - gas);

  // The portfolio tells the same story.
  await ben.page.goto(`/portfolio/${ann.account}?tab=activity`);
  await expect(ben.page.getByRole('heading', { name: 'Portfolio', level: 1 })).toBeVisible();
  await expect(ben.page.getByRole('cell', { name: 'Claim', exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await ben.page.screenshot({ path: 'test-results/screenshots/market-portfolio.png', fullPage: true });

  const all = [...(await receiptsOf(ann.account, startBlock)), ...(await receiptsOf(ben.account, startBlock))];
  expect(all.every((receipt) => receipt.status === 'success')).toBe(true);
  expect(faults).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});
