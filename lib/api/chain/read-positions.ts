import { type Address, getAbiItem, isAddressEqual, zeroAddress } from 'viem';
import { modelTokenAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import {
  addBuy,
  addRedemption,
  addSale,
  burnTokens,
  NO_POSITION,
  type Position,
  receiveTokens,
  sendTokens,
} from '../market/position.ts';
import { positionRow, sortPositions } from '../market/position-row.ts';
import type { PositionRow } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { type LaunchState, readLaunches } from './read-launches.ts';
import { orderOf, readHead, readLogs } from './read-logs.ts';
import { type OrderedTrade, readOrderedTrades } from './read-trades.ts';

const EVENTS = [
  getAbiItem({ abi: modelTokenAbi, name: 'Transfer' }),
  getAbiItem({ abi: modelTokenAbi, name: 'RevenueRedeemed' }),
] as const;

/** One thing that changes a position, and when it did. */
type Change = { token: Address; order: bigint; next: (position: Position) => Position };

/** The positions of an account, replayed from the events of all tokens and their markets, most valuable first. */
export async function readPositions(api: ApiContext, account: Address): Promise<ChainAnswer<PositionRow[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { head });
  const [transfers, trades] = await Promise.all([
    readTransfers(api, { launches, head, account }),
    readOrderedTrades(api, { launches, head }),
  ]);
  const changes = [...transfers, ...trades.flatMap((trade) => changeOf(trade, account))];
  const positions = new Map<string, Position>();
  for (const { token, next } of changes.sort((a, b) => (a.order < b.order ? -1 : 1))) {
    const key = token.toLowerCase();
    positions.set(key, next(positions.get(key) ?? NO_POSITION));
  }
  const rows = launches.flatMap(({ token, name, symbol, tokenPriceWei }) => {
    const position = positions.get(token.toLowerCase());
    if (position === undefined) return [];
    const { pendingTokens: _, pendingCostWei: __, pendingTx: ___, ...facts } = position;
    return [positionRow({ token, name, symbol, tokenPriceWei, ...facts })];
  });
  return { data: sortPositions(rows), blockNumber: head };
}

async function readTransfers(
  api: ApiContext,
  { launches, head, account }: { launches: readonly LaunchState[]; head: bigint; account: Address },
): Promise<Change[]> {
  const logs = await readLogs(api, { address: launches.map(({ token }) => token), events: EVENTS, head });
  return logs.flatMap((log) => {
    const at = { token: log.address, order: orderOf(log) };
    const txHash = log.transactionHash;
    if (log.eventName === 'RevenueRedeemed') {
      const { currency, amount } = log.args;
      const isMine = isAddressEqual(log.args.account, account) && currency === zeroAddress;
      return isMine ? [{ ...at, next: (row: Position) => addRedemption(row, amount) }] : [];
    }
    const { from, to, value: tokens } = log.args;
    if (isAddressEqual(from, to)) return [];
    if (isAddressEqual(to, account)) return [{ ...at, next: (row: Position) => receiveTokens(row, tokens) }];
    if (!isAddressEqual(from, account)) return [];
    if (to === zeroAddress) return [{ ...at, next: (row: Position) => burnTokens(row, tokens) }];
    return [{ ...at, next: (row: Position) => sendTokens(row, { tokens, txHash }) }];
  });
}

/** What a trade changes for an account: the cost of who gets the tokens, the profit of who gave them. */
function changeOf(trade: OrderedTrade, account: Address): Change[] {
  const { token, trader, recipient, isBuy, weiAmount, tokenAmount: tokens, txHash, namedAt: order } = trade;
  if (!isAddressEqual(isBuy ? recipient : trader, account)) return [];
  const next = (row: Position) =>
    isBuy ? addBuy(row, { tokens, weiAmount }) : addSale(row, { tokens, weiAmount, txHash });
  return [{ token, order, next }];
}
