import { type Address, getAbiItem, getAddress, isAddressEqual } from 'viem';
import { modelTokenAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';
import type { ClaimRow } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { readLaunches } from './read-launches.ts';
import { placeLogs, readHead, readLogs } from './read-logs.ts';

const claimed = getAbiItem({ abi: modelTokenAbi, name: 'RevenueClaimed' });

/** Paid claims, oldest first: of a token, an account, or all. */
export async function readClaims(
  api: ApiContext,
  { token, account }: { token?: Address | undefined; account?: Address | undefined },
): Promise<ChainAnswer<ClaimRow[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { token, head });
  const address = launches.map((launch) => launch.token);
  const all = await readLogs(api, { address, events: [claimed], head });
  const wanted = all.filter(({ args }) => account === undefined || isAddressEqual(args.account, account));
  const data = (await placeLogs(api, wanted)).map(({ args, address: of, id, atSec, txHash }) => ({
    ...args,
    id,
    token: getAddress(of),
    atSec,
    txHash,
  }));
  return { data, blockNumber: head };
}
