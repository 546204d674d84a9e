import { type Address, encodeFunctionData, hexToBytes, keccak256, parseEther, zeroHash } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBundle } from '../../lib/bundle/open-bundle.ts';
import { aiOracleAbi, disputeGameAbi, validatorPoolAbi } from '../../lib/chain/generated/abis.ts';
import { challengerMove } from '../../lib/dispute/challenger.ts';
import { type GameEvent, type PastMove, pastMoveOf, phaseOf } from '../../lib/dispute/game.ts';
import { callOf } from '../../lib/dispute/moves.ts';
import { programHead } from '../../lib/dispute/proofs.ts';
import { layOut } from '../../lib/engine/trace/records.ts';
import { LIES, lieAbout } from '../../scripts/dispute/lies.ts';
import { localAccount, type ROLES } from '../../scripts/start/accounts.ts';
import { openBooks } from './support/books.ts';
import { LIAR_FUNDS_WEI, type Liar, startLiar } from './support/liars.ts';
import { end, type LocalChain, mined, startLocalChain, until } from './support/local-chain.ts';
import { ask, type Launched, launch, launchParams, readRepoFile, repoBundle } from './support/models.ts';
import { type RpcGate, startRpcGate } from './support/rpc-gate.ts';
import { type NodeProcess, type RunNodeOptions, runNode } from './support/run-node.ts';

const STATUS = { requested: 1, answered: 2, finalized: 3 } as const;
const RESULT_BOND_WEI = parseEther('0.05');
const GAME_BOND_WEI = parseEther('0.05');
const PRICE_WEI = parseEther('0.01');
const PENALTY_WEI = parseEther('0.001');
const BURN_ADDRESS = '0x000000000000000000000000000000000000dEaD';

const bundle = repoBundle();
const texts = bundle.golden.cases.filter(({ input }) =>
  /^[ -~]{2,}$/.test(Buffer.from(hexToBytes(input)).toString('latin1')),
);
const golden = (index: number) => {
  const found = texts[index % texts.length];
  if (found === undefined) throw new Error('the bundle has no golden cases');
  return { prompt: new TextDecoder().decode(hexToBytes(found.input)), ...found };
};

