import { cache } from 'react';
import { getAddress, isAddress } from 'viem';
import { serverApi } from '@/app/api-context';
import { getProposal } from '@/lib/api/governance/list-proposals';
import type { ProposalDetail } from '@/lib/api/governance/types';

const MAX_ID = 2n ** 256n;

/** The id of a proposal in a page's address; null for what cannot be one. */
export function parseProposalId(text: string): bigint | null {
  if (!/^\d{1,78}$/.test(text)) return null;
  const proposalId = BigInt(text);
  return proposalId < MAX_ID ? proposalId : null;
}

/** The proposal behind a page's address; null where there is none, or nobody answers: the page itself says so. */
export const describeProposalAt = cache(async (address: string, text: string): Promise<ProposalDetail | null> => {
  const proposalId = parseProposalId(text);
  if (proposalId === null || !isAddress(address, { strict: false })) return null;
  try {
    return (await getProposal(serverApi(), { token: getAddress(address), proposalId })).data;
  } catch {
    return null;
  }
});
