'use client';
import { type Address, erc20Abi } from 'viem';
import { useBalance, useGasPrice, useReadContract } from 'wagmi';
import { maxSpend } from '@/lib/flows/quote';
import { useWalletAccount } from '../common/wallet/use-wallet-account';

/** More than a trade takes on the curve or in the pool. */
const TRADE_GAS = 350_000n;

/** What the connected account has; nulls while nobody is connected or it is not known. `spendableWei` leaves the gas. */
export function useBalances(token: Address) {
  const { address } = useWalletAccount();
  const eth = useBalance({ ...(address === undefined ? {} : { address }), query: { refetchInterval: 4_000 } });
  const held = useReadContract({
    address: token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    ...(address === undefined ? {} : { args: [address] as const }),
    query: { enabled: address !== undefined, refetchInterval: 4_000 },
  });
  const gasPrice = useGasPrice();
  const ethWei = address === undefined ? null : (eth.data?.value ?? null);
  return {
    ethWei,
    tokens: address === undefined ? null : (held.data ?? null),
    spendableWei:
      ethWei === null ? null : maxSpend({ balanceWei: ethWei, gasPriceWei: gasPrice.data ?? 0n, gasLimit: TRADE_GAS }),
  };
}
