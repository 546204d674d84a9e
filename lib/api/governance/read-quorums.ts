import type { Address } from 'viem';
import { modelGovernorAbi, modelTokenAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';

/** What a proposal is measured by: votes at its snapshot. */
export type Quorum = { quorumVotes: bigint; eligibleVotes: bigint };

/**
 * Quorum and eligible supply at some snapshots, as the governor and the token say; none for a snapshot that is not past.
 *
 * @throws as viem does when the chain cannot be read
 */
export async function readQuorums(
  api: ApiContext,
  { governor, token, snapshots }: { governor: Address; token: Address; snapshots: readonly number[] },
): Promise<Map<number, Quorum>> {
  const common = { multicallAddress: api.deployment.contracts.multicall3, allowFailure: true } as const;
  const past = [...new Set(snapshots)];
  if (past.length === 0) return new Map();
  const [quorums, supplies] = await Promise.all([
    api.client.multicall({
      ...common,
      contracts: past.map(
        (sec) => ({ address: governor, abi: modelGovernorAbi, functionName: 'quorum', args: [BigInt(sec)] }) as const,
      ),
    }),
    api.client.multicall({
      ...common,
      contracts: past.map(
        (sec) =>
          ({ address: token, abi: modelTokenAbi, functionName: 'getPastTotalSupply', args: [BigInt(sec)] }) as const,
      ),
    }),
  ]);
  const found = new Map<number, Quorum>();
  for (const [index, sec] of past.entries()) {
    const quorumVotes = quorums[index]?.result;
    const eligibleVotes = supplies[index]?.result;
    if (quorumVotes !== undefined && eligibleVotes !== undefined) found.set(sec, { quorumVotes, eligibleVotes });
  }
  return found;
}
