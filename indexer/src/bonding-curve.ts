import { ponder } from 'ponder:registry';
import { curve } from 'ponder:schema';
import { snipeFeeOf } from '../../lib/api/market/snipe-fee.ts';
import { priceAfter } from '../../lib/api/price.ts';
import { modelOf, recordPosition, recordTrade } from './record-trade.ts';
import { isContract } from './same-address.ts';

/** uint32 seconds and basis points stay far below 2^31; a reserve can pass its target only by rounding. */
const BPS = 10_000n;

ponder.on('BondingCurve:Trade', async ({ event, context }) => {
  const { trader, recipient, isBuy, weiAmount, tokenAmount, feeWei, reserveWei, tokensSold } = event.args;
  const sold = await context.db.find(curve, { curve: event.log.address });
  if (sold === null) throw new Error(`a trade on the curve ${event.log.address} that no launch announced`);
  const { token } = sold;
  const found = await modelOf(context, token);
  const atSec = Number(event.block.timestamp);
  const isFirstBuy = isContract(context.contracts.Launchpad, trader);
  const made = {
    id: BigInt(event.id),
    token,
    venue: 'curve',
    // The creator's first buy comes through the launchpad.
    trader: isFirstBuy ? recipient : trader,
    recipient,
    isBuy,
    weiAmount,
    tokenAmount,
    feeWei,
    snipeFeeWei: snipeFeeOf({ ...found, isBuy, isFirstBuy, feeWei, atSec }),
    priceWei: priceAfter(found, { reserveWei, tokensSold }),
    atSec,
    blockNumber: event.block.number,
    txHash: event.transaction.hash,
  };
  await recordTrade(context, made, (row) => ({
    reserveWei,
    tokensSold,
    progressBps: Number((reserveWei * BPS) / row.targetWei),
    complete: tokensSold === row.saleSupply,
  }));
  // The router names who traded, in an event of its own.
  if (!isContract(context.contracts.Router, trader)) await recordPosition(context, made);
});
