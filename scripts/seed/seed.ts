import { createPublicClient, createWalletClient, type HDAccount, http } from 'viem';
import { chainOf } from '../../lib/chain/chains.ts';
import type { Config } from '../../lib/config/config.ts';
import { localAccount, type ROLES } from '../start/accounts.ts';
import { type Action, type SeedContext, scripts } from './script.ts';

/**
 * Gives a local chain four demo launches and a little history, by the same transactions that users send.
 * Each account has a script, and its nonce is the place in it: a seed that was cut off goes on where it stopped, and one
 * that is complete does nothing.
 */
export async function seed({ config, log }: { config: Config; log: (line: string) => void }): Promise<void> {
  const chain = chainOf(config.chainId, config.rpcUrl);
  const client = createPublicClient({ chain, transport: http(config.rpcUrl), pollingInterval: 200 });

  async function play(role: keyof typeof ROLES, actions: readonly Action[]): Promise<void> {
    const account: HDAccount = localAccount(role);
    const wallet = createWalletClient({ chain, transport: http(config.rpcUrl), account });
    const context: SeedContext = { config, client, wallet, account };
    const done = await client.getTransactionCount({ address: account.address });
    for (const action of actions.slice(done)) {
      const hash = await action.send(context);
      const receipt = await client.waitForTransactionReceipt({ hash, timeout: 60_000 });
      if (receipt.status !== 'success') throw new Error(`The demo could not ${action.what}: ${hash} reverted.`);
      log(action.what);
    }
  }

  // Launches first and one after the other, so that the order of the models is always the same.
  for (const { role, actions } of scripts.creators) await play(role, actions);
  await Promise.all(scripts.traders.map(({ role, actions }) => play(role, actions)));
}
