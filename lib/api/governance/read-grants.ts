import { type Address, getAbiItem, isAddressEqual } from 'viem';
import { grantsAbi } from '../../chain/generated/abis.ts';
import { placeLogs, readHead, readLogs } from '../chain/read-logs.ts';
import type { ApiContext } from '../context.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { moveGrant, moveTranche, openGrant } from './replay-grant.ts';
import type { GrantDetail } from './types.ts';

const EVENTS = [
  getAbiItem({ abi: grantsAbi, name: 'GrantOpened' }),
  getAbiItem({ abi: grantsAbi, name: 'TrancheAnnounced' }),
  getAbiItem({ abi: grantsAbi, name: 'TrancheObjected' }),
  getAbiItem({ abi: grantsAbi, name: 'TrancheReleased' }),
  getAbiItem({ abi: grantsAbi, name: 'TrancheStopped' }),
  getAbiItem({ abi: grantsAbi, name: 'GrantEnded' }),
  getAbiItem({ abi: grantsAbi, name: 'GrantMoneyReturned' }),
] as const;

/** The grants of a model replayed from their events, newest first. */
export async function readGrants(api: ApiContext, { token }: { token: Address }): Promise<ChainAnswer<GrantDetail[]>> {
  const head = await readHead(api);
  const logs = await readLogs(api, { address: api.deployment.contracts.grants, events: EVENTS, head });
  const grants = new Map<bigint, GrantDetail>();
  for (const log of await placeLogs(api, logs)) {
    const at = { id: log.id, atSec: log.atSec, txHash: log.txHash };
    if (log.eventName === 'GrantOpened') {
      if (!isAddressEqual(log.args.token, token)) continue;
      const { grant, tranches } = openGrant(log.args, at);
      grants.set(grant.grantId, { ...grant, tranches });
      continue;
    }
    const before = grants.get(log.args.grantId);
    if (before === undefined) continue;
    const { tranches, ...grant } = before;
    grants.set(grant.grantId, {
      ...moveGrant(grant, log),
      tranches: tranches.map((row) => moveTranche(row, log, at)),
    });
  }
  return { data: [...grants.values()].toReversed(), blockNumber: head };
}
