import { expect, type Page, test } from '@playwright/test';
import { type Address, parseEther } from 'viem';
import { grantsAbi, liquidityHookAbi, modelGovernorAbi } from '../../lib/chain/generated/abis.ts';
import { exactAmount } from '../../lib/format/amount.ts';
import { chain, contracts, launchOf, modelOf } from './chain.ts';
import { checkPages, LOOKS } from './check-page.ts';
import { launchFromWizard, openWallet } from './steps.ts';

const SYMBOL = 'VOTE';
const MILESTONE = parseEther('0.02');
const NO_VETO = 'A plain payment by a vote has no veto.';

/** Launches with votes that take a minute, buys the whole sale and opens the pool: the treasury has its part then. */
async function launchAndGraduate(page: Page): Promise<Address> {
  const time = async (label: string, seconds: string) => {
    await page.getByLabel(label, { exact: true }).fill(seconds);
    await page.getByLabel(`Unit of ${label.toLowerCase()}`).selectOption('seconds');
  };
  await page.goto('/launch');
  await page.getByRole('radio', { name: 'Psalter' }).check({ force: true });
  const token = await launchFromWizard(
    page,
    SYMBOL,
    async () => {
      await page.getByLabel('Raise target').fill('1');
      await page.getByLabel('Treasury’s part of the raise').fill('10');
    },
    async () => {
      await time('Notice before a vote', '25');
      await time('Voting takes', '60');
      await time('Delay before it is done', '10');
    },
  );
  await page.goto(`/models/${token}`);
  await page.getByLabel('You pay').fill('3');
  await page.getByRole('button', { name: `Buy ${SYMBOL}`, exact: true }).click({ timeout: 60_000 });
  const typed = page.getByLabel(/^Type “confirm”/);
  const opened = page.getByRole('heading', { name: 'The pool' });
  const graduate = page.getByRole('button', { name: /^Graduate/ });
  await expect(typed.or(graduate).or(opened).first()).toBeVisible({ timeout: 90_000 });
  if (await typed.isVisible()) {
    await typed.fill('confirm');
    await page.getByRole('button', { name: 'Trade anyway' }).click();
    await expect(graduate.or(opened).first()).toBeVisible({ timeout: 90_000 });
  }
  // Anyone graduates it: this wallet, unless the keeper was there before.
  await expect(async () => {
    if (await graduate.first().isVisible()) await graduate.first().click({ timeout: 3_000 });
    const hook = { address: contracts.liquidityHook, abi: liquidityHookAbi } as const;
    expect(await chain.readContract({ ...hook, functionName: 'isGraduated', args: [token] })).toBe(true);
  }).toPass({ timeout: 120_000, intervals: [3_000] });
  return token;
}

/** Sends the form and returns the proposal's page. */
async function propose(page: Page): Promise<{ path: string; proposalId: bigint }> {
  await page.getByRole('button', { name: 'Propose', exact: true }).click({ timeout: 60_000 });
  await page.waitForURL(/\/governance\/\d+$/, { timeout: 90_000 });
  const path = new URL(page.url()).pathname;
  return { path, proposalId: BigInt(path.split('/').at(-1) ?? '0') };
}

async function vote(page: Page, path: string, reason: string): Promise<void> {
  await page.goto(path);
  const panel = page.getByRole('region', { name: 'Your vote' });
  await panel.getByLabel('Reason').fill(reason);
  await panel.getByRole('button', { name: 'Vote for', exact: true }).click({ timeout: 90_000 });
  await expect(panel.getByText(/^You voted for with/)).toBeVisible({ timeout: 60_000 });
}

