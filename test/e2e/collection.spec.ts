import { expect, type Page, test } from '@playwright/test';
import { type Address, type Hex, keccak256, parseEther, stringToHex } from 'viem';
import { aigcCollectionAbi, launchpadAbi } from '../../lib/chain/generated/abis.ts';
import { chain, claimedWei, contracts, gasCost, receiptsOf, requestOf, tokenReads } from './chain.ts';
import { launchFromWizard, openWallet, payAndAsk } from './steps.ts';

const SYMBOL = 'MUSE';
const PROMPT = 'Praise ye ';
const PRICE_ETH = '0.5';
const FINALIZED = 3;

/** A screenshot in both sizes, which must not be wider than the screen. */
async function shots(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [360, 780],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/screenshots/collection-${name}-${width}.png`, fullPage: true });
  }
}

async function collectionOf(token: Address): Promise<Address> {
  const [made] = await chain.getContractEvents({
    address: contracts.launchpad,
    abi: launchpadAbi,
    eventName: 'CollectionLaunched',
    args: { token },
    fromBlock: 0n,
    strict: true,
  });
  if (made === undefined) throw new Error('the launch made no collection');
  return made.args.collection;
}

function pieceReads(collection: Address, tokenId: bigint) {
  const base = { address: collection, abi: aigcCollectionAbi } as const;
  return {
    owner: () => chain.readContract({ ...base, functionName: 'ownerOf', args: [tokenId] }),
    feeWei: () => chain.readContract({ ...base, functionName: 'mintFeeWei' }),
    royaltyOf: async (wei: bigint) =>
      (await chain.readContract({ ...base, functionName: 'royaltyInfo', args: [tokenId, wei] }))[1],
    isVerified: async (prompt: Hex) => {
      const [, held] = await chain.readContract({ ...base, functionName: 'content', args: [tokenId] });
      return chain.readContract({ ...base, functionName: 'verify', args: [prompt, held, '0x'] });
    },
  };
}

test('an answer is minted, becomes final, is listed and bought by another wallet, and its royalty is claimed', async ({
  browser,
}) => {
  test.setTimeout(900_000);
  const faults: string[] = [];
  const [first, second] = await Promise.all([browser.newContext(), browser.newContext()]);
  const ann = await openWallet(first, faults);
  const ben = await openWallet(second, faults);
  const startBlock = await chain.getBlockNumber();

  // Ann launches a model whose revenue needs no waiting, and is its only holder.
  await ann.page.goto('/launch');
  await ann.page.getByRole('radio', { name: 'Psalter' }).check({ force: true });
  const token = await launchFromWizard(ann.page, SYMBOL, async () => {
    await ann.page.getByRole('button', { name: 'Release at once' }).click();
    await ann.page.getByLabel('Least time between snapshots', { exact: true }).fill('1');
    await ann.page.getByLabel('Unit of least time between snapshots').selectOption('seconds');
  });
  const reads = tokenReads(token);
  await ann.page.goto(`/models/${token}`);
  await ann.page.getByLabel('You pay').fill('0.1');
  await ann.page.getByRole('button', { name: `Buy ${SYMBOL}` }).click();
  await expect.poll(() => reads.balanceOf(ann.account), { timeout: 60_000 }).toBeGreaterThan(0n);

  // She asks, and mints the answer while it can still be challenged.
  await ann.page.goto(`/models/${token}/prompt`);
  await ann.page.getByLabel('Your prompt').fill(PROMPT);
  const requestId = await payAndAsk(ann.page);
  await expect(ann.page.getByRole('figure', { name: 'Answer text' })).toBeVisible({ timeout: 60_000 });
  const mint = ann.page.getByRole('region', { name: 'Mint as NFT' });
  await expect(mint).toContainText('cannot be transferred or sold');
  await mint.getByRole('button', { name: 'Mint as NFT' }).click();
  await ann.page.waitForURL(/\/art\/0x/, { timeout: 60_000 });

  const prompt = stringToHex(PROMPT);
  const tokenId = BigInt(keccak256(prompt));
  const collection = await collectionOf(token);
  const piece = pieceReads(collection, tokenId);
  const art = new URL(ann.page.url()).pathname;
  expect(art).toBe(`/art/${collection}/${tokenId}`);
  const badge = ann.page.getByText('Verified', { exact: true });
  await expect(ann.page.getByRole('img', { name: `Artwork for: ${PROMPT.trim()}` })).toBeVisible({ timeout: 60_000 });
  if ((await requestOf(requestId)).status < FINALIZED) {
    await expect(ann.page.getByText('Provisional', { exact: true })).toBeVisible();
    await expect(badge).toHaveCount(0);
    await expect(ann.page.getByText('Only a final artwork can be sold')).toBeVisible();
    expect(await piece.isVerified(prompt)).toBe(false);
    await shots(ann.page, 'provisional');
  }

  // Final: the contract says so, and the page with it.
  await expect(badge).toBeVisible({ timeout: 120_000 });
  expect(await piece.isVerified(prompt)).toBe(true);

  // Ann lists it.
  await ann.page.getByLabel('Price', { exact: true }).fill(PRICE_ETH);
  await ann.page.getByRole('button', { name: 'List for sale' }).click({ timeout: 60_000 });
  await expect(ann.page.getByRole('region', { name: 'Your listing' })).toBeVisible({ timeout: 90_000 });
  await shots(ann.page, 'listed');

  // Ben finds it in the gallery and buys it.
  await ben.page.goto(`/gallery?show=sale&model=${token}`);
  const card = ben.page.getByRole('link', { name: new RegExp(PROMPT.trim()) });
  await expect(card).toContainText('Verified', { timeout: 30_000 });
  await shots(ben.page, 'gallery');
  await card.click();
  await ben.page.waitForURL(new RegExp(`/art/${collection}/`));
  const price = parseEther(PRICE_ETH);
  const royalty = await piece.royaltyOf(price);
  await expect(ben.page.getByText(`Royalty to ${SYMBOL} holders, 5 %`)).toBeVisible({ timeout: 30_000 });
  await shots(ben.page, 'for-sale');
  const before = (await reads.books()).receivedTotal;
  // Where the keeper was slow, the sale settles the mint fee.
  const [{ feeHeldFor }, fee] = await Promise.all([
    chain.readContract({ address: collection, abi: aigcCollectionAbi, functionName: 'piece', args: [tokenId] }),
    piece.feeWei(),
  ]);
  const held = /^0x0+$/.test(feeHeldFor) ? 0n : fee;
  const wealth = await chain.getBalance({ address: ann.account });
  await ben.page.getByRole('button', { name: `Buy for ${PRICE_ETH} ETH` }).click();
  await expect.poll(() => piece.owner(), { timeout: 60_000 }).toBe(ben.account);
  await expect(ben.page.getByRole('cell', { name: 'Sold' })).toBeVisible({ timeout: 60_000 });
  expect((await chain.getBalance({ address: ann.account })) - wealth).toBe(price - royalty);
  expect((await reads.books()).receivedTotal - before).toBeGreaterThanOrEqual(royalty);
  expect((await reads.books()).receivedTotal - before).toBeLessThanOrEqual(royalty + held);
  await shots(ben.page, 'sold');

  // The royalty is revenue on the model's page, and in what Ann claims.
  await ann.page.goto(`/models/${token}?tab=revenue`);
  await expect(ann.page.getByText('Royalties', { exact: true })).toBeVisible({ timeout: 30_000 });
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
  expect(owed).toBeGreaterThanOrEqual((royalty * 8n) / 10n);
  const claimBlock = await chain.getBlockNumber();
  const balance = await chain.getBalance({ address: ann.account });
  await position.getByRole('button', { name: `Claim ${SYMBOL}` }).click({ timeout: 60_000 });
  await expect.poll(() => reads.claimable(ann.account), { timeout: 60_000 }).toBe(0n);
  const claims = await receiptsOf(ann.account, claimBlock + 1n);
  const paid = claims.reduce((sum, receipt) => sum + claimedWei(receipt), 0n);
  const gas = claims.reduce((sum, receipt) => sum + gasCost(receipt), 0n);
  expect(paid).toBe(owed);
  expect(await chain.getBalance({ address: ann.account })).toBe(balance + paid - gas);

  // Ben's portfolio has the artwork.
  await ben.page.goto(`/portfolio/${ben.account}?tab=artworks`);
  await expect(ben.page.getByRole('link', { name: new RegExp(PROMPT.trim()) })).toBeVisible({ timeout: 30_000 });
  const all = [...(await receiptsOf(ann.account, startBlock)), ...(await receiptsOf(ben.account, startBlock))];
  expect(all.every((receipt) => receipt.status === 'success')).toBe(true);
  expect(faults).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});
