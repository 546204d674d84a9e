import { type Address, getAbiItem, isAddressEqual, zeroAddress } from 'viem';
import { bondingCurveAbi, launchpadAbi, modelTokenAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import { marketCapOf } from '../price.ts';
import type { ModelSummary } from '../types.ts';
import { placeLogs, readLogs } from './read-logs.ts';
import { readPools } from './read-pools.ts';

const launched = getAbiItem({ abi: launchpadAbi, name: 'Launched' });
const collectionLaunched = getAbiItem({ abi: launchpadAbi, name: 'CollectionLaunched' });

/** What a launch fixed, and where the sale stands now; without anything that has to be counted from events. */
export type LaunchState = Omit<
  ModelSummary,
  | 'tradeCount'
  | 'volumeWei'
  | 'volume24hWei'
  | 'change24hBps'
  | 'holderCount'
  | 'requestCount'
  | 'revenueWei'
  | 'inferenceRevenueWei'
  | 'tradingRevenueWei'
  | 'snipeRevenueWei'
  | 'poolRevenueWei'
  | 'mintRevenueWei'
  | 'royaltyRevenueWei'
  | 'inferenceRevenue7dWei'
  | 'inferenceRevenue30dWei'
  | 'tradingRevenue7dWei'
  | 'tradingRevenue30dWei'
  | 'inferenceApr7dBps'
  | 'inferenceApr30dBps'
  | 'tradingApr7dBps'
  | 'tradingApr30dBps'
  | 'sparkline'
> & { virtualWei: bigint; virtualTokens: bigint; treasury: Address; collection: Address | null };

/** The launches, oldest first: all, or the one of `token`. */
export async function readLaunches(
  api: ApiContext,
  { token, head }: { token?: Address | undefined; head: bigint },
): Promise<LaunchState[]> {
  const { launchpad, multicall3 } = api.deployment.contracts;
  const all = await readLogs(api, { address: launchpad, events: [launched], head });
  const logs = await placeLogs(
    api,
    all.filter(({ args }) => token === undefined || isAddressEqual(args.token, token)),
  );
  if (logs.length === 0) return [];
  const common = { multicallAddress: multicall3, allowFailure: false } as const;
  const [pools, collections, states, supplies] = await Promise.all([
    readPools(api, head),
    readLogs(api, { address: launchpad, events: [collectionLaunched], head }),
    api.client.multicall({
      ...common,
      contracts: logs.map(
        ({ args }) => ({ address: args.curve, abi: bondingCurveAbi, functionName: 'state' }) as const,
      ),
    }),
    api.client.multicall({
      ...common,
      contracts: logs.map(
        ({ args }) => ({ address: args.token, abi: modelTokenAbi, functionName: 'totalSupply' }) as const,
      ),
    }),
  ]);
  return logs.flatMap((log, index) => {
    const state = states[index];
    const totalSupply = supplies[index];
    const pool = pools.get(log.args.token);
    if (state === undefined || totalSupply === undefined) return [];
    const { params, vesting, token: launchedToken, creator, curve, modelId, treasury } = log.args;
    const made = collections.find(({ args }) => isAddressEqual(args.token, launchedToken));
    return [
      {
        ...termsOf(params),
        token: launchedToken,
        creator,
        curve,
        modelId,
        vesting: isAddressEqual(vesting, zeroAddress) ? null : vesting,
        inferencePriceWei: params.priceWei,
        launchedAtSec: log.atSec,
        launchBlock: log.blockNumber,
        launchTxHash: log.txHash,
        totalSupply,
        tokenPriceWei: pool?.priceWei ?? state.priceWei,
        marketCapWei: marketCapOf(totalSupply, pool?.priceWei ?? state.priceWei),
        reserveWei: state.reserveWei,
        tokensSold: state.tokensSold,
        complete: state.complete,
        graduated: pool !== undefined,
        graduatedAtSec: pool?.openedAtSec ?? null,
        poolId: pool?.poolId ?? null,
        poolFeePips: pool?.feePips ?? null,
        virtualWei: state.virtualWei,
        virtualTokens: state.virtualTokens,
        treasury,
        collection: made?.args.collection ?? null,
      },
    ];
  });
}

type Terms = Pick<
  LaunchState,
  | 'name'
  | 'symbol'
  | 'contractURI'
  | 'modelHash'
  | 'programHash'
  | 'bundleURI'
  | 'saleBps'
  | 'liquidityBps'
  | 'creatorBps'
  | 'treasuryBps'
  | 'targetWei'
  | 'claimableBps'
  | 'releasePeriodSec'
  | 'snapshotIntervalSec'
  | 'cliffSec'
  | 'vestingSec'
  | 'snipeFeeBps'
  | 'snipeDurationSec'
>;

/** What a summary tells of a launch's parameters: the rules of votes and of the collection are not among it. */
function termsOf(params: Terms): Terms {
  const { name, symbol, contractURI, modelHash, programHash, bundleURI, ...numbers } = params;
  const { saleBps, liquidityBps, creatorBps, treasuryBps, targetWei, claimableBps } = numbers;
  const { releasePeriodSec, snapshotIntervalSec, cliffSec, vestingSec, snipeFeeBps, snipeDurationSec } = numbers;
  return {
    ...{ name, symbol, contractURI, modelHash, programHash, bundleURI },
    ...{ saleBps, liquidityBps, creatorBps, treasuryBps, targetWei, claimableBps },
    ...{ releasePeriodSec, snapshotIntervalSec, cliffSec, vestingSec, snipeFeeBps, snipeDurationSec },
  };
}
