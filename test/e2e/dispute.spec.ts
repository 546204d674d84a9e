import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import {
  type Address,
  bytesToHex,
  createTestClient,
  getAddress,
  hexToString,
  http,
  isAddressEqual,
  keccak256,
  parseEther,
  parseEventLogs,
  stringToBytes,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { ApiContext } from '../../lib/api/context.ts';
import { getGame } from '../../lib/api/dispute/list-games.ts';
import { listOperators } from '../../lib/api/dispute/list-people.ts';
import type { GameDetail } from '../../lib/api/dispute/types.ts';
import { getRequest } from '../../lib/api/list-requests.ts';
import { LOCAL_CHAIN_ID } from '../../lib/chain/chains.ts';
import { deploymentOf } from '../../lib/chain/deployment.ts';
import { aiOracleAbi, disputeGameAbi, launchpadAbi } from '../../lib/chain/generated/abis.ts';
import { type DishonestEvent, readFromNode, runDishonestOperator } from '../../scripts/dispute/dishonest-operator.ts';
import { localAccount } from '../../scripts/start/accounts.ts';
import {
  chain,
  contracts,
  gasCost,
  indexerUrl,
  modelOf,
  nodeUrl,
  offlineRun,
  receiptsOf,
  requestOf,
  rpcUrl,
  settings,
} from './chain.ts';
import { checkPages, LOOKS } from './check-page.ts';

const BURN_ADDRESS = '0x000000000000000000000000000000000000dEaD';
const FUNDS = parseEther('2');
const STAKE = parseEther('0.2');
const BUNDLE = 'models/psalter/bundle';

async function shot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `test-results/screenshots/dispute-${name}.png`, fullPage: true });
}

/** An operator that lies about one request of `victim`, as a part of this test. */
async function startLiar(victim: Address) {
  const key = generatePrivateKey();
  const liar = privateKeyToAccount(key).address;
  await fund(liar);
  const stop = new AbortController();
  const events: DishonestEvent[] = [];
  const ended = runDishonestOperator({
    chainId: LOCAL_CHAIN_ID,
    rpcUrl,
    deployment: deploymentOf(LOCAL_CHAIN_ID),
    key,
    lie: 'weight',
    stakeWei: STAKE,
    readBlock: readFromNode(nodeUrl),
    wants: ({ payer }) => isAddressEqual(payer, victim),
    onEvent: (event) => events.push(event),
    signal: stop.signal,
  });
  // Awaited below; until then a failure must not be an unhandled one.
  ended.catch(() => undefined);
  return { liar, events, stop, ended };
}

async function fund(account: Address): Promise<void> {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl) });
  await client.setBalance({ address: account, value: FUNDS });
}

/** Asks through the page until the liar gets a request; operators are drawn by lot. */
async function askUntilLied(
  page: Page,
  { token, events }: { token: Address; events: readonly DishonestEvent[] },
): Promise<{ requestId: bigint; prompt: string; lie: Uint8Array }> {
  for (let turn = 1; turn <= 24; turn++) {
    const prompt = `My soul, ${turn} `;
    await page.goto(`/models/${token}/prompt`);
    await page.getByLabel('Your prompt').fill(prompt);
    await page.getByRole('button', { name: 'Pay and ask' }).click();
    await page.waitForURL(/\/requests\/\d+/, { timeout: 60_000 });
    const requestId = BigInt(page.url().match(/requests\/(\d+)/)?.[1] ?? '0');
    const told = () =>
      events.find((event) => (event.kind === 'lied' || event.kind === 'missed') && event.requestId === requestId);
    await expect.poll(told, { timeout: 60_000, intervals: [200] }).toBeDefined();
    const event = told();
    if (event?.kind === 'lied') return { requestId, prompt, lie: event.output };
  }
  throw new Error('no request was ever assigned to the liar');
}

const text = (region: Locator, name: string) => region.getByRole('figure', { name }).locator('pre').textContent();

