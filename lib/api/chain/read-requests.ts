import { type Address, getAbiItem, isAddressEqual, zeroAddress } from 'viem';
import { aiOracleAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import { readGames } from '../dispute/read-games.ts';
import type { AttemptRow, GameDetail, GameRow } from '../dispute/types.ts';
import type { RequestEvent, RequestRow } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { readLaunches } from './read-launches.ts';
import { placeLogs, readHead, readLogs } from './read-logs.ts';
import { readOrigins } from './read-versions.ts';

const EVENTS = [
  getAbiItem({ abi: aiOracleAbi, name: 'AICallbackRequest' }),
  getAbiItem({ abi: aiOracleAbi, name: 'RequestOpened' }),
  getAbiItem({ abi: aiOracleAbi, name: 'AICallbackResult' }),
  getAbiItem({ abi: aiOracleAbi, name: 'ResultSubmitted' }),
  getAbiItem({ abi: aiOracleAbi, name: 'CallbackDelivered' }),
  getAbiItem({ abi: aiOracleAbi, name: 'ResultVoided' }),
  getAbiItem({ abi: aiOracleAbi, name: 'RequestFinalized' }),
  getAbiItem({ abi: aiOracleAbi, name: 'RequestRefunded' }),
] as const;

/** Which requests: one, or the newest of a model or payer. */
export type ReadRequestsOptions = {
  requestId?: bigint;
  token?: Address | undefined;
  payer?: Address | undefined;
  before?: bigint | undefined;
  limit: number;
};

/** Requests replayed from the oracle's events, newest first. */
export async function readRequests(
  api: ApiContext,
  { requestId, token, payer, before, limit }: ReadRequestsOptions,
): Promise<ChainAnswer<RequestRow[]>> {
  const head = await readHead(api);
  const { aiOracle } = api.deployment.contracts;
  const [originOf, launches, logs, games] = await Promise.all([
    readOrigins(api, head),
    readLaunches(api, { token, head }),
    readLogs(api, { address: aiOracle, events: EVENTS, head }),
    readGames(api, { requestId }),
  ]);
  const tokens = new Map(launches.map((launch) => [launch.modelId, launch.token]));
  const rows = new Map<bigint, RequestRow>();
  const mine = requestId === undefined ? logs : logs.filter(({ args }) => args.requestId === requestId);
  for (const log of await placeLogs(api, mine)) {
    const { atSec, txHash } = log;
    if (log.eventName === 'AICallbackRequest') {
      const { account, modelId, input, callbackContract } = log.args;
      rows.set(log.args.requestId, {
        ...EMPTY,
        requestId: log.args.requestId,
        modelId,
        token: tokens.get(originOf(modelId)) ?? null,
        payer: account,
        input,
        requestedAtSec: atSec,
        callbackContract: presentOrNull(callbackContract),
        txHash,
        events: [],
        attempts: [],
        games: gamesOf(games.data, log.args.requestId),
      });
      continue;
    }
    const row = rows.get(log.args.requestId);
    if (row === undefined) continue;
    const step = (kind: RequestEvent['kind'], detail: string | null) =>
      row.events.push({ kind, atSec, txHash, detail });
    switch (log.eventName) {
      case 'RequestOpened':
        row.assignedOperator = presentOrNull(log.args.assignedOperator);
        row.assignedUntilSec = Number(log.args.assignedUntil);
        row.feeWei = log.args.feeWei;
        row.deadlineSec = Number(log.args.deadline);
        step('requested', null);
        break;
      case 'AICallbackResult':
        row.output = log.args.output;
        break;
      case 'ResultSubmitted':
        row.status = 'Answered';
        row.operator = log.args.operator;
        row.traceRoot = log.args.traceRoot;
        row.finalizableAtSec = Number(log.args.finalizableAt);
        row.attempts.push({
          requestId: row.requestId,
          attempt: row.attempts.length + 1,
          operator: log.args.operator,
          output: row.output ?? '0x',
          traceRoot: log.args.traceRoot,
          bondWei: log.args.bondWei,
          postedAtSec: atSec,
          finalizableAtSec: row.finalizableAtSec,
          outcome: 'standing',
          challenger: null,
          rewardWei: null,
          burntWei: null,
          txHash,
          endTxHash: null,
        });
        step('answered', log.args.operator);
        break;
      case 'CallbackDelivered':
        step('callback', log.args.success ? 'delivered' : 'failed');
        break;
      case 'ResultVoided':
        endAttempt(row, {
          outcome: 'voided',
          challenger: log.args.challenger,
          rewardWei: log.args.rewardWei,
          burntWei: log.args.burntWei,
          endTxHash: txHash,
        });
        Object.assign(row, NO_ANSWER, { deadlineSec: Number(log.args.deadline) });
        step('voided', log.args.challenger);
        break;
      case 'RequestFinalized':
        row.status = 'Finalized';
        row.operatorWei = log.args.operatorWei;
        row.modelWei = log.args.modelWei;
        endAttempt(row, { outcome: 'final', endTxHash: txHash });
        step('finalized', null);
        break;
      case 'RequestRefunded':
        row.status = 'Refunded';
        step('refunded', log.args.payer);
        break;
      default:
        log satisfies never;
    }
  }
  const data = [...rows.values()]
    .filter((row) => token === undefined || (row.token !== null && isAddressEqual(row.token, token)))
    .filter((row) => payer === undefined || isAddressEqual(row.payer, payer))
    .filter((row) => before === undefined || row.requestId < before)
    .toReversed()
    .slice(0, limit);
  return { data, blockNumber: head };
}

const NO_ANSWER = {
  status: 'Requested',
  output: null,
  traceRoot: null,
  operator: null,
  assignedOperator: null,
  assignedUntilSec: 0,
  finalizableAtSec: null,
} as const;

const EMPTY = { ...NO_ANSWER, feeWei: 0n, operatorWei: null, modelWei: null, deadlineSec: 0 } as const;

/** The games over one request, oldest first, without their moves. */
function gamesOf(games: readonly GameDetail[], requestId: bigint): GameRow[] {
  return games
    .filter((game) => game.requestId === requestId)
    .map(({ moves: _, ...game }) => game)
    .toReversed();
}

/** Says of the present answer how it ended. */
function endAttempt(row: RequestRow, end: Partial<AttemptRow>): void {
  const last = row.attempts.at(-1);
  if (last !== undefined) Object.assign(last, end);
}

function presentOrNull(account: Address): Address | null {
  return account === zeroAddress ? null : account;
}
