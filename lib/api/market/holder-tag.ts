import { type Address, isAddressEqual } from 'viem';

/** What a holder can be besides an account. */
export const HOLDER_TAGS = [
  'token',
  'curve',
  'poolManager',
  'hook',
  'router',
  'launchpad',
  'vesting',
  'treasury',
  'creator',
] as const;
export type HolderTag = (typeof HOLDER_TAGS)[number];

/** The accounts of one model that have a meaning; those that do not exist are null or absent. */
export type KnownAccounts = { readonly [tag in HolderTag]?: Address | null | undefined };

/** What an account is to a model: the first of `HOLDER_TAGS` that fits, null for any other account. */
export function holderTagOf(account: Address, known: KnownAccounts): HolderTag | null {
  return (
    HOLDER_TAGS.find((tag) => {
      const named = known[tag];
      return named !== undefined && named !== null && isAddressEqual(named, account);
    }) ?? null
  );
}
