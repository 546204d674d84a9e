import { type Address, getAbiItem } from 'viem';
import { aiOracleAbi, validatorPoolAbi } from '../../chain/generated/abis.ts';
import { placeLogs, readHead, readLogs } from '../chain/read-logs.ts';
import type { ApiContext } from '../context.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { newOperator, newValidator } from './fields.ts';
import type { OperatorRow, ValidatorRow } from './types.ts';

const STAKE_EVENTS = [
  getAbiItem({ abi: aiOracleAbi, name: 'Staked' }),
  getAbiItem({ abi: aiOracleAbi, name: 'Unstaked' }),
  getAbiItem({ abi: aiOracleAbi, name: 'ResultSubmitted' }),
  getAbiItem({ abi: aiOracleAbi, name: 'ResultVoided' }),
  getAbiItem({ abi: aiOracleAbi, name: 'RequestFinalized' }),
] as const;

/** Operators replayed from the oracle's events. */
export async function readOperators(api: ApiContext): Promise<ChainAnswer<OperatorRow[]>> {
  const head = await readHead(api);
  const logs = await readLogs(api, { address: api.deployment.contracts.aiOracle, events: STAKE_EVENTS, head });
  const rows = new Map<Address, OperatorRow>();
  const bonds = new Map<bigint, bigint>();
  for (const log of await placeLogs(api, logs)) {
    const row = rows.get(log.args.operator) ?? newOperator(log.args.operator);
    rows.set(row.address, row);
    switch (log.eventName) {
      case 'Staked':
      case 'Unstaked':
        row.freeStakeWei = log.args.freeStakeWei;
        row.lastSeenSec = log.atSec;
        break;
      case 'ResultSubmitted':
        bonds.set(log.args.requestId, log.args.bondWei);
        row.freeStakeWei -= log.args.bondWei;
        row.bondedWei += log.args.bondWei;
        row.answeredCount += 1;
        row.lastSeenSec = log.atSec;
        break;
      case 'ResultVoided': {
        const lostWei = log.args.rewardWei + log.args.burntWei;
        row.bondedWei -= lostWei;
        row.slashedWei += lostWei;
        row.voidedCount += 1;
        break;
      }
      case 'RequestFinalized': {
        const bondWei = bonds.get(log.args.requestId) ?? 0n;
        row.freeStakeWei += bondWei;
        row.bondedWei -= bondWei;
        row.finalizedCount += 1;
        row.earnedWei += log.args.operatorWei;
        break;
      }
      default:
        log satisfies never;
    }
  }
  return { data: [...rows.values()], blockNumber: head };
}

const POOL_EVENTS = [
  getAbiItem({ abi: validatorPoolAbi, name: 'ValidatorJoined' }),
  getAbiItem({ abi: validatorPoolAbi, name: 'ValidatorLeaving' }),
  getAbiItem({ abi: validatorPoolAbi, name: 'ValidatorLeft' }),
  getAbiItem({ abi: validatorPoolAbi, name: 'WatchStarted' }),
  getAbiItem({ abi: validatorPoolAbi, name: 'WatchEnded' }),
  getAbiItem({ abi: validatorPoolAbi, name: 'Confirmed' }),
  getAbiItem({ abi: validatorPoolAbi, name: 'AttentionJudged' }),
] as const;

/** Validators replayed from the pool's events. */
export async function readValidators(api: ApiContext): Promise<ChainAnswer<ValidatorRow[]>> {
  const head = await readHead(api);
  const logs = await readLogs(api, { address: api.deployment.contracts.validatorPool, events: POOL_EVENTS, head });
  const rows = new Map<Address, ValidatorRow>();
  const confirmed = new Set<string>();
  for (const log of await placeLogs(api, logs)) {
    const row = rows.get(log.args.validator) ?? newValidator(log.args.validator);
    rows.set(row.address, row);
    if (log.eventName !== 'AttentionJudged') row.lastSeenSec = log.atSec;
    switch (log.eventName) {
      case 'ValidatorJoined':
        Object.assign(row, { status: 'active', stakeWei: log.args.stakeWei, freeAtSec: null });
        break;
      case 'ValidatorLeaving':
        Object.assign(row, { status: 'leaving', freeAtSec: Number(log.args.freeAt) });
        break;
      case 'ValidatorLeft':
        Object.assign(row, { status: 'left', stakeWei: 0n, freeAtSec: null });
        break;
      case 'WatchStarted':
        row.watchedCount += 1;
        break;
      case 'WatchEnded':
        row.watchedCount -= 1;
        break;
      case 'Confirmed': {
        const key = `${log.args.requestId}:${log.args.attempt}:${row.address}`;
        if (!confirmed.has(key)) row.confirmedCount += 1;
        confirmed.add(key);
        break;
      }
      case 'AttentionJudged':
        row.stakeWei -= log.args.penaltyWei;
        row.penaltyWei += log.args.penaltyWei;
        if (log.args.attentive) row.attentiveCount += 1;
        else row.missedCount += 1;
        break;
      default:
        log satisfies never;
    }
  }
  return { data: [...rows.values()], blockNumber: head };
}