/** Hands an accepted proposal to the treasury and lets it do it: by somebody who owns nothing of the model. */
async function carryOut(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: 'Queue the proposal' }).click({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Execute the proposal' }).click({ timeout: 90_000 });
  await expect(page.getByText('Executed', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
}

test('holders vote a grant and a price: the first milestone is paid, the second stopped, and the prompt page has the new price', async ({
  browser,
}) => {
  test.setTimeout(1_800_000);
  const faults: string[] = [];
  const [first, second] = await Promise.all([browser.newContext(), browser.newContext()]);
  const ann = await openWallet(first, faults);
  const ben = await openWallet(second, faults);
  const token = await launchAndGraduate(ann.page);
  const { governor, treasury, modelId } = await launchOf(token);
  const votes = { address: governor, abi: modelGovernorAbi } as const;
  const stateOf = (id: bigint) => chain.readContract({ ...votes, functionName: 'state', args: [id] });
  const raised = await chain.getBalance({ address: treasury });
  expect(raised).toBe(parseEther('0.1'));

  // From the model's own tab to a grant by template.
  await ann.page.goto(`/models/${token}?tab=governance`);
  await ann.page.getByRole('link', { name: 'Make a proposal' }).first().click();
  await ann.page.waitForURL(/\/governance\/propose/);
  await ann.page.getByLabel('Recipient').fill(ben.account);
  await ann.page.getByLabel('What the grant is for').fill('More verses');
  await ann.page.getByLabel('Milestone 1', { exact: true }).fill('A hundred verses');
  await ann.page.getByLabel('Pays for 1').fill('0.02');
  await ann.page.getByRole('button', { name: 'Add a milestone' }).click();
  await ann.page.getByLabel('Milestone 2', { exact: true }).fill('A thousand verses');
  await ann.page.getByLabel('Pays for 2').fill('0.02');
  await ann.page.getByLabel('Why').fill('The psalter is short.\n\nBen has written verses before.');
  await expect(ann.page.getByRole('region', { name: 'What it will do' })).toContainText('Grant 0.04 ETH to');
  await ann.page.screenshot({ path: 'test-results/screenshots/governance-propose.png', fullPage: true });
  const grant = await propose(ann.page);
  expect(await stateOf(grant.proposalId)).toBe(0);

  // A price within the bounds of the launch, and no other.
  const { priceWei } = await modelOf(modelId);
  const newPriceWei = priceWei * 2n;
  await ann.page.goto(`/models/${token}/governance/propose?template=price`);
  await ann.page.getByLabel('New price of an answer').fill(exactAmount(priceWei * 1_000n));
  await expect(ann.page.getByText(/^The launch allows/)).toBeVisible();
  await ann.page.getByLabel('New price of an answer').fill(exactAmount(newPriceWei));
  const price = await propose(ann.page);

  // Votes with reasons; the chain counts what the pages show.
  await vote(ann.page, grant.path, 'I want to read them.');
  await vote(ann.page, price.path, 'It is worth it.');
  const [against, inFavour, abstained] = await chain.readContract({
    ...votes,
    functionName: 'proposalVotes',
    args: [price.proposalId],
  });
  expect([against, abstained]).toEqual([0n, 0n]);
  await expect(ann.page.getByText('It is worth it.')).toBeVisible();
  await expect(
    ann.page.getByRole('region', { name: 'Result' }).getByTitle(exactAmount(inFavour), { exact: true }).first(),
  ).toBeVisible();
  await ann.page.screenshot({ path: 'test-results/screenshots/governance-voted.png', fullPage: true });

  await carryOut(ben.page, grant.path);
  await carryOut(ben.page, price.path);
  expect([await stateOf(grant.proposalId), await stateOf(price.proposalId)]).toEqual([7, 7]);
  expect(await chain.getBalance({ address: treasury })).toBe(raised - 2n * MILESTONE);

  // Who pays for an answer pays the new price, on the page and on chain.
  expect((await modelOf(modelId)).priceWei).toBe(newPriceWei);
  await ben.page.goto(`/models/${token}/prompt`);
  await expect(ben.page.getByTitle(`${exactAmount(newPriceWei)} ETH`, { exact: true }).first()).toBeVisible({
    timeout: 60_000,
  });

  // The first milestone is announced, nobody objects, and anyone pays it.
  const grantId = await chain.readContract({ address: contracts.grants, abi: grantsAbi, functionName: 'grantCount' });
  const grants = `/models/${token}/governance?tab=grants`;
  const announce = async (uri: string) => {
    await ben.page.goto(grants);
    await ben.page.getByLabel('Where holders can see that it is done').fill(uri);
    await ben.page.getByRole('button', { name: 'Announce that it is done' }).click({ timeout: 60_000 });
    await expect(ben.page.getByText('Announced', { exact: true })).toBeVisible({ timeout: 60_000 });
  };
  await announce('https://example.com/hundred');
  await ann.page.goto(grants);
  await expect(ann.page.getByRole('link', { name: 'https://example.com/hundred' })).toBeVisible();
  const before = await chain.getBalance({ address: ben.account });
  await ann.page.getByRole('button', { name: 'Pay 0.02 ETH to the recipient' }).click({ timeout: 120_000 });
  await expect(ann.page.getByText('Paid', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect((await chain.getBalance({ address: ben.account })) - before).toBe(MILESTONE);

  // The second is announced too early, and stopped by a holder with enough votes; the money goes back.
  await announce('javascript:alert(1)');
  await ann.page.goto(grants);
  await expect(ann.page.getByText('javascript:alert(1)')).toBeVisible();
  await expect(ann.page.getByRole('link', { name: /javascript/ })).toHaveCount(0);
  await ann.page.screenshot({ path: 'test-results/screenshots/governance-veto.png', fullPage: true });
  await ann.page.getByRole('button', { name: 'Object to this milestone' }).click({ timeout: 60_000 });
  await expect(ann.page.getByText('Stopped by holders')).toBeVisible({ timeout: 60_000 });
  await ann.page.getByRole('button', { name: 'Send it back to the treasury' }).click({ timeout: 60_000 });
  await expect.poll(() => chain.getBalance({ address: treasury }), { timeout: 60_000 }).toBe(raised - MILESTONE);
  const { tranches, returnable } = await chain.readContract({
    address: contracts.grants,
    abi: grantsAbi,
    functionName: 'grant',
    args: [grantId],
  });
  expect(tranches.map(({ state }) => state)).toEqual([2, 3]);
  expect(returnable).toBe(0n);

  // The treasury's page tells the same, to the wei.
  await ann.page.goto(`/models/${token}/governance?tab=treasury`);
  await expect(ann.page.getByTitle(`${exactAmount(raised - MILESTONE)} ETH`, { exact: true }).first()).toBeVisible({
    timeout: 30_000,
  });
  for (const line of ['Came back from grant', 'Set the price of an answer', 'part of the raise']) {
    await expect(ann.page.getByRole('row').filter({ hasText: line })).toBeVisible();
  }

  // A plain payment says what it lacks.
  await ann.page.goto(`/models/${token}/governance/propose?template=payment&recipient=${ben.account}&amount=0.01`);
  await expect(ann.page.getByText(NO_VETO).first()).toBeVisible();

  // And all of it fits every screen.
  const paths = {
    'governance-proposals': `/models/${token}/governance`,
    'governance-grants': grants,
    'governance-treasury': `/models/${token}/governance?tab=treasury`,
    'governance-proposal': grant.path,
    'governance-call': `/models/${token}/governance/propose?template=call&target=${token}&data=0x12345678`,
    'governance-tab': `/models/${token}?tab=governance`,
    'governance-votes': `/portfolio/${ann.account}?tab=votes`,
    'governance-missing': `/models/${token}/governance/1`,
    'governance-payment': `/models/${token}/governance/propose?template=payment&recipient=${ben.account}&amount=0.01`,
  };
  for (const look of LOOKS) expect(await checkPages(browser, look, paths)).toEqual([]);
  expect(faults).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});