test('a browser finds a lie, challenges it, wins the game by itself, and the right answer takes its place', async ({
  page,
  browser,
}) => {
  test.setTimeout(420_000);
  page.setDefaultTimeout(30_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  // A tab asks before it is closed in the middle of one's own move.
  page.on('dialog', (dialog) => void dialog.accept());
  const [token = '0x'] = await chain.readContract({
    address: contracts.launchpad,
    abi: launchpadAbi,
    functionName: 'tokens',
    args: [0n, 1n],
  });

  // A reader with a burner wallet.
  await page.goto('/');
  await page
    .getByRole('button', { name: /test wallet/i })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Account 0x/ })).toBeVisible({ timeout: 60_000 });
  const label = await page.getByRole('button', { name: /^Account 0x/ }).getAttribute('aria-label');
  const reader = getAddress(label?.match(/0x[0-9a-fA-F]{40}/)?.[0] ?? '');
  const readerStart = await chain.getBalance({ address: reader });
  const startBlock = await chain.getBlockNumber();
  const burntStart = await chain.getBalance({ address: BURN_ADDRESS });
  const honest = localAccount('operator').address;

  const { liar, events, stop, ended } = await startLiar(reader);
  await expect.poll(() => events.some(({ kind }) => kind === 'staked'), { timeout: 30_000 }).toBe(true);
  const network = await watchNetwork(browser);
  const { requestId, prompt, lie } = await askUntilLied(page, { token, events });
  const truth = offlineRun(BUNDLE, stringToBytes(prompt));

  // What is shown first is the lie, as provisional.
  const answer = page.getByRole('region', { name: 'Answer', exact: true });
  await expect(answer).toHaveAttribute('data-phase', 'window', { timeout: 30_000 });
  expect(await text(answer, 'Answer text')).toBe(hexToString(bytesToHex(lie)));

  // The browser's own run differs, and offers the challenge.
  await page.getByRole('button', { name: 'Verify in my browser' }).click();
  await expect(page.getByText('Mismatch: this is not what the model answers')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Challenge this answer' }).click();
  const seat = page.getByRole('region', { name: 'Your challenge' });
  await expect(seat).toBeVisible({ timeout: 30_000 });
  await expect(answer).toHaveAttribute('data-phase', 'disputed', { timeout: 30_000 });
  await shot(page, '1-challenged');

  // A reload in the middle of the game loses nothing.
  const gameId = await chain.readContract({
    address: contracts.disputeGame,
    abi: disputeGameAbi,
    functionName: 'gameCount',
  });
  const gameOf = () =>
    chain.readContract({ address: contracts.disputeGame, abi: disputeGameAbi, functionName: 'game', args: [gameId] });
  await expect.poll(async () => (await gameOf()).phase, { timeout: 60_000, intervals: [200] }).toBeGreaterThan(2);
  await page.reload();
  await shot(page, '2-reloaded');
  await network.seesGame;
  await network.close();

  // The answer is voided and shown so, and the honest operator's takes its place.
  const voided = page.getByRole('region', { name: 'Voided answer 1' });
  await expect(voided).toBeVisible({ timeout: 120_000 });
  expect(await text(voided, 'Voided answer 1 text')).toBe(hexToString(bytesToHex(lie)));
  await shot(page, '3-voided');
  await expect(answer).toHaveAttribute('data-phase', 'corrected', { timeout: 120_000 });
  expect(await text(answer, 'Answer text')).toBe(hexToString(bytesToHex(truth.output)));
  await shot(page, '4-corrected');
  expect((await ended).outcome).toBe('voided');

  // On chain: the answer is the model's own, and of the honest operator.
  const request = await requestOf(requestId);
  expect(request.outputHash).toBe(keccak256(truth.output));
  expect(request.traceRoot).toBe(bytesToHex(truth.traceRoot));
  expect(request.operator).toBe(honest);
  await checkMoney({ requestId, gameId, reader, readerStart, startBlock, liar, burntStart });

  await checkIndex(requestId, gameId);

  // The dispute's own page tells it to a stranger: drawn, recomputed, with the numbers.
  await page.goto(`/disputes/${gameId}`);
  await page.getByRole('button', { name: 'Recompute in my browser' }).click();
  const decided = page.getByRole('region', { name: 'How it was decided' });
  await expect(decided.getByText('Right', { exact: true })).toBeVisible({ timeout: 60_000 });
  await shot(page, '5-recomputed');
  const paths = { dispute: `/disputes/${gameId}`, corrected: `/requests/${requestId}`, games: '/disputes' };
  for (const look of LOOKS) faults.push(...(await checkPages(browser, look, paths)));
  stop.abort();
  expect(faults).toEqual([]);
});

/** Somebody else's Network page, on which a challenge in progress is to appear. */
async function watchNetwork(browser: Browser): Promise<{ seesGame: Promise<void>; close: () => Promise<void> }> {
  const page = await browser.newPage();
  await page.goto('/network');
  const games = page.getByRole('region', { name: 'Challenges in progress' });
  await expect(games.getByText('No challenge is in progress')).toBeVisible({ timeout: 30_000 });
  const seesGame = (async () => {
    await expect(games.getByRole('link', { name: /^Game \d+/ })).toBeVisible({ timeout: 300_000 });
    await expect(games.getByRole('img', { name: /levels deep|Nothing revealed/ })).toBeVisible();
    await page.screenshot({ path: 'test-results/screenshots/dispute-network.png' });
  })();
  // Awaited by the test; until then a failure must not be an unhandled one.
  seesGame.catch(() => undefined);
  return { seesGame, close: () => page.close() };
}

