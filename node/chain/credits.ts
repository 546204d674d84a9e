import { type Address, encodeFunctionData, parseAbi } from 'viem';
import type { Logger } from '../logger.ts';
import { onChain } from './chain-error.ts';
import type { ChainClient } from './clients.ts';
import type { TxSender } from './tx-sender.ts';

// The two functions that every contract has which pays: IPayouts.
const payoutsAbi = parseAbi([
  'function creditOf(address account) view returns (uint256)',
  'function withdraw(address account)',
]);

/** Takes what contracts could not push to the account of `sender` and keep as its credit. A failure is logged: the credit stays. */
export async function withdrawCredits(options: {
  client: ChainClient;
  sender: TxSender;
  contracts: readonly Address[];
  logger: Logger;
}): Promise<void> {
  const { client, sender, contracts, logger } = options;
  for (const address of contracts) {
    const contract = { address, abi: payoutsAbi, args: [sender.address] } as const;
    try {
      const credit = await onChain('read credit', () => client.readContract({ ...contract, functionName: 'creditOf' }));
      if (credit === 0n) continue;
      const data = encodeFunctionData({ abi: payoutsAbi, functionName: 'withdraw', args: [sender.address] });
      const receipt = await sender.send({ label: 'withdraw', to: address, data });
      logger.info({ contract: address, credit, isDone: receipt.status === 'success' }, 'credit withdrawn');
    } catch (error) {
      logger.warn({ error, contract: address }, 'could not withdraw a credit');
    }
  }
}
