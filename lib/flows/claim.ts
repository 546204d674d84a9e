import { type Address, encodeFunctionData, multicall3Abi } from 'viem';
import { modelTokenAbi } from '../chain/generated/abis.ts';
import { compactAmount } from '../format/amount.ts';
import type { Flow, FlowCall } from './types.ts';

/** Snapshots of one token to be claimed. `ethWei` is what they pay in ETH, for the summary. */
export type TokenClaim = { token: Address; symbol: string; snapshotIds: readonly bigint[]; ethWei: bigint };

export type ClaimFlowParams = {
  /** Who is paid, whoever sends the transaction. */
  account: Address;
  claims: readonly TokenClaim[];
  multicall3: Address;
};

/** Snapshots in one transaction: about 60,000 gas each, so that the whole stays far below a block. */
export const MAX_SNAPSHOTS_PER_CLAIM = 200;

/** Cuts claims to what one transaction takes, in the order given. */
export function limitClaims(claims: readonly TokenClaim[], limit = MAX_SNAPSHOTS_PER_CLAIM): TokenClaim[] {
  let left = limit;
  return claims.flatMap((claim) => {
    const snapshotIds = claim.snapshotIds.slice(0, left);
    left -= snapshotIds.length;
    return snapshotIds.length === 0 ? [] : [{ ...claim, snapshotIds }];
  });
}

function claimData(account: Address, claim: TokenClaim) {
  return encodeFunctionData({
    abi: modelTokenAbi,
    functionName: 'claimMany',
    args: [account, claim.snapshotIds],
  });
}

function callOf({ account, claims, multicall3 }: ClaimFlowParams): FlowCall {
  const [first, ...rest] = claims;
  if (first !== undefined && rest.length === 0) return { to: first.token, data: claimData(account, first), value: 0n };
  // No call may fail: otherwise a wallet could estimate too little gas, and claims would be left out in silence.
  const calls = claims.map((claim) => ({
    target: claim.token,
    allowFailure: false,
    callData: claimData(account, claim),
  }));
  return {
    to: multicall3,
    data: encodeFunctionData({ abi: multicall3Abi, functionName: 'aggregate3', args: [calls] }),
    value: 0n,
  };
}

/** Claims snapshots of one or more tokens in one transaction. `claimMany` pays the account, so anyone may send it. */
export function claimFlow(params: ClaimFlowParams): Flow {
  const { account, claims } = params;
  const names = claims.map(({ symbol }) => symbol);
  const what = names.length > 3 ? `${names.length} models` : names.join(', ');
  const ethWei = claims.reduce((sum, claim) => sum + claim.ethWei, 0n);
  const count = claims.reduce((sum, claim) => sum + claim.snapshotIds.length, 0);
  const call = callOf(params);
  return {
    kind: 'claim',
    key: `claim:${account.toLowerCase()}`,
    title: `Claim revenue of ${what}`,
    summary: `${compactAmount(ethWei)} ETH from ${count} ${count === 1 ? 'snapshot' : 'snapshots'}`,
    done: `Claimed revenue of ${what}`,
    steps: [{ id: 'claim', label: 'Claim', prepare: async () => call }],
  };
}
