import { type Address, zeroAddress } from 'viem';
import {
  aiOracleAbi,
  grantsAbi,
  liquidityHookAbi,
  modelGovernorAbi,
  modelTokenAbi,
  modelTreasuryAbi,
} from '../../chain/generated/abis.ts';
import { toAppError } from '../../errors/decode.ts';
import type { Currency } from '../../governance/currency.ts';
import { readHead } from '../chain/read-logs.ts';
import { type ApiContext, nowSecOf } from '../context.ts';
import type { Read } from '../types.ts';
import { readCurrencies } from './read-currencies.ts';
import { readLaunch } from './read-launch.ts';

/** The rules under which a model's holders decide, and what a vote can change, as the chain has them now. */
export type Governance = {
  token: Address;
  symbol: string;
  governor: Address;
  treasury: Address;
  vesting: Address | null;
  /** Notice, voting, and the delay between a queued decision and its execution. */
  votingDelaySec: number;
  votingPeriodSec: number;
  timelockDelaySec: number;
  /** How much longer voting goes on when the quorum is first reached near the end. */
  extensionSec: number;
  quorumBps: number;
  /** Votes that a proposer needs now. */
  thresholdVotes: bigint;
  /** All votes there are now, and the quorum of them. */
  eligibleVotes: bigint;
  /** The newest version of the model, its price, and the bounds of it. */
  modelId: bigint;
  modelHash: `0x${string}`;
  programHash: `0x${string}`;
  bundleURI: string;
  priceWei: bigint;
  minPriceWei: bigint;
  maxPriceWei: bigint;
  /** Lasting fee of the pool in 1/1,000,000; null before graduation, when a vote cannot set it. */
  poolFeePips: number | null;
  /** What the treasury can hold: ETH, WETH and the further currencies of revenue. */
  currencies: readonly Currency[];
  /** Of the grants' contract, the same for all: part of the votes that stops a milestone, and how long they have. */
  vetoBps: number;
  vetoWindowSec: number;
};

/**
 * The rules of a model's governance, read from the chain; null for a token that was not launched here.
 *
 * @throws AppError when the chain cannot be read
 */
export async function getGovernance(api: ApiContext, token: Address): Promise<Read<Governance | null>> {
  try {
    const blockNumber = await readHead(api);
    return { data: await readGovernance(api, token), source: 'chain', blockNumber, atSec: nowSecOf(api) };
  } catch (error) {
    throw toAppError(error);
  }
}

async function readGovernance(api: ApiContext, address: Address): Promise<Governance | null> {
  const launch = await readLaunch(api, address);
  if (launch === null) return null;
  const { contracts } = api.deployment;
  const token = { address, abi: modelTokenAbi } as const;
  const governor = { address: launch.governor, abi: modelGovernorAbi } as const;
  const oracle = { address: contracts.aiOracle, abi: aiOracleAbi } as const;
  const grants = { address: contracts.grants, abi: grantsAbi } as const;
  const hook = { address: contracts.liquidityHook, abi: liquidityHookAbi } as const;
  const common = { multicallAddress: contracts.multicall3, allowFailure: false } as const;
  const [symbol, eligible, currencies, delay, period, extension, quorum, threshold, timelock, mandate, latest, pool] =
    await api.client.multicall({
      ...common,
      contracts: [
        { ...token, functionName: 'symbol' },
        { ...token, functionName: 'eligibleSupply' },
        { ...token, functionName: 'currencies' },
        { ...governor, functionName: 'votingDelay' },
        { ...governor, functionName: 'votingPeriod' },
        { ...governor, functionName: 'lateQuorumVoteExtension' },
        { ...governor, functionName: 'quorumNumerator' },
        { ...governor, functionName: 'proposalThreshold' },
        { address: launch.treasury, abi: modelTreasuryAbi, functionName: 'getMinDelay' },
        { ...oracle, functionName: 'mandateOf', args: [launch.modelId] },
        { ...oracle, functionName: 'latestOf', args: [launch.modelId] },
        { ...hook, functionName: 'pool', args: [address] },
      ],
    });
  const [model, vetoBps, vetoWindowSec] = await api.client.multicall({
    ...common,
    contracts: [
      { ...oracle, functionName: 'model', args: [latest] },
      { ...grants, functionName: 'vetoBps' },
      { ...grants, functionName: 'vetoWindowSec' },
    ],
  });
  return {
    token: address,
    symbol,
    governor: launch.governor,
    treasury: launch.treasury,
    vesting: launch.vesting === zeroAddress ? null : launch.vesting,
    votingDelaySec: Number(delay),
    votingPeriodSec: Number(period),
    timelockDelaySec: Number(timelock),
    extensionSec: Number(extension),
    quorumBps: Number(quorum),
    thresholdVotes: threshold,
    eligibleVotes: eligible,
    modelId: latest,
    modelHash: model.modelHash,
    programHash: model.programHash,
    bundleURI: model.uri,
    priceWei: model.priceWei,
    minPriceWei: mandate.minPriceWei,
    maxPriceWei: mandate.maxPriceWei,
    poolFeePips: pool.openedAt === 0n ? null : pool.sellFeePips,
    currencies: await readCurrencies(api, currencies),
    vetoBps: Number(vetoBps),
    vetoWindowSec: Number(vetoWindowSec),
  };
}
