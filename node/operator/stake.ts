import { encodeFunctionData } from 'viem';
import { aiOracleAbi } from '../../lib/chain/generated/abis.ts';
import { onChain } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { OracleReader } from '../chain/oracle.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { Logger } from '../logger.ts';

/** ETH that stays in the wallet for gas. */
const GAS_RESERVE_WEI = 10n ** 16n;
/** Answers whose bonds the free stake should carry before it is topped up. */
const SPARE_BONDS = 3n;

/** Keeps an operator's free stake high enough to be assigned requests and to bond answers. */
export type StakeKeeper = {
  /** Free stake in wei at the last look, null before the first. */
  freeStakeWei: () => bigint | null;
  /** Looks, and tops up to the configured stake when it has run low. Throws `AppError`. */
  topUp: () => Promise<void>;
};

/** Makes the stake keeper of `sender`'s account. */
export function createStakeKeeper(options: {
  client: ChainClient;
  oracle: OracleReader;
  sender: TxSender;
  stakeWei: bigint;
  logger: Logger;
}): StakeKeeper {
  const { client, oracle, sender, stakeWei, logger } = options;
  const contract = { address: oracle.address, abi: aiOracleAbi } as const;
  let freeStakeWei: bigint | null = null;
  let lowestWei: bigint | null = null;

  const readLowest = async (): Promise<bigint> => {
    const settings = await onChain('read settings', () =>
      client.readContract({ ...contract, functionName: 'settings' }),
    );
    const bonds = settings.resultBondWei * SPARE_BONDS;
    return bonds > settings.minStakeWei ? bonds : settings.minStakeWei;
  };

  return {
    freeStakeWei: () => freeStakeWei,
    topUp: async () => {
      lowestWei ??= await readLowest();
      const free = await onChain('read stake', () =>
        client.readContract({ ...contract, functionName: 'freeStakeOf', args: [sender.address] }),
      );
      freeStakeWei = free;
      if (free >= lowestWei) return;
      const targetWei = stakeWei > lowestWei ? stakeWei : lowestWei;
      const balanceWei = await onChain('read balance', () => client.getBalance({ address: sender.address }));
      const spareWei = balanceWei > GAS_RESERVE_WEI ? balanceWei - GAS_RESERVE_WEI : 0n;
      const missingWei = targetWei - free;
      const value = missingWei < spareWei ? missingWei : spareWei;
      if (value === 0n) {
        logger.error({ address: sender.address, balanceWei, free }, 'stake is low and the account has no ETH for it');
        return;
      }
      const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'stake' });
      await sender.send({ label: 'stake', to: oracle.address, data, value });
      freeStakeWei = free + value;
      logger.info({ value, freeStakeWei }, 'stake topped up');
    },
  };
}
