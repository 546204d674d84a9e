import { type Address, encodeFunctionData, isAddressEqual, type Log, parseEventLogs } from 'viem';
import { launchpadAbi } from '../chain/generated/abis.ts';
import { AppError } from '../errors/app-error.ts';
import { compactAmount } from '../format/amount.ts';
import type { LaunchParams } from '../launch/validate.ts';
import type { Flow } from './types.ts';

export type LaunchFlowParams = {
  launchpad: Address;
  params: LaunchParams;
  /** ETH of the creator's first buy; 0 for none. */
  firstBuyWei: bigint;
  /** A fresh curve has one price, so the quote is exact and can be demanded. */
  minTokensOut: bigint;
  deadlineSec: bigint;
};

/** Launches a model: registry entry, token, curve, vesting and first buy in one transaction. */
export function launchFlow({ launchpad, params, firstBuyWei, minTokensOut, deadlineSec }: LaunchFlowParams): Flow {
  const data = encodeFunctionData({
    abi: launchpadAbi,
    functionName: 'launch',
    args: [params, minTokensOut, deadlineSec],
  });
  return {
    kind: 'launch',
    key: `launch:${params.bundleURI}:${params.symbol}`,
    title: `Launch ${params.symbol}`,
    summary:
      firstBuyWei === 0n
        ? 'One transaction, without a first buy'
        : `With a first buy of ${compactAmount(firstBuyWei)} ETH for ${compactAmount(minTokensOut)} ${params.symbol}`,
    done: `Launched ${params.symbol}`,
    steps: [
      { id: 'launch', label: 'Launch model', prepare: async () => ({ to: launchpad, data, value: firstBuyWei }) },
    ],
  };
}

/** What a launch made, read from its `Launched` event. */
export type LaunchResult = { token: Address; modelId: bigint; curve: Address };

/**
 * The launch in the logs of a receipt.
 *
 * @throws AppError `internal` when there is none, which a successful launch transaction cannot have
 */
export function launchResultOf(logs: Log[], launchpad: Address): LaunchResult {
  const found = parseEventLogs({ abi: launchpadAbi, eventName: 'Launched', logs }).find((log) =>
    isAddressEqual(log.address, launchpad),
  );
  if (found === undefined) {
    throw new AppError({
      code: 'internal',
      message: 'The transaction has no launch in it. Look at it in your wallet.',
    });
  }
  const { token, modelId, curve } = found.args;
  return { token, modelId, curve };
}