describe('disputes', { timeout: 150_000 }, () => {
  let chain: LocalChain;
  let launched: Launched;
  const nodes: NodeProcess[] = [];
  const liars: Liar[] = [];
  const gates: RpcGate[] = [];

  const oracle = () => ({ address: chain.deployment.contracts.aiOracle, abi: aiOracleAbi }) as const;
  const game = () => ({ address: chain.deployment.contracts.disputeGame, abi: disputeGameAbi }) as const;
  const pool = () => ({ address: chain.deployment.contracts.validatorPool, abi: validatorPoolAbi }) as const;
  const balanceOf = (address: Address) => chain.client.getBalance({ address });

  const start = async (options: RunNodeOptions): Promise<NodeProcess> => {
    const node = await runNode(chain, options);
    nodes.push(node);
    await until('it follows the chain', async () => (await node.health()).status === 'ok');
    return node;
  };
  const lie = async (options: Parameters<typeof startLiar>[1]): Promise<Liar> => {
    const liar = await startLiar(chain, options);
    liars.push(liar);
    return liar;
  };
  const gate = async (): Promise<RpcGate> => {
    const made = await startRpcGate(chain.rpcUrl);
    gates.push(made);
    return made;
  };
  const askAs = (role: keyof typeof ROLES, index: number) =>
    ask(chain, { wallet: chain.wallet(role), modelId: launched.modelId, prompt: golden(index).prompt });
  const request = (requestId: bigint) =>
    chain.client.readContract({ ...oracle(), functionName: 'request', args: [requestId] });
  const reaches = (requestId: bigint, status: number, timeoutMs = 60_000) =>
    until(`request ${requestId} is ${status}`, async () => (await request(requestId)).status >= status, timeoutMs);
  const gamesOn = async (requestId: bigint) => {
    const events = await chain.client.getContractEvents({
      ...game(),
      eventName: 'GameOpened',
      args: { requestId },
      fromBlock: 0n,
      strict: true,
    });
    return events.map(({ args }) => args);
  };
  const settledOf = async (requestId: bigint) => {
    const filter = { args: { requestId }, fromBlock: 0n, strict: true } as const;
    const events = await chain.client.getContractEvents({ ...game(), eventName: 'GameSettled', ...filter });
    return events.map(({ args }) => args);
  };
  const voids = async (requestId: bigint) => {
    const filter = { args: { requestId }, fromBlock: 0n, strict: true } as const;
    return chain.client.getContractEvents({ ...oracle(), eventName: 'ResultVoided', ...filter });
  };
  /** Nothing of an earlier test is under way any more. */
  const quiet = async (): Promise<void> => {
    const count = await chain.client.readContract({ ...oracle(), functionName: 'requestCount' });
    for (let requestId = 1n; requestId <= count; requestId++) await reaches(requestId, STATUS.finalized);
  };
  /** The operators' own stake goes, so that the next test decides who is assigned. */
  const retire = async (role: keyof typeof ROLES): Promise<void> => {
    const wallet = chain.wallet(role);
    const args = [wallet.account.address] as const;
    const free = await chain.client.readContract({ ...oracle(), functionName: 'freeStakeOf', args });
    if (free > 0n) {
      await mined(chain, wallet.writeContract({ ...oracle(), functionName: 'unstake', args: [free] }));
    }
  };

  beforeAll(async () => {
    chain = await startLocalChain({
      settings: { challengeSec: 10, assignmentSec: 3 },
      game: { clockSec: 25 },
      pool: { exitDelaySec: 30 },
    });
    const wallet = chain.wallet('creatorOne');
    launched = await launch(chain, { wallet, params: launchParams(bundle), valueWei: parseEther('0.5') });
  });
  afterEach(async () => {
    for (const liar of liars.splice(0)) {
      liar.stop();
      await liar.ended.catch(() => undefined);
    }
    await Promise.all(nodes.splice(0).map(({ child }) => end(child, 'SIGKILL')));
    await Promise.all(gates.splice(0).map((one) => one.close()));
    await retire('operator');
  });
  afterAll(() => chain.stop());

  it('a drawn validator that does not confirm loses the penalty; one that does loses nothing', async () => {
    const node = await start({ operator: 'operator', defends: true, validator: 'validator', keeper: 'keeper' });
    const lazy = chain.wallet('guest');
    const stakeWei = (await chain.client.readContract({ ...pool(), functionName: 'settings' })).stakeWei;
    await mined(chain, lazy.writeContract({ ...pool(), functionName: 'join', value: stakeWei }));
    await mined(chain, lazy.writeContract({ ...pool(), functionName: 'watch', args: [[launched.modelId]] }));
    await until('both watch the model', async () => (await node.health()).watchedModels === 1);
    const stakeOf = (address: Address) =>
      chain.client.readContract({ ...pool(), functionName: 'stakeOf', args: [address] });
    const attentive = localAccount('validator').address;
    const before = await stakeOf(attentive);
    const keeperBooks = await openBooks(chain, localAccount('keeper').address);
    const burntBefore = await balanceOf(BURN_ADDRESS);
    const { requestId } = await askAs('traderThree', 4);
    await reaches(requestId, STATUS.finalized);
    await until('the lazy one is judged', async () => (await stakeOf(lazy.account.address)) < stakeWei);
    expect(await stakeOf(lazy.account.address)).toBe(stakeWei - PENALTY_WEI);
    expect(await stakeOf(attentive)).toBe(before);
    const made = await chain.client.readContract({
      ...pool(),
      functionName: 'commitmentOf',
      args: [requestId, 1n, attentive],
    });
    expect(made).not.toBe(zeroHash);
    expect(await keeperBooks.gained()).toBe(PENALTY_WEI / 2n);
    expect((await balanceOf(BURN_ADDRESS)) - burntBefore).toBe(PENALTY_WEI / 2n);
    expect(node.output()).not.toContain('challenging it');
    await mined(chain, lazy.writeContract({ ...pool(), functionName: 'exit' }));
  });

  it('four lies at once: each is voided, its bond shared, the request answered truly and paid once', async () => {
    const payers = ['traderOne', 'traderTwo', 'traderThree', 'creatorTwo'] as const;
    const validator = await start({ validator: 'validator' });
    await until('it watches the model', async () => (await validator.health()).watchedModels === 1);
    const told = await Promise.all(
      LIES.map(async (kind, index) => {
        const payer = payers[index] ?? ('guest' as const);
        const payerAddress = localAccount(payer).address;
        const liar = await lie({ lie: kind, wants: (one) => one.payer === payerAddress });
        return { kind, index, payer, liar };
      }),
    );
    const validatorBooks = await openBooks(chain, localAccount('validator').address);
    const burntBefore = await balanceOf(BURN_ADDRESS);
    const requests = await Promise.all(
      told.map(async (one) => {
        const payerBooks = await openBooks(chain, localAccount(one.payer).address);
        const { requestId } = await askAs(one.payer, one.index);
        expect((await one.liar.lied()).requestId).toBe(requestId);
        return { ...one, requestId, payerBooks };
      }),
    );
    for (const { liar, requestId, kind } of requests) {
      const outcome = await liar.ended;
      expect(outcome, kind).toMatchObject({ outcome: 'voided', requestId, attempt: 1 });
      expect(await voids(requestId)).toHaveLength(1);
    }
    // The defence that was made up to the end loses to a proof; silence to the clock.
    const proved = await chain.client.getContractEvents({ ...game(), eventName: 'FraudProved', fromBlock: 0n });
    const timedOut = await chain.client.getContractEvents({ ...game(), eventName: 'TimedOut', fromBlock: 0n });
    expect(proved).toHaveLength(3);
    expect(timedOut).toHaveLength(1);

    await start({ operator: 'operator', defends: true, keeper: 'keeper' });
    for (const { requestId } of requests) await reaches(requestId, STATUS.finalized);
    for (const { requestId, index, liar, kind, payerBooks } of requests) {
      const now = await request(requestId);
      expect(now.operator).toBe(localAccount('operator').address);
      expect(now.attempt).toBe(2);
      expect(now.outputHash).toBe(keccak256(golden(index).output));
      expect(now.traceRoot).toBe(golden(index).traceRoot);
      expect(await payerBooks.gained()).toBe(-PRICE_WEI);
      const liarBooks = await chain.client.getBalance({ address: liar.address });
      expect(liarBooks, kind).toBeLessThan(LIAR_FUNDS_WEI - RESULT_BOND_WEI);
      expect(await chain.client.readContract({ ...oracle(), functionName: 'freeStakeOf', args: [liar.address] })).toBe(
        0n,
      );
      const [settled] = await settledOf(requestId);
      expect(settled).toMatchObject({
        winner: localAccount('validator').address,
        paidWei: GAME_BOND_WEI,
        burntWei: 0n,
      });
    }
    await until('the validator is idle', async () => (await validator.health()).challengerGames === 0);
    // Its own bonds came back, and half of each liar's with them; the other half is burnt.
    expect(await validatorBooks.gained()).toBe((4n * RESULT_BOND_WEI) / 2n);
    expect((await balanceOf(BURN_ADDRESS)) - burntBefore).toBe((4n * RESULT_BOND_WEI) / 2n);
    expect(await balanceOf(game().address)).toBe(0n);
  });

  it('killed in the middle of a game: the validator goes on after its restart, and wins', async () => {
    const held = await gate();
    const first = await start({ validator: 'validator', rpcUrl: held.url });
    const liar = await lie({ lie: 'weight' });
    const { requestId } = await askAs('traderOne', 0);
    await liar.lied();
    await until('the game is in its middle', async () => {
      const [opened] = await gamesOn(requestId);
      if (opened === undefined) return false;
      const state = await chain.client.readContract({ ...game(), functionName: 'game', args: [opened.gameId] });
      if (phaseOf(state) !== 'RevealStep' && phaseOf(state) !== 'PickTensors') return false;
      held.hold('eth_sendRawTransaction');
      return true;
    });
    await end(first.child, 'SIGKILL');
    expect(await voids(requestId)).toHaveLength(0);
    const second = await start({ validator: 'validator', stateDir: first.stateDir });
    expect(await liar.ended).toMatchObject({ outcome: 'voided', requestId });
    expect(await gamesOn(requestId)).toHaveLength(1);
    expect((await voids(requestId))[0]?.args.challenger).toBe(localAccount('validator').address);
    await until('it has settled', async () => (await second.health()).challengerGames === 0);
  });

  it('a malicious challenger plays to the end and loses its bond, also when the operator is killed meanwhile', async () => {
    const first = await start({ operator: 'operator', defends: true, keeper: 'keeper' });
    await quiet();
    const { requestId } = await askAs('traderOne', 2);
    await reaches(requestId, STATUS.answered);
    const books = await openBooks(chain, localAccount('operator').address);
    const stakeBefore = await chain.client.readContract({
      ...oracle(),
      functionName: 'freeStakeOf',
      args: [localAccount('operator').address],
    });
    const attacker = chain.wallet('traderTwo');
    const opened = await openBundle({ cid: bundle.cid, read: readRepoFile });
    const input = hexToBytes(golden(2).input);
    // It follows a run of its own with another weight, and so finds a first difference at every reveal.
    const { own } = lieAbout({
      kind: 'weight',
      bundle: await openBundle({ cid: bundle.cid, read: readRepoFile }),
      input,
    });
    if (own === null) throw new Error('a changed weight is defended');
    const { header, recordsRoot } = programHead(layOut(opened.program));
    const claim = await request(requestId);
    const opening = attacker.writeContract({
      ...game(),
      functionName: 'open',
      args: [requestId, claim.outputHash, claim.traceRoot, header, recordsRoot],
      value: GAME_BOND_WEI,
    });
    const { blockNumber } = await mined(chain, opening);
    const gameId = (await gamesOn(requestId))[0]?.gameId ?? 0n;
    const state = () => chain.client.readContract({ ...game(), functionName: 'game', args: [gameId] });
    const output = hexToBytes(golden(2).output);
    const lengths = { inputBytes: input.length, outputBytes: output.length };
    const { inputHash, outputHash, traceRoot } = claim;
    let refused = 0;
    let restarted = false;
    for (;;) {
      await until('it is the challenger’s move', async () => phaseOf(await state()).startsWith('Pick'));
      const moves = await movesOf(chain, gameId, blockNumber);
      const position = { claim: { ...lengths, inputHash, outputHash, traceRoot, output }, own, moves };
      const move = challengerMove({ ...position, game: await state() });
      const call = callOf(gameId, move);
      if (call === undefined) break;
      const sent = await attacker
        .sendTransaction({ to: game().address, data: encodeFunctionData({ abi: disputeGameAbi, ...call }) })
        .then((hash) => mined(chain, Promise.resolve(hash)))
        .catch(() => null);
      if (sent === null) {
        refused++;
        break;
      }
      if (restarted) continue;
      restarted = true;
      await end(first.child, 'SIGKILL');
      await start({ operator: 'operator', defends: true, keeper: 'keeper', stateDir: first.stateDir });
    }
    expect((await movesOf(chain, gameId, blockNumber)).length).toBeGreaterThan(4);
    expect(refused).toBe(1);
    await reaches(requestId, STATUS.finalized);
    expect((await request(requestId)).attempt).toBe(1);
    const [settled] = await settledOf(requestId);
    expect(settled).toMatchObject({ winner: localAccount('operator').address, paidWei: GAME_BOND_WEI / 2n });
    expect(await books.gained()).toBe(GAME_BOND_WEI / 2n + (PRICE_WEI * 2n) / 10n);
    const stakeAfter = await chain.client.readContract({
      ...oracle(),
      functionName: 'freeStakeOf',
      args: [localAccount('operator').address],
    });
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
