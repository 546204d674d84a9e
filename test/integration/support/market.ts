import { type Address, encodeFunctionData, type Hex } from 'viem';
import { bondingCurveAbi, liquidityHookAbi, modelTokenAbi, routerAbi } from '../../../lib/chain/generated/abis.ts';
import type { ROLES } from '../../../scripts/start/accounts.ts';
import { type LocalChain, mined } from './local-chain.ts';
import { readMock } from './mock.ts';

type Name = keyof typeof ROLES;
const DEADLINE = 9_999_999_999n;
const GAS = { gas: 2_000_000n } as const;

/** What traders do, each act mined when it returns. */
export function marketOf(chain: LocalChain) {
  const { router, liquidityHook, poolManager } = chain.deployment.contracts;
  const done = (hash: Promise<Hex>) => mined(chain, hash);
  const addressOf = (who: Name) => chain.wallet(who).account.address;

  return {
    /** Through the router, wherever it trades now. */
    buy: (who: Name, token: Address, value: bigint, recipient = addressOf(who)) =>
      done(
        chain.wallet(who).writeContract({
          address: router,
          abi: routerAbi,
          functionName: 'buy',
          args: [token, 0n, recipient, DEADLINE],
          value,
          ...GAS,
        }),
      ),
    /** On the curve itself. */
    buyOnCurve: (who: Name, curve: Address, value: bigint) =>
      done(
        chain.wallet(who).writeContract({
          address: curve,
          abi: bondingCurveAbi,
          functionName: 'buy',
          args: [0n, addressOf(who), DEADLINE],
          value,
          ...GAS,
        }),
      ),
    sell: async (who: Name, token: Address, tokens: bigint) => {
      const wallet = chain.wallet(who);
      const approve = { address: token, abi: modelTokenAbi, functionName: 'approve', args: [router, tokens] } as const;
      await done(wallet.writeContract(approve));
      const args = [token, tokens, 0n, addressOf(who), DEADLINE] as const;
      return done(wallet.writeContract({ address: router, abi: routerAbi, functionName: 'sell', args, ...GAS }));
    },
    /** A contract of another make, which swaps at the pool manager for its caller. */
    deploySwapper: async (who: Name): Promise<Address> => {
      const { abi, bytecode } = readMock('BareSwapper');
      const hash = await chain.wallet(who).deployContract({ abi, bytecode, args: [poolManager] });
      const { contractAddress } = await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 100 });
      if (contractAddress == null) throw new Error('the swapper was not deployed');
      return contractAddress;
    },
    /** Swaps ETH, or tokens that are approved first, through a swapper. */
    swap: async (who: Name, swapper: Address, trade: { token: Address; isBuy: boolean; amount: bigint }) => {
      const { token, isBuy, amount } = trade;
      const wallet = chain.wallet(who);
      const hook = { address: liquidityHook, abi: liquidityHookAbi } as const;
      const key = await chain.client.readContract({ ...hook, functionName: 'poolKey', args: [token] });
      const approve = { address: token, abi: modelTokenAbi, functionName: 'approve', args: [swapper, amount] } as const;
      if (!isBuy) await done(wallet.writeContract(approve));
      const { abi } = readMock('BareSwapper');
      const data = encodeFunctionData({ abi, functionName: 'swap', args: [key, isBuy, amount] });
      return done(wallet.sendTransaction({ to: swapper, data, value: isBuy ? amount : 0n, ...GAS }));
    },
    /** Buys what is left on the curve and opens the pool. */
    graduate: (who: Name, token: Address, value: bigint) =>
      done(
        chain.wallet(who).writeContract({
          address: router,
          abi: routerAbi,
          functionName: 'graduate',
          args: [token, DEADLINE],
          value,
          ...GAS,
        }),
      ),
    collect: (who: Name, token: Address) =>
      done(
        chain.wallet(who).writeContract({
          address: liquidityHook,
          abi: liquidityHookAbi,
          functionName: 'collect',
          args: [token],
          ...GAS,
        }),
      ),
    transfer: (who: Name, token: Address, to: Address, tokens: bigint) =>
      done(
        chain.wallet(who).writeContract({
          address: token,
          abi: modelTokenAbi,
          functionName: 'transfer',
          args: [to, tokens],
          ...GAS,
        }),
      ),
    pay: (who: Name, token: Address, value: bigint) => done(chain.wallet(who).sendTransaction({ to: token, value })),
    balanceOf: (token: Address, who: Name) =>
      chain.client.readContract({
        address: token,
        abi: modelTokenAbi,
        functionName: 'balanceOf',
        args: [addressOf(who)],
      }),
    poolOf: (token: Address) =>
      chain.client.readContract({ address: liquidityHook, abi: liquidityHookAbi, functionName: 'pool', args: [token] }),
  };
}
