import type { Address, Hex } from 'viem';
import { bondingCurveAbi, liquidityHookAbi, modelTokenAbi, routerAbi } from '../../../lib/chain/generated/abis.ts';
import type { ROLES } from '../../../scripts/start/accounts.ts';
import { type LocalChain, mined } from './local-chain.ts';

type Name = keyof typeof ROLES;
const DEADLINE = 9_999_999_999n;
const GAS = { gas: 2_000_000n } as const;

/** What traders do, each act mined when it returns. */
export function marketOf(chain: LocalChain) {
  const { router, liquidityHook } = chain.deployment.contracts;
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
