import { encodeFunctionData, hexToBytes } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBundle } from '../../lib/bundle/open-bundle.ts';
import { disputeGameAbi } from '../../lib/chain/generated/abis.ts';
import { challengerMove } from '../../lib/dispute/challenger.ts';
import { type GameEvent, type PastMove, pastMoveOf, phaseOf } from '../../lib/dispute/game.ts';
import { callOf } from '../../lib/dispute/moves.ts';
import { programHead } from '../../lib/dispute/proofs.ts';
import { layOut } from '../../lib/engine/trace/records.ts';
import { lieAbout } from '../../scripts/dispute/lies.ts';
import { localAccount } from '../../scripts/start/accounts.ts';
import { openBooks } from './support/books.ts';
import {
  BURN_ADDRESS,
  CHALLENGE_SEC,
  CLOCK_SEC,
  type DisputeScene,
  GAME_BOND_WEI,
  golden,
  PENALTY_WEI,
  PRICE_WEI,
  RESULT_BOND_WEI,
  STATUS,
  startDisputeScene,
} from './support/dispute-scene.ts';
import { end, type LocalChain, mined } from './support/local-chain.ts';
import { readRepoBlock } from './support/models.ts';

describe('defender and attention', { timeout: 300_000 }, () => {
  let scene: DisputeScene;
  beforeAll(async () => {
    scene = await startDisputeScene();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.chain.stop());

  it('a drawn validator that does not confirm loses the penalty; one that does loses nothing', async () => {
    const node = await scene.startNode({
      operator: 'operator',
      defends: true,
      validator: 'validator',
      keeper: 'keeper',
    });
    const lazy = scene.chain.wallet('guest');
    const stakeWei = (await scene.chain.client.readContract({ ...scene.pool, functionName: 'settings' })).stakeWei;
    // More gas than the estimate says: the other validator joins and begins to watch at the same time.
    const roomy = { ...scene.pool, gas: 1_000_000n };
    await mined(scene.chain, lazy.writeContract({ ...roomy, functionName: 'join', value: stakeWei }));
    const modelIds = [scene.launched.modelId];
    await mined(scene.chain, lazy.writeContract({ ...roomy, functionName: 'watch', args: [modelIds] }));
    await scene.eventually('both watch the model', async () => (await node.health()).watchedModels === 1);
    const attentive = localAccount('validator').address;
    const before = await scene.stakeOf(attentive);
    const keeperBooks = await openBooks(scene.chain, localAccount('keeper').address);
    const burntBefore = await scene.balanceOf(BURN_ADDRESS);
    const { requestId } = await scene.askAs('traderThree', 4);
    await scene.confirms(requestId, 1n, attentive);
    await scene.pass(CHALLENGE_SEC);
    await scene.reaches(requestId, STATUS.finalized);
    await scene.eventually(
      'the lazy one is judged',
      async () => (await scene.stakeOf(lazy.account.address)) < stakeWei,
    );
    expect(await scene.stakeOf(lazy.account.address)).toBe(stakeWei - PENALTY_WEI);
    expect(await scene.stakeOf(attentive)).toBe(before);
    expect(await keeperBooks.gained()).toBe(PENALTY_WEI / 2n);
    expect((await scene.balanceOf(BURN_ADDRESS)) - burntBefore).toBe(PENALTY_WEI / 2n);
    expect(node.output()).not.toContain('challenging it');
    await mined(scene.chain, lazy.writeContract({ ...scene.pool, functionName: 'exit' }));
  });

  it('a malicious challenger plays to the end and loses its bond, also when the operator is killed meanwhile', async () => {
    const first = await scene.startNode({ operator: 'operator', defends: true, keeper: 'keeper' });
    const { requestId } = await scene.askAs('traderOne', 2);
    await scene.reaches(requestId, STATUS.answered);
    const books = await openBooks(scene.chain, localAccount('operator').address);
    const stakeBefore = await scene.freeStakeOf(localAccount('operator').address);
    const attacker = scene.chain.wallet('traderTwo');
    const opened = await openBundle({ cid: scene.bundle.cid, read: readRepoBlock });
    const input = hexToBytes(golden(2).input);
    // It follows a run of its own with another weight, and so finds a first difference at every reveal.
    const { own } = lieAbout({ kind: 'weight', bundle: opened, input });
    if (own === null) throw new Error('a changed weight is defended');
    const { header, recordsRoot } = programHead(layOut(opened.program));
    const claim = await scene.request(requestId);
    const opening = attacker.writeContract({
      ...scene.game,
      functionName: 'open',
      args: [requestId, claim.outputHash, claim.traceRoot, header, recordsRoot],
      value: GAME_BOND_WEI,
    });
    const { blockNumber } = await mined(scene.chain, opening);
    const gameId = (await scene.gamesOn(requestId))[0]?.gameId ?? 0n;
    const state = () => scene.gameState(gameId);
    const output = hexToBytes(golden(2).output);
    const lengths = { inputBytes: input.length, outputBytes: output.length };
    const { inputHash, outputHash, traceRoot } = claim;
    let refused = 0;
    let restarted = false;
    for (;;) {
      await scene.eventually('it is the challenger’s move', async () => phaseOf(await state()).startsWith('Pick'));
      const moves = await movesOf(scene.chain, gameId, blockNumber);
      const position = { claim: { ...lengths, inputHash, outputHash, traceRoot, output }, own, moves };
      const move = challengerMove({ ...position, game: await state() });
      const call = callOf(gameId, move);
      if (call === undefined) break;
      const sent = await attacker
        .sendTransaction({ to: scene.game.address, data: encodeFunctionData({ abi: disputeGameAbi, ...call }) })
        .then((hash) => mined(scene.chain, Promise.resolve(hash)))
        .catch(() => null);
      if (sent === null) {
        refused++;
        break;
      }
      if (restarted) continue;
      restarted = true;
      await end(first.child, 'SIGKILL');
      await scene.startNode({ operator: 'operator', defends: true, keeper: 'keeper', stateDir: first.stateDir });
    }
    expect((await movesOf(scene.chain, gameId, blockNumber)).length).toBeGreaterThan(4);
    expect(refused).toBe(1);
    await scene.pass(CLOCK_SEC);
    await scene.eventually('the game is settled', async () => (await scene.settledOf(requestId)).length === 1);
    await scene.pass(CHALLENGE_SEC);
    await scene.reaches(requestId, STATUS.finalized);
    expect((await scene.request(requestId)).attempt).toBe(1);
    const [settled] = await scene.settledOf(requestId);
    expect(settled).toMatchObject({ winner: localAccount('operator').address, paidWei: GAME_BOND_WEI / 2n });
    expect(await books.gained()).toBe(GAME_BOND_WEI / 2n + (PRICE_WEI * 2n) / 10n);
    const stakeAfter = await scene.freeStakeOf(localAccount('operator').address);
    expect(stakeAfter - stakeBefore).toBe(RESULT_BOND_WEI);
  });
});

async function movesOf(chain: LocalChain, gameId: bigint, fromBlock: bigint): Promise<PastMove[]> {
  const logs = await chain.client.getContractEvents({
    address: chain.deployment.contracts.disputeGame,
    abi: disputeGameAbi,
    fromBlock,
    strict: true,
  });
  const ours = logs.filter(({ eventName, args }) => {
    return (eventName === 'Revealed' || eventName === 'Picked') && 'gameId' in args && args.gameId === gameId;
  });
  return ours.map((log) => pastMoveOf(log as GameEvent));
}
