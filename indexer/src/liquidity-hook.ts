import { ponder } from 'ponder:registry';
import { model, movement, pool } from 'ponder:schema';
import { zeroAddress } from 'viem';
import { poolPriceWei } from '../../lib/api/market/pool.ts';
import { marketCapOf } from '../../lib/api/price.ts';

ponder.on('LiquidityHook:Graduated', async ({ event, context }) => {
  const { token, poolId, sqrtPriceX96, treasuryWei } = event.args;
  const tokenPriceWei = poolPriceWei(sqrtPriceX96);
  await context.db.insert(pool).values({ poolId, token });
  // The pool opens within 1/10,000 of the curve's last price. That is no trade: the next candle opens where the last ended.
  await context.db.update(model, { token }).set((row) => ({
    graduated: true,
    graduatedAtSec: Number(event.block.timestamp),
    poolId,
    tokenPriceWei,
    marketCapWei: marketCapOf(row.totalSupply, tokenPriceWei),
  }));
  if (treasuryWei === 0n) return;
  await context.db.insert(movement).values({
    id: BigInt(event.id),
    token,
    kind: 'raise',
    currency: zeroAddress,
    amount: treasuryWei,
    atSec: Number(event.block.timestamp),
    txHash: event.transaction.hash,
  });
});

ponder.on('LiquidityHook:FeeChanged', async ({ event, context }) => {
  const { token, feePips } = event.args;
  await context.db.update(model, { token }).set({ poolFeePips: feePips });
});
