import { ponder } from 'ponder:registry';
import {
  collection as collectionTable,
  curve as curveTable,
  governor as governorTable,
  model,
  treasury as treasuryTable,
} from 'ponder:schema';
import { zeroAddress } from 'viem';
import { priceAfter } from '../../lib/api/price.ts';
import { curveOf } from '../../lib/curve/curve.ts';
import { NO_TREND } from './trend.ts';

const TOTAL_SUPPLY = 1_000_000_000n * 10n ** 18n;
const BPS = 10_000n;

// The launchpad says `Launched` before it mints or sells anything: every later event of a model finds its row.
ponder.on('Launchpad:Launched', async ({ event, context }) => {
  const { token, creator, modelId, curve, vesting, governor, treasury, params } = event.args;
  const saleSupply = (TOTAL_SUPPLY * BigInt(params.saleBps)) / BPS;
  const liquiditySupply = (TOTAL_SUPPLY * BigInt(params.liquidityBps)) / BPS;
  const { targetWei, treasuryBps, snipeFeeBps, snipeDurationSec } = params;
  // Fees do not shape a curve; the lasting one is the launchpad's constant and not in the event.
  const fees = { feeBps: 0, snipeFeeBps, snipeDurationSec };
  const shape = curveOf({ saleSupply, liquiditySupply, targetWei, treasuryBps, ...fees });
  const startPriceWei = priceAfter(shape, { reserveWei: 0n, tokensSold: 0n });
  await context.db.insert(curveTable).values({ curve, token });
  await context.db.insert(governorTable).values({ governor, token });
  await context.db.insert(treasuryTable).values({ treasury, token });
  await context.db.insert(model).values({
    token,
    name: params.name,
    symbol: params.symbol,
    contractURI: params.contractURI,
    creator,
    curve,
    vesting: vesting === zeroAddress ? null : vesting,
    modelId,
    latestModelId: modelId,
    governor,
    treasury,
    collection: null,
    mintFeeWei: params.mintFeeWei,
    royaltyBps: params.royaltyBps,
    modelHash: params.modelHash,
    programHash: params.programHash,
    bundleURI: params.bundleURI,
    inferencePriceWei: params.priceWei,
    saleBps: params.saleBps,
    liquidityBps: params.liquidityBps,
    creatorBps: params.creatorBps,
    treasuryBps,
    claimableBps: params.claimableBps,
    targetWei,
    releasePeriodSec: params.releasePeriodSec,
    snapshotIntervalSec: params.snapshotIntervalSec,
    cliffSec: params.cliffSec,
    vestingSec: params.vestingSec,
    snipeFeeBps,
    snipeDurationSec,
    launchedAtSec: Number(event.block.timestamp),
    launchBlock: event.block.number,
    launchTxHash: event.transaction.hash,
    searchText: [params.name, params.symbol, token, creator].join(' ').toLowerCase(),
    virtualWei: shape.virtualWei,
    virtualTokens: shape.virtualTokens,
    saleSupply,
    totalSupply: 0n,
    startPriceWei,
    tokenPriceWei: startPriceWei,
    marketCapWei: 0n,
    reserveWei: 0n,
    tokensSold: 0n,
    progressBps: 0,
    complete: false,
    graduated: false,
    graduatedAtSec: null,
    poolId: null,
    poolFeePips: null,
    lastTradePriceWei: startPriceWei,
    lastTradeId: null,
    tradeCount: 0,
    volumeWei: 0n,
    holderCount: 0,
    requestCount: 0,
    revenueWei: 0n,
    inferenceRevenueWei: 0n,
    tradingRevenueWei: 0n,
    snipeRevenueWei: 0n,
    poolRevenueWei: 0n,
    mintRevenueWei: 0n,
    royaltyRevenueWei: 0n,
    trendScore: NO_TREND,
  });
});

ponder.on('Launchpad:CollectionLaunched', async ({ event, context }) => {
  const { token, collection } = event.args;
  const { name, symbol, modelId, ...terms } = await context.db.update(model, { token }).set({ collection });
  await context.db.insert(collectionTable).values({
    collection,
    token,
    name,
    symbol,
    modelId,
    mintFeeWei: terms.mintFeeWei,
    royaltyBps: terms.royaltyBps,
    pieceCount: 0,
    saleCount: 0,
    salesWei: 0n,
  });
});
