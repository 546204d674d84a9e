import { type Address, isAddressEqual, parseEventLogs } from 'viem';
import type { Deployment } from '../../lib/chain/deployment.ts';
import { aiOracleAbi, disputeGameAbi } from '../../lib/chain/generated/abis.ts';
import { GAME_PHASES } from '../../lib/dispute/game.ts';
import { exactAmount } from '../../lib/format/amount.ts';
import type { ChainClient } from '../../node/chain/clients.ts';
import { sleep } from '../../node/retry.ts';

const abi = [...disputeGameAbi, ...aiOracleAbi];
type Told = ReturnType<typeof parseEventLogs<typeof abi>>[number];

/** What a fraud proof showed, by `FraudProved.kind`. */
const FRAUDS = [
  'one element of one tensor, computed again on chain, is another',
  'what the step carried on is not what its own trace says',
  'the trace itself says that the posted answer is another',
  'no run of the model has an input or output of this length',
] as const;

/** The shares of a finished dispute, as the contracts' events say. */
export type Settlement = {
  liarLostWei: bigint;
  challengerWonWei: bigint;
  burntWei: bigint;
};

const ether = (wei: bigint) => `${exactAmount(wei)} ETH`;
const nodes = (count: number) => (count === 1 ? 'the one node there is' : `${count} nodes`);

/**
 * Follows one request block by block, and calls `say` with a plain sentence for everything that happens in its disputes, until it is final
 * or refunded. Returns what was paid for the lies in it.
 */
export async function narrate(options: {
  client: ChainClient;
  deployment: Deployment;
  requestId: bigint;
  fromBlock: bigint;
  /** How accounts are called. */
  nameOf: (account: Address) => string;
  /** Where a game can be watched. */
  urlOf: (gameId: bigint) => string;
  say: (sentence: string) => void;
  signal: AbortSignal;
}): Promise<Settlement> {
  const { client, deployment, requestId, nameOf, urlOf, say, signal } = options;
  const { aiOracle, disputeGame } = deployment.contracts;
  const games = new Set<bigint>();
  const paid: Settlement = { liarLostWei: 0n, challengerWonWei: 0n, burntWei: 0n };
  let next = options.fromBlock;
  let isOver = false;

  const tell = ({ eventName, args }: Told): void => {
    switch (eventName) {
      case 'GameOpened':
        games.add(args.gameId);
        say(
          `${nameOf(args.challenger)} ran the model too, found another trace root, and challenges with ${ether(args.bondWei)}: game ${args.gameId}`,
        );
        say(`  watch it: ${urlOf(args.gameId)}`);
        break;
      case 'Revealed':
        say(`  ${revealed(GAME_PHASES[args.phase] ?? 'None', args.children.length, args.carried.length)}`);
        break;
      case 'Picked':
        say(`  ${picked(GAME_PHASES[args.phase] ?? 'None', args.index, args.height)}`);
        break;
      case 'FraudProved':
        say(`  challenger: proves the fraud in step ${args.step}: ${FRAUDS[args.kind] ?? 'it is wrong'}`);
        break;
      case 'TimedOut':
        say(`  the clock of ${nameOf(args.loser)} ran out: it loses`);
        break;
      case 'ResultVoided':
        paid.liarLostWei += args.rewardWei + args.burntWei;
        paid.challengerWonWei += args.rewardWei;
        paid.burntWei += args.burntWei;
        say(
          `the answer is void: ${nameOf(args.operator)} loses its bond of ${ether(args.rewardWei + args.burntWei)}, ` +
            `${ether(args.rewardWei)} to ${nameOf(args.challenger)}, ${ether(args.burntWei)} burnt`,
        );
        break;
      case 'GameSettled':
        say(`game ${args.gameId} is settled: ${ether(args.paidWei)} to ${nameOf(args.winner)}`);
        break;
      case 'ResultSubmitted':
        say(`${nameOf(args.operator)} answers, with a bond of ${ether(args.bondWei)}`);
        break;
      case 'RequestFinalized':
        say(
          `the answer is final: ${ether(args.operatorWei)} to ${nameOf(args.operator)}, ${ether(args.modelWei)} to the model's holders`,
        );
        isOver = true;
        break;
      case 'RequestRefunded':
        say(`nobody answered truly in time: ${ether(args.feeWei)} go back to ${nameOf(args.payer)}`);
        isOver = true;
        break;
      default:
    }
  };

  while (!signal.aborted && !isOver) {
    const head = await client.getBlockNumber();
    if (head >= next) {
      const logs = await client.getLogs({ address: [aiOracle, disputeGame], fromBlock: next, toBlock: head });
      for (const event of parseEventLogs({ abi, logs })) {
        const isOurs =
          ('requestId' in event.args && event.args.requestId === requestId) ||
          ('gameId' in event.args && games.has(event.args.gameId) && isAddressEqual(event.address, disputeGame));
        if (isOurs && !isOver) tell(event);
      }
      next = head + 1n;
    }
    await sleep(300, signal);
  }
  return paid;
}

function revealed(phase: (typeof GAME_PHASES)[number], children: number, carried: number): string {
  switch (phase) {
    case 'RevealSteps':
      return `liar: reveals ${nodes(children)} of the tree over its steps`;
    case 'RevealStep':
      return `liar: opens the step: ${carried} carried roots, and ${nodes(children)} of its trace`;
    case 'RevealTensors':
      return `liar: reveals ${nodes(children)} of the step's trace`;
    default:
      return `liar: reveals ${nodes(children)} of the tensor`;
  }
}

function picked(phase: (typeof GAME_PHASES)[number], index: bigint, height: bigint): string {
  const node =
    height === 0n ? '' : `node ${index} of those ${height} level${height === 1n ? '' : 's'} above the leaves`;
  switch (phase) {
    case 'PickSteps':
      return `challenger: the first that is wrong is ${node || `step ${index}`}`;
    case 'PickTensors':
      return `challenger: the first that is wrong in the step is ${node || `tensor ${index}`}`;
    default:
      return `challenger: the first that is wrong in the tensor is ${node || `chunk ${index}`}`;
  }
}
