import {
  type Address,
  bytesToHex,
  encodeFunctionData,
  type Hex,
  hexToBytes,
  isAddressEqual,
  type PrivateKeyAccount,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { ReadBlock } from '../../lib/bundle/block.ts';
import { cidOfUri } from '../../lib/bundle/cid.ts';
import { openBundle } from '../../lib/bundle/open-bundle.ts';
import type { Deployment } from '../../lib/chain/deployment.ts';
import { aiOracleAbi } from '../../lib/chain/generated/abis.ts';
import { asserterMove } from '../../lib/dispute/asserter.ts';
import { type ChainClient, createChainClient } from '../../node/chain/clients.ts';
import { createGameTracker } from '../../node/chain/game-tracker.ts';
import { createGameReader } from '../../node/chain/games.ts';
import { createOracleReader, type OracleReader, type OracleRequest } from '../../node/chain/oracle.ts';
import { createTxSender, type TxSender } from '../../node/chain/tx-sender.ts';
import { createMover } from '../../node/games/move.ts';
import { createGamePlayer } from '../../node/games/player.ts';
import { createLogger } from '../../node/logger.ts';
import { createMetrics } from '../../node/metrics.ts';
import { retry, sleep } from '../../node/retry.ts';
import { type Lie, type LieKind, lieAbout } from './lies.ts';

/** What a dishonest operator is told. */
export type DishonestOptions = {
  chainId: number;
  rpcUrl: string;
  deployment: Deployment;
  /** Its own account, with ETH for stake and gas. */
  key: Hex;
  lie: LieKind;
  /** Free stake that it puts up, from which requests are assigned to it. */
  stakeWei: bigint;
  /** Where it reads models: the bytes of a CID. */
  readBlock: ReadBlock;
  /** Whether it should lie about this request. By default about the first it may answer. */
  wants?: (request: OracleRequest) => boolean;
  onEvent?: (event: DishonestEvent) => void;
  signal: AbortSignal;
};

/** What it does, as it happens. */
export type DishonestEvent =
  | { kind: 'staked'; stakeWei: bigint; operator: Address }
  /** It has answered with a lie. `says` is what is wrong with it. */
  | { kind: 'lied'; requestId: bigint; attempt: number; output: Uint8Array; says: string }
  /** Somebody was first, so it lied about nothing. */
  | { kind: 'missed'; requestId: bigint }
  | { kind: 'challenged'; gameId: bigint; challenger: Address };

/** How it ended. `voided`: the lie was proved or not defended; `final`: nobody won a challenge, and the lie was paid. */
export type DishonestOutcome = {
  outcome: 'voided' | 'final' | 'stopped';
  requestId: bigint | null;
  attempt: number;
  /** Games that were opened on the lie. */
  gameIds: bigint[];
};

const POLL_MS = 250;
const BACKOFF = { firstMs: 300, maxMs: 3_000 };

/**
 * A dishonest operator: stakes, answers one request with a lie, and defends the lie as long as it can, with the honest node's own machinery for
 * sending and for playing many games. Ends when the lie is void or final, after taking back the stake that is left; throws only what an honest
 * operator would die of. For demonstrations and tests.
 *
 * For a test in which a browser challenges, start the product without the validator, so that nobody is faster:
 * `OPENIMO_ROLES=operator,defender,keeper npm start`. Requests are assigned by lot among the operators; `wants` sees each request that it may answer
 * (assigned to it, or open to all after the assignment), so a test makes requests until `lied` comes. Example:
 * ```ts
 * const stop = new AbortController();
 * const ended = runDishonestOperator({
 *   chainId, rpcUrl, deployment: deploymentOf(chainId), key: generatePrivateKey(), // funded with 1 ETH before
 *   lie: 'output', stakeWei: parseEther('0.2'), readBlock: readFromNode(nodeUrl),
 *   wants: ({ payer }) => isAddressEqual(payer, reader), onEvent: (event) => …, signal: stop.signal,
 * });
 * ```
 */
export async function runDishonestOperator(options: DishonestOptions): Promise<DishonestOutcome> {
  const { deployment, signal } = options;
  const { aiOracle, disputeGame, multicall3 } = deployment.contracts;
  const logger = createLogger(process.env.OPENIMO_LOG_LEVEL ?? 'silent').child({ program: 'dishonest' });
  const metrics = createMetrics();
  const client = createChainClient(options);
  const account: PrivateKeyAccount = privateKeyToAccount(options.key);
  const sender = createTxSender({ client, account, logger, metrics, signal });
  const startBlock = BigInt(deployment.startBlock);
  const oracle = createOracleReader({ client, address: aiOracle, multicallAddress: multicall3, startBlock });
  const games = createGameReader({
    client,
    address: disputeGame,
    oracleAddress: aiOracle,
    multicallAddress: multicall3,
  });
  const tracker = createGameTracker({ games, logger });

  await takeStake({ client, oracle, sender, stakeWei: options.stakeWei });
  options.onEvent?.({ kind: 'staked', stakeWei: options.stakeWei, operator: account.address });
  try {
    const told = await lieOnce({ ...options, client, oracle, sender });
    if (told === null) return { outcome: 'stopped', requestId: null, attempt: 0, gameIds: [] };
    const { lie, requestId, attempt } = told;
    const { own } = lie;
    const player = createGamePlayer({
      seat: 'asserter',
      mine: (game) => isAddressEqual(game.asserter, account.address),
      tools: { client, games, sender },
      move: createMover({
        client,
        oracle,
        games,
        sender,
        // It needs no bundle of the store: what it defends is its own run.
        jobOf: async (request) => ({
          cid: '',
          modelHash: '0x',
          programHash: '0x',
          input: hexToBytes(await oracle.inputOf(request)),
        }),
        solve: async (job) => {
          if (own === null || job.kind !== 'move') throw new Error('nothing to defend');
          return { kind: 'move', move: asserterMove({ game: job.state, claim: job.claim, own }), solveMs: 0 };
        },
      }),
      logger,
      metrics,
      role: 'dishonest',
      graceMs: 0,
      onSettled: async () => undefined,
    });
    const gameIds = new Set<bigint>();
    while (!signal.aborted) {
      const head = await client.getBlock({ blockTag: 'latest' });
      const nowSec = Math.max(Number(head.timestamp), Math.floor(Date.now() / 1000));
      const open = await tracker.look(head.number);
      for (const game of open) {
        if (game.requestId !== requestId || game.attempt !== attempt || gameIds.has(game.gameId)) continue;
        gameIds.add(game.gameId);
        options.onEvent?.({ kind: 'challenged', gameId: game.gameId, challenger: game.challenger });
      }
      if (own !== null) player.play(open, nowSec);
      const [request] = await oracle.requests([requestId]);
      const stands = request?.status === 'Answered' && request.attempt === attempt;
      if (!stands) {
        await player.idle();
        const isPaid = request?.status === 'Finalized' && request.attempt === attempt;
        return { outcome: isPaid ? 'final' : 'voided', requestId, attempt, gameIds: [...gameIds] };
      }
      await sleep(POLL_MS, signal);
    }
    return { outcome: 'stopped', requestId, attempt, gameIds: [...gameIds] };
  } finally {
    await leave({ client, oracle, sender });
    await sender.close();
  }
}

/** Reads blocks of bundles from a node's gateway. */
export function readFromNode(nodeUrl: string): ReadBlock {
  return async (cid) => {
    const response = await fetch(`${nodeUrl}/ipfs/${cid}?format=raw`);
    if (!response.ok) throw new Error(`the node does not have ${cid}: HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}

type Tools = { client: ChainClient; oracle: OracleReader; sender: TxSender };

async function freeStakeOf({ client, oracle, sender }: Tools): Promise<bigint> {
  const contract = { address: oracle.address, abi: aiOracleAbi } as const;
  return client.readContract({ ...contract, functionName: 'freeStakeOf', args: [sender.address] });
}

async function takeStake({ stakeWei, ...tools }: Tools & { stakeWei: bigint }): Promise<void> {
  const missing = stakeWei - (await freeStakeOf(tools));
  if (missing <= 0n) return;
  const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'stake' });
  await tools.sender.send({ label: 'stake', to: tools.oracle.address, data, value: missing });
}

/** Takes the free stake back, so that no more requests are assigned to somebody who has gone. */
async function leave(tools: Tools): Promise<void> {
  const free = await freeStakeOf(tools).catch(() => 0n);
  if (free === 0n) return;
  const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'unstake', args: [free] });
  await tools.sender.send({ label: 'unstake', to: tools.oracle.address, data }).catch(() => undefined);
}

/** Answers the first request that it may and wants to, with a lie; null when it was stopped before. */
async function lieOnce(
  options: DishonestOptions & Tools,
): Promise<{ lie: Lie; requestId: bigint; attempt: number } | null> {
  const { client, oracle, sender, signal, onEvent } = options;
  const missed = new Set<bigint>();
  let nextId = (await oracle.requestCount()) + 1n;
  const open = new Set<bigint>();
  while (!signal.aborted) {
    const count = await oracle.requestCount();
    for (; nextId <= count; nextId++) open.add(nextId);
    const head = await client.getBlock({ blockTag: 'latest' });
    for (const request of await oracle.requests([...open])) {
      const { requestId } = request;
      if (request.status !== 'Requested') {
        open.delete(requestId);
        if (!missed.has(requestId)) onEvent?.({ kind: 'missed', requestId });
        missed.add(requestId);
        continue;
      }
      const isMine = isAddressEqual(request.assignedOperator, sender.address);
      const isAnyones = Number(head.timestamp) >= request.assignedUntilSec;
      if (!(isMine || isAnyones) || !(options.wants?.(request) ?? true)) continue;
      const told = await tell(options, request);
      if (told !== null) return told;
    }
    await sleep(POLL_MS, signal);
  }
  return null;
}

async function tell(
  options: DishonestOptions & Tools,
  request: OracleRequest,
): Promise<{ lie: Lie; requestId: bigint; attempt: number } | null> {
  const { oracle, sender, client, signal, onEvent } = options;
  const { requestId } = request;
  const model = await oracle.model(request.modelId);
  const bundle = await retry(() => openBundle({ cid: cidOfUri(model.uri), read: options.readBlock }), {
    backoff: BACKOFF,
    signal,
  });
  const lie = lieAbout({ kind: options.lie, bundle, input: hexToBytes(await oracle.inputOf(request)) });
  const { output, traceRoot } = lie.result;
  const args = [requestId, bytesToHex(output), bytesToHex(traceRoot)] as const;
  const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'submitResult', args });
  // A revert means that an honest operator was first.
  const posted = await sender.send({ label: 'lie', to: oracle.address, data }).catch(() => null);
  if (posted?.status !== 'success') return null;
  const contract = { address: oracle.address, abi: aiOracleAbi, functionName: 'request', args: [requestId] } as const;
  const { attempt } = await client.readContract({ ...contract, blockNumber: posted.blockNumber });
  onEvent?.({ kind: 'lied', requestId, attempt, output, says: lie.says });
  return { lie, requestId, attempt };
}
