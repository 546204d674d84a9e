import { type Address, isAddressEqual } from 'viem';
import { readLaunches } from '../chain/read-launches.ts';
import { readHead } from '../chain/read-logs.ts';
import type { ApiContext } from '../context.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { readProposals } from './read-proposals.ts';
import type { AccountVote } from './types.ts';

/** The votes of an account in all models, newest first. */
export async function readAccountVotes(api: ApiContext, account: Address): Promise<ChainAnswer<AccountVote[]>> {
  const head = await readHead(api);
  const launches = await readLaunches(api, { head });
  const found = await Promise.all(launches.map(({ token }) => readProposals(api, { token })));
  const votes = found.flatMap(({ data }) =>
    data.flatMap(({ token, description, votes: cast }) =>
      cast
        .filter(({ voter }) => isAddressEqual(voter, account))
        .map((vote): AccountVote => ({ ...vote, token, description })),
    ),
  );
  votes.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  return { data: votes, blockNumber: head };
}
