import {
  type Address,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  keccak256,
  type Log,
  parseEventLogs,
  zeroAddress,
} from 'viem';
import { aiOracleAbi } from '../chain/generated/abis.ts';
import { AppError } from '../errors/app-error.ts';
import { compactAmount } from '../format/amount.ts';
import type { Flow } from './types.ts';

export type PromptFlowParams = { oracle: Address; modelId: bigint; modelName: string; input: Hex; feeWei: bigint };

/** Pays a model for its answer to a request's bytes. The same request to the same model cannot be sent twice at once. */
export function promptFlow({ oracle, modelId, modelName, input, feeWei }: PromptFlowParams): Flow {
  const data = encodeFunctionData({
    abi: aiOracleAbi,
    functionName: 'requestCallback',
    args: [modelId, input, zeroAddress, 0n, '0x'],
  });
  return {
    kind: 'prompt',
    key: `prompt:${modelId}:${keccak256(input)}`,
    title: `Ask ${modelName}`,
    summary: `${compactAmount(feeWei)} ETH, held until the answer is final`,
    done: `Asked ${modelName}`,
    steps: [{ id: 'ask', label: 'Pay and ask', prepare: async () => ({ to: oracle, data, value: feeWei }) }],
  };
}

/**
 * The id of the request that a transaction made.
 *
 * @throws AppError `internal` when there is none, which a successful request cannot have
 */
export function requestIdOf(logs: Log[], oracle: Address): bigint {
  const found = parseEventLogs({ abi: aiOracleAbi, eventName: 'AICallbackRequest', logs }).find((log) =>
    isAddressEqual(log.address, oracle),
  );
  if (found === undefined) {
    throw new AppError({ code: 'internal', message: 'The transaction made no request. Look at it in your wallet.' });
  }
  return found.args.requestId;
}

/** Gives the fee of a late request back to its payer; anyone may. */
export function refundFlow({
  oracle,
  requestId,
  feeWei,
}: {
  oracle: Address;
  requestId: bigint;
  feeWei: bigint;
}): Flow {
  const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'refund', args: [requestId] });
  return {
    kind: 'refund',
    key: `settle:${requestId}`,
    title: `Refund request ${requestId}`,
    summary: `${compactAmount(feeWei)} ETH back to the payer`,
    done: `Refunded request ${requestId}`,
    steps: [{ id: 'refund', label: 'Refund', prepare: async () => ({ to: oracle, data, value: 0n }) }],
  };
}

/** Makes an unchallenged answer final and pays operator and holders; anyone may. */
export function finalizeFlow({ oracle, requestId }: { oracle: Address; requestId: bigint }): Flow {
  const data = encodeFunctionData({ abi: aiOracleAbi, functionName: 'finalize', args: [requestId] });
  return {
    kind: 'finalize',
    key: `settle:${requestId}`,
    title: `Finalise request ${requestId}`,
    summary: 'Pays the operator and the holders',
    done: `Request ${requestId} is final`,
    steps: [{ id: 'finalize', label: 'Finalise', prepare: async () => ({ to: oracle, data, value: 0n }) }],
  };
}
