import type { Address } from 'viem';
import { launchpadAbi } from '../chain/generated/abis.ts';
import type { ChainReader } from '../chain/reader.ts';
import type { LaunchParams } from './validate.ts';

/** The token of a launch that an account made since a block with these names and this bundle; null while there is none. */
export async function findLaunch({
  client,
  launchpad,
  creator,
  fromBlock,
  params,
}: {
  client: ChainReader;
  launchpad: Address;
  creator: Address;
  fromBlock: bigint;
  params: LaunchParams;
}): Promise<Address | null> {
  const logs = await client.getContractEvents({
    address: launchpad,
    abi: launchpadAbi,
    eventName: 'Launched',
    args: { creator },
    fromBlock,
    strict: true,
  });
  const found = logs.findLast(({ args }) => {
    const made = args.params;
    return made.name === params.name && made.symbol === params.symbol && made.bundleURI === params.bundleURI;
  });
  return found?.args.token ?? null;
}
