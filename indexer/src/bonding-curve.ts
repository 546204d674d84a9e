import { ponder } from 'ponder:registry';
import { model, modelHour, trade } from 'ponder:schema';
import { eq } from 'ponder';
import { marketCapOf, priceAfter } from '../../lib/api/price.ts';
import { addToTrend } from './trend.ts';

const HOUR_SEC = 3600;
/** uint32 seconds and basis points stay far below 2^31; a reserve can pass its target only by rounding. */
const BPS = 10_000n;

ponder.on('BondingCurve:Trade', async ({ event, context }) => {
  const { trader, recipient, isBuy, weiAmount, tokenAmount, feeWei, reserveWei, tokensSold } = event.args;
  const [found] = await context.db.sql.select().from(model).where(eq(model.curve, event.log.address)).limit(1);
  if (found === undefined) throw new Error(`a trade on the curve ${event.log.address} that no launch announced`);
  const { token } = found;
  const atSec = Number(event.block.timestamp);
  const priceWei = priceAfter(found, { reserveWei, tokensSold });
  const volumeWei = found.volumeWei + weiAmount;
  const isFirstBuy = trader === context.contracts.Launchpad.address?.toString().toLowerCase();

  await context.db.insert(trade).values({
    id: BigInt(event.id),
    token,
    // The creator's first buy comes through the launchpad.
    trader: isFirstBuy ? recipient : trader,
    recipient,
    isBuy,
    weiAmount,
    tokenAmount,
    feeWei,
    priceWei,
    cumulativeVolumeWei: volumeWei,
    atSec,
    blockNumber: event.block.number,
    txHash: event.transaction.hash,
  });
  await context.db.update(model, { token }).set((row) => ({
    tokenPriceWei: priceWei,
    marketCapWei: marketCapOf(row.totalSupply, priceWei),
    reserveWei,
    tokensSold,
    progressBps: Number((reserveWei * BPS) / row.targetWei),
    complete: tokensSold === row.saleSupply,
    tradeCount: row.tradeCount + 1,
    volumeWei,
    trendScore: addToTrend(row.trendScore, { weiAmount, atSec }),
  }));
  await context.db
    .insert(modelHour)
    .values({ token, hourSec: atSec - (atSec % HOUR_SEC), closePriceWei: priceWei, volumeWei: weiAmount })
    .onConflictDoUpdate((row) => ({ closePriceWei: priceWei, volumeWei: row.volumeWei + weiAmount }));
});
