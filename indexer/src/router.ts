import { ponder } from 'ponder:registry';
import { trade } from 'ponder:schema';
import { modelOf, recordPosition } from './record-trade.ts';

// Comes after the trade that it did, in the same transaction, and says for whom.
ponder.on('Router:RouterTrade', async ({ event, context }) => {
  const { token, trader, recipient, isBuy, weiAmount, tokenAmount } = event.args;
  const txHash = event.transaction.hash;
  const { lastTradeId } = await modelOf(context, token);
  const last = lastTradeId === null ? null : await context.db.find(trade, { id: lastTradeId });
  if (last === null || last.txHash !== txHash) return;
  await context.db.update(trade, { id: last.id }).set({ trader, recipient });
  await recordPosition(context, { token, trader, recipient, isBuy, weiAmount, tokenAmount, txHash });
});
