import { type Address, encodeFunctionData } from 'viem';
import { modelTokenAbi } from '../chain/generated/abis.ts';
import type { Flow } from './types.ts';

/** Takes a revenue snapshot; anyone may, when the interval has passed. */
export function snapshotFlow({ token, symbol }: { token: Address; symbol: string }): Flow {
  const data = encodeFunctionData({ abi: modelTokenAbi, functionName: 'snapshot' });
  return {
    kind: 'snapshot',
    key: `snapshot:${token.toLowerCase()}`,
    title: `Take a snapshot of ${symbol}`,
    summary: 'Shares out the released revenue among the holders of this block',
    done: `Snapshot of ${symbol} taken`,
    steps: [{ id: 'snapshot', label: 'Take snapshot', prepare: async () => ({ to: token, data, value: 0n }) }],
  };
}
