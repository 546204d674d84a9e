import type { Address } from 'viem';
import type { LocalChain } from './local-chain.ts';

/** Wei that `accounts` paid for gas in the blocks after `afterBlock`, all together. */
export async function gasSpent(chain: LocalChain, accounts: readonly Address[], afterBlock: bigint): Promise<bigint> {
  const wanted = new Set(accounts.map((account) => account.toLowerCase()));
  const head = await chain.client.getBlockNumber();
  let spent = 0n;
  for (let blockNumber = afterBlock + 1n; blockNumber <= head; blockNumber++) {
    const block = await chain.client.getBlock({ blockNumber, includeTransactions: true });
    for (const { from, hash } of block.transactions) {
      if (!wanted.has(from.toLowerCase())) continue;
      const receipt = await chain.client.getTransactionReceipt({ hash });
      spent += receipt.gasUsed * receipt.effectiveGasPrice;
    }
  }
  return spent;
}

/** What an account has, and how much more or less it will have been given later, gas left out. */
export async function openBooks(
  chain: LocalChain,
  account: Address,
): Promise<{ gained: () => Promise<bigint>; blockNumber: bigint }> {
  const blockNumber = await chain.client.getBlockNumber();
  const before = await chain.client.getBalance({ address: account, blockNumber });
  return {
    blockNumber,
    gained: async () => {
      // Balance and gas of the same moment: nothing of this account may be under way.
      const gas = await gasSpent(chain, [account], blockNumber);
      return (await chain.client.getBalance({ address: account })) - before + gas;
    },
  };
}
