import { type Address, hexToBytes, parseEther, zeroHash } from 'viem';
import { aiOracleAbi, disputeGameAbi, validatorPoolAbi } from '../../../lib/chain/generated/abis.ts';
import { localAccount, type ROLES } from '../../../scripts/start/accounts.ts';
import { type Liar, startLiar } from './liars.ts';
import { end, type LocalChain, mined, startLocalChain, until } from './local-chain.ts';
import { ask, type Launched, launch, launchParams, repoBundle } from './models.ts';
import { type RpcGate, startRpcGate } from './rpc-gate.ts';
import { type NodeProcess, type RunNodeOptions, runNode } from './run-node.ts';

/** Statuses of a request, by their numbers in the contract. */
export const STATUS = { requested: 1, answered: 2, finalized: 3, refunded: 4 } as const;
/**
 * Each side's time in a game, and the challenge window: long, so that a slow machine changes nothing. `pass` ends them.
 */
export const CLOCK_SEC = 300;
export const CHALLENGE_SEC = 60;
export const RESPONSE_SEC = 3_600;
export const RESULT_BOND_WEI = parseEther('0.05');
export const GAME_BOND_WEI = parseEther('0.05');
export const PENALTY_WEI = parseEther('0.001');
export const PRICE_WEI = parseEther('0.01');
export const BURN_ADDRESS = '0x000000000000000000000000000000000000dEaD';

const bundle = await repoBundle();
const texts = bundle.golden.cases.filter(({ input }) =>
  /^[ -~]{2,}$/.test(Buffer.from(hexToBytes(input)).toString('latin1')),
);

/** A golden case of the model whose input is plain text. */
export function golden(index: number) {
  const found = texts[index % texts.length];
  if (found === undefined) throw new Error('the bundle has no golden text');
  return { prompt: new TextDecoder().decode(hexToBytes(found.input)), ...found };
}

/** A chain of its own with a launched model, on which nodes and liars come and go. */
export type DisputeScene = Awaited<ReturnType<typeof startDisputeScene>>;

/** Most that one thing may take: this much only where something is broken. */
const PATIENCE_MS = 90_000;

/** Sets the scene: a chain, one model. */
export async function startDisputeScene() {
  const chain: LocalChain = await startLocalChain({
    settings: { challengeSec: CHALLENGE_SEC, assignmentSec: 3, responseSec: RESPONSE_SEC },
    game: { clockSec: CLOCK_SEC },
    pool: { exitDelaySec: 2 * CHALLENGE_SEC },
  });
  const { client } = chain;
  const nodes: NodeProcess[] = [];
  const liars: Liar[] = [];
  const gates: RpcGate[] = [];
  const { contracts } = chain.deployment;
  const oracle = { address: contracts.aiOracle, abi: aiOracleAbi } as const;
  const game = { address: contracts.disputeGame, abi: disputeGameAbi } as const;
  const pool = { address: contracts.validatorPool, abi: validatorPoolAbi } as const;
  const wallet = chain.wallet('creatorOne');
  const launched: Launched = await launch(chain, {
    wallet,
    params: launchParams(bundle),
    valueWei: parseEther('0.5'),
  });

  const request = (requestId: bigint) => client.readContract({ ...oracle, functionName: 'request', args: [requestId] });
  const reaches = (requestId: bigint, status: number) =>
    until(`request ${requestId} is ${status}`, async () => (await request(requestId)).status >= status, PATIENCE_MS);
  const everOf = (requestId: bigint) => ({ args: { requestId }, fromBlock: 0n, strict: true }) as const;
  const freeStakeOf = (account: Address) =>
    client.readContract({ ...oracle, functionName: 'freeStakeOf', args: [account] });

  return {
    chain,
    bundle,
    launched,
    oracle,
    game,
    pool,
    request,
    reaches,
    /** Waits until a drawn validator has confirmed an answer. */
    confirms: (requestId: bigint, attempt: bigint, validator: Address) =>
      until(
        `${validator} confirms request ${requestId}`,
        async () => {
          const args = [requestId, attempt, validator] as const;
          return (await client.readContract({ ...pool, functionName: 'commitmentOf', args })) !== zeroHash;
        },
        PATIENCE_MS,
      ),
    /** Lets so much time pass on the chain. */
    pass: (seconds: number) => chain.test.increaseTime({ seconds }),
    /** Waits, with the patience of these tests. */
    eventually: (what: string, check: () => Promise<boolean>) => until(what, check, PATIENCE_MS),
    freeStakeOf,
    balanceOf: (address: Address) => client.getBalance({ address }),
    stakeOf: (address: Address) => client.readContract({ ...pool, functionName: 'stakeOf', args: [address] }),
    gameState: (gameId: bigint) => client.readContract({ ...game, functionName: 'game', args: [gameId] }),
    gamesOn: async (requestId: bigint) =>
      (await client.getContractEvents({ ...game, eventName: 'GameOpened', ...everOf(requestId) })).map((e) => e.args),
    settledOf: async (requestId: bigint) =>
      (await client.getContractEvents({ ...game, eventName: 'GameSettled', ...everOf(requestId) })).map((e) => e.args),
    voidsOf: async (requestId: bigint) =>
      (await client.getContractEvents({ ...oracle, eventName: 'ResultVoided', ...everOf(requestId) })).map(
        (e) => e.args,
      ),
    /** A request for golden case `index`. */
    askAs: (role: keyof typeof ROLES, index: number) =>
      ask(chain, { wallet: chain.wallet(role), modelId: launched.modelId, prompt: golden(index).prompt }),
    startNode: async (options: RunNodeOptions): Promise<NodeProcess> => {
      const node = await runNode(chain, options);
      nodes.push(node);
      await until('it follows the chain', async () => (await node.health()).status === 'ok', PATIENCE_MS);
      return node;
    },
    lie: async (options: Parameters<typeof startLiar>[1]): Promise<Liar> => {
      const liar = await startLiar(chain, options);
      liars.push(liar);
      return liar;
    },
    gate: async (): Promise<RpcGate> => {
      const made = await startRpcGate(chain.rpcUrl);
      gates.push(made);
      return made;
    },
    /** Ends nodes and liars, and takes the operator's stake, so that the next test decides who is assigned. */
    clear: async (): Promise<void> => {
      for (const liar of liars.splice(0)) {
        liar.stop();
        await liar.ended.catch(() => undefined);
      }
      await Promise.all(nodes.splice(0).map(({ child }) => end(child, 'SIGKILL')));
      await Promise.all(gates.splice(0).map((one) => one.close()));
      const free = await freeStakeOf(localAccount('operator').address);
      const operator = chain.wallet('operator');
      if (free > 0n) await mined(chain, operator.writeContract({ ...oracle, functionName: 'unstake', args: [free] }));
    },
  };
}
