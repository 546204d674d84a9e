import { type Address, isAddressEqual, zeroAddress } from 'viem';

/** A currency that a treasury can hold; the zero address is ETH. Names of strangers' tokens are cleaned and cut. */
export type Currency = { address: Address; symbol: string; decimals: number };

export const ETH_CURRENCY: Currency = { address: zeroAddress, symbol: 'ETH', decimals: 18 };

/** The currency at an address among those that are known; null for another one. */
export function currencyAt(currencies: readonly Currency[], address: Address): Currency | null {
  return currencies.find((currency) => isAddressEqual(currency.address, address)) ?? null;
}
