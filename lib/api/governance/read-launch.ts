import { type Address, zeroAddress } from 'viem';
import { launchpadAbi } from '../../chain/generated/abis.ts';
import type { ApiContext } from '../context.ts';

/** The accounts that a launch made for its holders; null for a token that was not launched here. */
export async function readLaunch(api: ApiContext, token: Address) {
  const { launchpad } = api.deployment.contracts;
  const launch = await api.client.readContract({
    address: launchpad,
    abi: launchpadAbi,
    functionName: 'launchOf',
    args: [token],
  });
  return launch.curve === zeroAddress ? null : launch;
}
