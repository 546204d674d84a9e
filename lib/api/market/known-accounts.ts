import type { Address } from 'viem';
import type { Deployment } from '../../chain/deployment.ts';
import type { KnownAccounts } from './holder-tag.ts';

/** The accounts that have a meaning among the holders of a model's token. */
export function knownAccounts(
  { contracts }: Deployment,
  model: { token: Address; curve: Address; vesting: Address | null; treasury: Address; creator: Address },
): KnownAccounts {
  const { token, curve, vesting, treasury, creator } = model;
  return {
    token,
    curve,
    vesting,
    treasury,
    creator,
    poolManager: contracts.poolManager,
    hook: contracts.liquidityHook,
    router: contracts.router,
    launchpad: contracts.launchpad,
  };
}
