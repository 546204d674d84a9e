import { chainClient } from '@/app/chain-client';
import { deploymentOf } from '@/lib/chain/deployment';
import { disputeGameAbi } from '@/lib/chain/generated/abis';

/** The id in an address; null where it is none. */
export function parseGameId(text: string): bigint | null {
  return /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : null;
}

/** False only where the chain says that no such game was opened; a chain that does not answer is the page's to report. */
export async function gameExists(gameId: bigint): Promise<boolean> {
  try {
    const client = chainClient();
    const count = await client.readContract({
      address: deploymentOf(client.chain.id).contracts.disputeGame,
      abi: disputeGameAbi,
      functionName: 'gameCount',
    });
    return gameId <= count;
  } catch {
    return true;
  }
}
