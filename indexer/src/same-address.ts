import type { Address } from 'viem';

/** What Ponder knows of a contract of the configuration. */
type Configured = { address?: Address | readonly Address[] | undefined };

/** Whether an address is the one of a contract of the configuration. */
export function isContract(contract: Configured, address: Address): boolean {
  return typeof contract.address === 'string' && contract.address.toLowerCase() === address.toLowerCase();
}

/** The one address of a contract of the configuration. */
export function addressOf({ address }: Configured): Address {
  if (typeof address !== 'string') throw new Error('a contract without one address');
  return address;
}
