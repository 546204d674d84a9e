import { keccak256, parseEther } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { phaseOf } from '../../lib/dispute/game.ts';
import { LIES } from '../../scripts/dispute/lies.ts';
import { localAccount } from '../../scripts/start/accounts.ts';
import { gasSpent, openBooks } from './support/books.ts';
import {
  BURN_ADDRESS,
  CHALLENGE_SEC,
  CLOCK_SEC,
  type DisputeScene,
  GAME_BOND_WEI,
  golden,
  PRICE_WEI,
  RESPONSE_SEC,
  RESULT_BOND_WEI,
  STATUS,
  startDisputeScene,
} from './support/dispute-scene.ts';
import { LIAR_FUNDS_WEI } from './support/liars.ts';
import { end, mined } from './support/local-chain.ts';
import { ask } from './support/models.ts';

/** `FraudProved.kind` of a claim whose lengths no run can have. */
const SHAPE = 3;

describe('validator', { timeout: 300_000 }, () => {
  let scene: DisputeScene;
  beforeAll(async () => {
    scene = await startDisputeScene();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.chain.stop());

  it('four lies at once: each is voided, its bond shared, the request answered truly and paid once', async () => {
    const payers = ['traderOne', 'traderTwo', 'traderThree', 'creatorTwo'] as const;
    const validator = await scene.startNode({ validator: 'validator' });
    await scene.eventually('it watches the model', async () => (await validator.health()).watchedModels === 1);
    const told = await Promise.all(
      LIES.map(async (kind, index) => {
        const payer = payers[index] ?? ('guest' as const);
        const payerAddress = localAccount(payer).address;
        const liar = await scene.lie({ lie: kind, wants: (one) => one.payer === payerAddress });
        return { kind, index, payer, liar };
      }),
    );
    const validatorBooks = await openBooks(scene.chain, localAccount('validator').address);
    const burntBefore = await scene.balanceOf(BURN_ADDRESS);
    const requests = await Promise.all(
      told.map(async (one) => {
        const payerBooks = await openBooks(scene.chain, localAccount(one.payer).address);
        const { requestId } = await scene.askAs(one.payer, one.index);
        expect((await one.liar.lied()).requestId).toBe(requestId);
        return { ...one, requestId, payerBooks };
      }),
    );
    const isSilent = ({ kind }: { kind: string }) => kind === 'silence';
    for (const { liar, requestId, kind } of requests.toSorted((a, b) => Number(isSilent(a)) - Number(isSilent(b)))) {
      // The others are over: the clock of the one who says nothing may run.
      if (kind === 'silence') {
        await scene.eventually('its game is open', async () => (await scene.gamesOn(requestId)).length === 1);
        await scene.pass(CLOCK_SEC);
      }
      const outcome = await liar.ended;
      expect(outcome, kind).toMatchObject({ outcome: 'voided', requestId, attempt: 1 });
      expect(await scene.voidsOf(requestId)).toHaveLength(1);
    }
    // The defence that was made up to the end loses to a proof; silence to the clock.
    const proved = await scene.chain.client.getContractEvents({
      ...scene.game,
      eventName: 'FraudProved',
      fromBlock: 0n,
    });
    const timedOut = await scene.chain.client.getContractEvents({
      ...scene.game,
      eventName: 'TimedOut',
      fromBlock: 0n,
    });
    expect(proved).toHaveLength(3);
    expect(timedOut).toHaveLength(1);

    await scene.startNode({ operator: 'operator', defends: true, keeper: 'keeper' });
    for (const { requestId } of requests) {
      await scene.reaches(requestId, STATUS.answered);
      await scene.confirms(requestId, 2n, localAccount('validator').address);
    }
    await scene.pass(CHALLENGE_SEC);
    for (const { requestId } of requests) await scene.reaches(requestId, STATUS.finalized);
    for (const { requestId, index, liar, kind, payerBooks } of requests) {
      const now = await scene.request(requestId);
      expect(now.operator).toBe(localAccount('operator').address);
      expect(now.attempt).toBe(2);
      expect(now.outputHash).toBe(keccak256(golden(index).output));
      expect(now.traceRoot).toBe(golden(index).traceRoot);
      expect(await payerBooks.gained()).toBe(-PRICE_WEI);
      const gasWei = await gasSpent(scene.chain, [liar.address], 0n);
      expect((await scene.balanceOf(liar.address)) + gasWei, kind).toBe(LIAR_FUNDS_WEI - RESULT_BOND_WEI);
      expect(await scene.freeStakeOf(liar.address)).toBe(0n);
      const [settled] = await scene.settledOf(requestId);
      expect(settled).toMatchObject({
        winner: localAccount('validator').address,
        paidWei: GAME_BOND_WEI,
        burntWei: 0n,
      });
    }
    await scene.eventually('the validator is idle', async () => (await validator.health()).challengerGames === 0);
    // Its own bonds came back, and half of each liar's with them; the other half is burnt.
    expect(await validatorBooks.gained()).toBe((4n * RESULT_BOND_WEI) / 2n);
    expect((await scene.balanceOf(BURN_ADDRESS)) - burntBefore).toBe((4n * RESULT_BOND_WEI) / 2n);
    expect(await scene.balanceOf(scene.game.address)).toBe(0n);
  });

  it('killed in the middle of a game: the validator goes on after its restart, and wins', async () => {
    const held = await scene.gate();
    const first = await scene.startNode({ validator: 'validator', rpcUrl: held.url });
    const liar = await scene.lie({ lie: 'weight' });
    const { requestId } = await scene.askAs('traderOne', 0);
    await liar.lied();
    await scene.eventually('the game is in its middle', async () => {
      const [opened] = await scene.gamesOn(requestId);
      if (opened === undefined) return false;
      const state = await scene.gameState(opened.gameId);
      if (phaseOf(state) !== 'RevealStep' && phaseOf(state) !== 'PickTensors') return false;
      held.hold('eth_sendRawTransaction');
      return true;
    });
    await end(first.child, 'SIGKILL');
    expect(await scene.voidsOf(requestId)).toHaveLength(0);
    const second = await scene.startNode({ validator: 'validator', stateDir: first.stateDir });
    expect(await liar.ended).toMatchObject({ outcome: 'voided', requestId });
    expect(await scene.gamesOn(requestId)).toHaveLength(1);
    expect((await scene.voidsOf(requestId))[0]?.challenger).toBe(localAccount('validator').address);
    await scene.eventually('it has settled', async () => (await second.health()).challengerGames === 0);
  });

  it('an answer to an input that the model refuses: void by its length alone, and never answered again', async () => {
    const liar = scene.chain.wallet('traderThree');
    const { client } = scene.chain;
    await mined(scene.chain, liar.writeContract({ ...scene.oracle, functionName: 'stake', value: parseEther('0.2') }));
    await scene.startNode({ validator: 'validator', keeper: 'keeper' });
    const payer = localAccount('traderTwo').address;
    const prompt = 'a'.repeat(scene.bundle.manifest.input.maxBytes + 1);
    const wallet = scene.chain.wallet('traderTwo');
    const { requestId } = await ask(scene.chain, { wallet, modelId: scene.launched.modelId, prompt });
    const args = [requestId, '0x6869', keccak256('0x')] as const;
    await mined(scene.chain, liar.writeContract({ ...scene.oracle, functionName: 'submitResult', args }));
    await scene.eventually('it is void', async () => (await scene.voidsOf(requestId)).length === 1);
    const [opened] = await scene.gamesOn(requestId);
    const ofGame = { args: { gameId: opened?.gameId ?? 0n }, fromBlock: 0n, strict: true } as const;
    const [proof] = await client.getContractEvents({ ...scene.game, eventName: 'FraudProved', ...ofGame });
    expect(proof?.args.kind).toBe(SHAPE);
    const operator = await scene.startNode({ operator: 'operator', defends: true });
    await scene.eventually('the operator gives up', async () => operator.output().includes('request given up'));
    const books = await openBooks(scene.chain, payer);
    await scene.pass(RESPONSE_SEC + 1);
    await scene.reaches(requestId, STATUS.refunded);
    expect(await books.gained()).toBe(PRICE_WEI);
    const free = await scene.freeStakeOf(liar.account.address);
    expect(free).toBe(parseEther('0.2') - RESULT_BOND_WEI);
    await mined(scene.chain, liar.writeContract({ ...scene.oracle, functionName: 'unstake', args: [free] }));
  });
});