/** The index and the chain itself tell the same of the request, the game and the operators. */
async function checkIndex(requestId: bigint, gameId: bigint): Promise<void> {
  const deployment = deploymentOf(LOCAL_CHAIN_ID);
  const indexed = { graphqlUrl: `${indexerUrl}/graphql`, client: chain, deployment };
  const direct = { ...indexed, graphqlUrl: 'http://127.0.0.1:9/graphql' };
  const request = await getRequest(indexed, requestId);
  expect(request.source).toBe('indexer');
  expect(request.data?.attempts.map(({ outcome }) => outcome)).toEqual(['voided', 'final']);
  expect((await getRequest(direct, requestId)).data).toEqual(request.data);
  const [one, two] = await Promise.all([getGame(indexed, gameId), getGame(direct, gameId)]);
  expect([one.source, two.source]).toEqual(['indexer', 'chain']);
  // Only the receipts, which the index has, say what a move cost and who sent what anyone may send.
  const bare = (game: GameDetail | null) => ({
    ...game,
    moves: game?.moves.map((move) => ({ ...move, gasUsed: null, by: null })),
  });
  expect(bare(two.data)).toEqual(bare(one.data));
  expect(one.data?.moves.every(({ gasUsed }) => gasUsed !== null && gasUsed > 0n)).toBe(true);
  const operators = async (api: ApiContext) =>
    (await listOperators(api)).data.toSorted((left, right) => left.address.localeCompare(right.address));
  expect(await operators(direct)).toEqual(await operators(indexed));
}

/** Where every wei of the fee and of both bonds went, gas aside. */
async function checkMoney(at: {
  requestId: bigint;
  gameId: bigint;
  reader: Address;
  readerStart: bigint;
  startBlock: bigint;
  liar: Address;
  burntStart: bigint;
}): Promise<void> {
  const { requestId, gameId, reader, startBlock, liar } = at;
  const { resultBondWei, burnBps, operatorBps } = await settings();
  const burntWei = (resultBondWei * BigInt(burnBps)) / 10_000n;
  const request = await requestOf(requestId);
  const { priceWei } = await modelOf(request.modelId);

  // The reader: every fee asked for, one bond out and back, the challenger's part of the liar's bond.
  const sent = await receiptsOf(reader, startBlock + 1n);
  expect(sent.every(({ status }) => status === 'success')).toBe(true);
  const fees = parseEventLogs({ abi: aiOracleAbi, eventName: 'RequestOpened', logs: sent.flatMap(({ logs }) => logs) });
  const paidWei = fees.reduce((sum, { args }) => sum + args.feeWei, 0n);
  const gasWei = sent.reduce((sum, receipt) => sum + gasCost(receipt), 0n);
  const rewardWei = resultBondWei - burntWei;
  expect(await chain.getBalance({ address: reader })).toBe(at.readerStart - paidWei - gasWei + rewardWei);

  // The liar: its bond and nothing else.
  const liarSent = await receiptsOf(liar, startBlock + 1n);
  const liarGasWei = liarSent.reduce((sum, receipt) => sum + gasCost(receipt), 0n);
  expect(await chain.getBalance({ address: liar })).toBe(FUNDS - resultBondWei - liarGasWei);
  const freeStake = { address: contracts.aiOracle, abi: aiOracleAbi, functionName: 'freeStakeOf' } as const;
  expect(await chain.readContract({ ...freeStake, args: [liar] })).toBe(0n);

  // Burnt: the rest of the bond. In the game: nothing.
  expect((await chain.getBalance({ address: BURN_ADDRESS })) - at.burntStart).toBe(burntWei);
  expect(await chain.getBalance({ address: contracts.disputeGame })).toBe(0n);

  // The fee was paid once, for the right answer, in the usual parts.
  const finals = await eventsOf(requestId, startBlock);
  expect(finals).toEqual([
    {
      operatorWei: (priceWei * BigInt(operatorBps)) / 10_000n,
      modelWei: priceWei - (priceWei * BigInt(operatorBps)) / 10_000n,
    },
  ]);
  const settled = await chain.getContractEvents({
    address: contracts.disputeGame,
    abi: disputeGameAbi,
    eventName: 'GameSettled',
    args: { gameId },
    fromBlock: startBlock,
    strict: true,
  });
  expect(settled.map(({ args }) => [args.winner, args.burntWei])).toEqual([[reader, 0n]]);
}

async function eventsOf(requestId: bigint, fromBlock: bigint): Promise<{ operatorWei: bigint; modelWei: bigint }[]> {
  const logs = await chain.getContractEvents({
    address: contracts.aiOracle,
    abi: aiOracleAbi,
    eventName: 'RequestFinalized',
    args: { requestId },
    fromBlock,
    strict: true,
  });
  return logs.map(({ args: { operatorWei, modelWei } }) => ({ operatorWei, modelWei }));
}
