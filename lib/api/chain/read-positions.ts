import { type Address, getAbiItem, type Hex, isAddressEqual, zeroAddress } from 'viem';
import { bondingCurveAbi, modelTokenAbi } from '../../chain/generated/abis.ts';
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
import { readHead, readLogs } from './read-logs.ts';

const EVENTS = [
  getAbiItem({ abi: modelTokenAbi, name: 'Transfer' }),
  getAbiItem({ abi: modelTokenAbi, name: 'RevenueRedeemed' }),
  getAbiItem({ abi: bondingCurveAbi, name: 'Trade' }),
] as const;

/** The positions of an account, replayed from the events of all tokens and curves, most valuable first. */
export async function readPositions(api: ApiContext, account: Address): Promise<ChainAnswer<PositionRow[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { head });
  const byAddress = new Map(launches.flatMap((launch) => [entry(launch.token, launch), entry(launch.curve, launch)]));
  const address = launches.flatMap(({ token, curve }) => [token, curve]);
  const positions = new Map<LaunchState, Position>();
  const change = (launch: LaunchState, next: (position: Position) => Position) =>
    positions.set(launch, next(positions.get(launch) ?? NO_POSITION));
  for (const log of await readLogs(api, { address, events: EVENTS, head })) {
    const launch = byAddress.get(log.address.toLowerCase());
    if (launch === undefined) continue;
    const txHash = log.transactionHash;
    switch (log.eventName) {
      case 'Transfer': {
        const { from, to, value: tokens } = log.args;
        if (isAddressEqual(from, to)) break;
        if (isAddressEqual(from, account)) change(launch, (row) => sent(row, { to, tokens, txHash }));
        if (isAddressEqual(to, account)) change(launch, (row) => receiveTokens(row, tokens));
        break;
      }
      case 'RevenueRedeemed': {
        const { currency, amount } = log.args;
        const isMine = isAddressEqual(log.args.account, account) && currency === zeroAddress;
        if (isMine) change(launch, (row) => addRedemption(row, amount));
        break;
      }
      case 'Trade': {
        const { recipient, isBuy, weiAmount, tokenAmount: tokens } = log.args;
        if (isBuy && isAddressEqual(recipient, account)) change(launch, (row) => addBuy(row, { tokens, weiAmount }));
        if (!isBuy && isAddressEqual(log.args.trader, account)) {
          change(launch, (row) => addSale(row, { tokens, weiAmount, txHash }));
        }
        break;
      }
      default:
        log satisfies never;
    }
  }
  const rows = [...positions].map(([{ token, name, symbol, tokenPriceWei }, position]) => {
    const { pendingTokens: _, pendingCostWei: __, pendingTx: ___, ...facts } = position;
    return positionRow({ token, name, symbol, tokenPriceWei, ...facts });
  });
  return { data: sortPositions(rows), blockNumber: head };
}

function entry(address: Address, launch: LaunchState): [string, LaunchState] {
  return [address.toLowerCase(), launch];
}

function sent(row: Position, { to, tokens, txHash }: { to: Address; tokens: bigint; txHash: Hex }): Position {
  return to === zeroAddress ? burnTokens(row, tokens) : sendTokens(row, { tokens, txHash });
}
