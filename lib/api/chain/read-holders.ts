import { type Address, getAbiItem, isAddressEqual, zeroAddress } from 'viem';
import { modelTokenAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import { holderTagOf } from '../market/holder-tag.ts';
import { knownAccounts } from '../market/known-accounts.ts';
import type { Holder } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { type LaunchState, readLaunches } from './read-launches.ts';
import { readHead, readLogs } from './read-logs.ts';

const transferred = getAbiItem({ abi: modelTokenAbi, name: 'Transfer' });

/** Balances above zero, summed from transfers, largest first. */
export async function readHoldersOf(
  api: ApiContext,
  { launches, head }: { launches: readonly LaunchState[]; head: bigint },
): Promise<Holder[]> {
  const byToken = new Map(launches.map((launch) => [launch.token.toLowerCase(), launch]));
  const address = launches.map(({ token }) => token);
  const balances = new Map<string, Holder>();
  const add = (launch: LaunchState, account: Address, change: bigint): void => {
    if (account === zeroAddress) return;
    const key = `${launch.token}:${account}`;
    const before = balances.get(key)?.balance ?? 0n;
    const isExcluded = [launch.token, launch.curve, launch.vesting, api.deployment.contracts.poolManager].some(
      (excluded) => excluded !== null && isAddressEqual(excluded, account),
    );
    const tag = holderTagOf(account, knownAccounts(api.deployment, launch));
    balances.set(key, { token: launch.token, account, balance: before + change, isExcluded, tag });
  };
  for (const { args, address: token } of await readLogs(api, { address, events: [transferred], head })) {
    const launch = byToken.get(token.toLowerCase());
    if (launch === undefined) continue;
    add(launch, args.from, -args.value);
    add(launch, args.to, args.value);
  }
  return [...balances.values()]
    .filter(({ balance }) => balance > 0n)
    .sort((a, b) => (a.balance === b.balance ? 0 : a.balance < b.balance ? 1 : -1));
}

/** Who holds a token, or what an account holds. */
export async function readHolders(
  api: ApiContext,
  { token, account }: { token?: Address; account?: Address },
): Promise<ChainAnswer<Holder[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { token, head });
  const all = await readHoldersOf(api, { launches, head });
  const data = account === undefined ? all : all.filter((holder) => isAddressEqual(holder.account, account));
  return { data, blockNumber: head };
}
