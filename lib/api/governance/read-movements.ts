import { type Address, getAbiItem, type Hex, isAddressEqual, zeroAddress } from 'viem';
import { grantsAbi, liquidityHookAbi, modelTreasuryAbi } from '../../chain/generated/abis.ts';
import { placeLogs, readHead, readLogs } from '../chain/read-logs.ts';
import type { ApiContext } from '../context.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { readGrants } from './read-grants.ts';
import { readLaunch } from './read-launch.ts';
import { readProposals } from './read-proposals.ts';
import type { MovementRow } from './types.ts';

const graduated = getAbiItem({ abi: liquidityHookAbi, name: 'Graduated' });
const returned = getAbiItem({ abi: grantsAbi, name: 'GrantMoneyReturned' });
const executed = getAbiItem({ abi: modelTreasuryAbi, name: 'CallExecuted' });

/** What events tell of a model's treasury, newest first. */
export async function readMovements(api: ApiContext, token: Address): Promise<ChainAnswer<MovementRow[]>> {
  const head = await readHead(api);
  const launch = await readLaunch(api, token);
  if (launch === null) return { data: [], blockNumber: head };
  const { liquidityHook, grants: grantsAddress } = api.deployment.contracts;
  const [proposals, grants, logs] = await Promise.all([
    readProposals(api, { token }),
    readGrants(api, { token }),
    readLogs(api, {
      address: [launch.treasury, liquidityHook, grantsAddress],
      events: [graduated, returned, executed],
      head,
    }),
  ]);
  const decided = new Map<Hex, bigint>(proposals.data.map((row) => [row.timelockId, row.proposalId]));
  const nothing = { target: null, data: null, proposalId: null, grantId: null };
  const data = (await placeLogs(api, logs)).flatMap((log): MovementRow[] => {
    const at = { id: log.id, token, atSec: log.atSec, txHash: log.txHash };
    switch (log.eventName) {
      case 'Graduated': {
        const { treasuryWei } = log.args;
        if (!isAddressEqual(log.args.token, token) || treasuryWei === 0n) return [];
        return [{ ...at, ...nothing, kind: 'raise', currency: zeroAddress, amount: treasuryWei }];
      }
      case 'GrantMoneyReturned': {
        const { grantId, amount } = log.args;
        const grant = grants.data.find((row) => row.grantId === grantId);
        if (grant === undefined) return [];
        return [{ ...at, ...nothing, kind: 'returned', currency: grant.currency, amount, grantId }];
      }
      case 'CallExecuted': {
        const { id, target, value, data: calldata } = log.args;
        const call = { target, data: calldata, proposalId: decided.get(id) ?? null, grantId: null };
        return [{ ...at, ...call, kind: 'call', currency: zeroAddress, amount: value }];
      }
      default:
        return log satisfies never;
    }
  });
  return { data: data.toReversed(), blockNumber: head };
}
