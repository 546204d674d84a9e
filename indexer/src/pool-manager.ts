import { ponder } from 'ponder:registry';
import { pool } from 'ponder:schema';
import { poolPriceWei, poolTradeOf } from '../../lib/api/market/pool.ts';
import { recordPosition, recordTrade } from './record-trade.ts';
import { isContract } from './same-address.ts';

// The manager holds every pool of its chain: only those that our hook has opened are ours.
ponder.on('PoolManager:Swap', async ({ event, context }) => {
  const { id: poolId, sender, sqrtPriceX96 } = event.args;
  const traded = await context.db.find(pool, { poolId });
  const swap = traded === null ? null : poolTradeOf(event.args);
  if (traded === null || swap === null) return;
  const trader = event.transaction.from;
  const made = {
    ...swap,
    id: BigInt(event.id),
    token: traded.token,
    venue: 'pool',
    trader,
    recipient: trader,
    snipeFeeWei: 0n,
    priceWei: poolPriceWei(sqrtPriceX96),
    atSec: Number(event.block.timestamp),
    blockNumber: event.block.number,
    txHash: event.transaction.hash,
  };
  await recordTrade(context, made, () => ({}));
  // The router names who traded, in an event of its own.
  if (!isContract(context.contracts.Router, sender)) await recordPosition(context, made);
});
