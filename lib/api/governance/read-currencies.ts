import { type Address, erc20Abi, isAddressEqual, zeroAddress } from 'viem';
import { shortAddress } from '../../format/address.ts';
import { plainLine } from '../../format/plain-text.ts';
import { type Currency, ETH_CURRENCY } from '../../governance/currency.ts';
import type { ApiContext } from '../context.ts';

const SYMBOL_LIMIT = 12;
const MAX_DECIMALS = 36;

/**
 * What a model's treasury can hold: ETH, WETH and the further currencies of revenue, with the names that their contracts give
 * themselves. A contract that gives none is called by its address, and its amounts are shown in its smallest unit.
 */
export async function readCurrencies(api: ApiContext, addresses: readonly Address[]): Promise<Currency[]> {
  const { weth, multicall3 } = api.deployment.contracts;
  const others = addresses.filter((each) => !isAddressEqual(each, zeroAddress) && !isAddressEqual(each, weth));
  const common = { multicallAddress: multicall3, allowFailure: true } as const;
  const [symbols, decimals] = await Promise.all([
    api.client.multicall({
      ...common,
      contracts: others.map((address) => ({ address, abi: erc20Abi, functionName: 'symbol' }) as const),
    }),
    api.client.multicall({
      ...common,
      contracts: others.map((address) => ({ address, abi: erc20Abi, functionName: 'decimals' }) as const),
    }),
  ]);
  const named = others.map((address, index): Currency => {
    const symbol = plainLine(symbols[index]?.result ?? '', SYMBOL_LIMIT);
    const places = decimals[index]?.result ?? 0;
    // Its own name for itself could be ETH: the address says which it is.
    const name = symbol === '' ? shortAddress(address) : `${symbol} (${shortAddress(address)})`;
    return { address, symbol: name, decimals: places > MAX_DECIMALS ? 0 : places };
  });
  return [ETH_CURRENCY, { address: weth, symbol: 'WETH', decimals: 18 }, ...named];
}
