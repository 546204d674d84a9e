import { BaseError, type DecodeErrorResultReturnType, decodeErrorResult, type Hex, isHex } from 'viem';
import { AppError } from './app-error.ts';
import { errorAbi } from './error-abi.ts';
import { sentenceOf } from './sentences.ts';

/** A revert by name with its arguments; a tagged union over every error we know. */
export type DecodedRevert = DecodeErrorResultReturnType<typeof errorAbi>;

/** Decodes revert data; null where the error is none of ours. */
export function decodeRevert(data: Hex): DecodedRevert | null {
  try {
    // viem's result type is the union over errorAbi; its `abiItem` is not needed here.
    return decodeErrorResult({ abi: errorAbi, data });
  } catch {
    return null;
  }
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let current: unknown = error;
  while (current !== null && current !== undefined && chain.length < 12) {
    chain.push(current);
    current = typeof current === 'object' && 'cause' in current ? current.cause : undefined;
  }
  return chain;
}

/** The revert data carried anywhere in a chain of causes, as viem, wallets and RPC servers nest it. */
export function revertDataOf(error: unknown): Hex | null {
  for (const cause of causes(error)) {
    if (typeof cause !== 'object' || cause === null || !('data' in cause)) continue;
    const { data } = cause;
    if (isHex(data) && data.length >= 10) return data;
    if (typeof data === 'object' && data !== null && 'data' in data && isHex(data.data) && data.data.length >= 10) {
      return data.data;
    }
  }
  return null;
}

function hasCode(error: unknown, code: number): boolean {
  return causes(error).some(
    (cause) => typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === code,
  );
}

function hasName(error: unknown, names: readonly string[]): boolean {
  return causes(error).some((cause) => cause instanceof Error && names.includes(cause.name));
}

/** Whether the person said no in the wallet. That is a decision, not an error. */
export function isUserRejection(error: unknown): boolean {
  return hasCode(error, 4001) || hasName(error, ['UserRejectedRequestError']);
}

/**
 * Any failure of a read, a simulation or a transaction as an AppError whose message can be shown: the decoded revert
 * as a sentence, or what went wrong on the way there.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isUserRejection(error)) {
    return new AppError({
      code: 'wallet/rejected',
      message: 'You said no in your wallet. Nothing was sent.',
      cause: error,
    });
  }
  const data = revertDataOf(error);
  const revert = data === null ? null : decodeRevert(data);
  if (revert !== null) return new AppError({ code: 'chain/reverted', message: sentenceOf(revert), cause: error });
  const text = error instanceof Error ? error.message : String(error);
  if (hasName(error, ['InsufficientFundsError']) || /insufficient funds/i.test(text)) {
    return new AppError({
      code: 'wallet/insufficient-funds',
      message: 'The account has too little ETH for the amount and the network fee. Enter less, or add ETH.',
      cause: error,
    });
  }
  if (data !== null || hasName(error, ['ExecutionRevertedError', 'RawContractError'])) {
    return new AppError({
      code: 'chain/reverted',
      message: 'The contract refused and gave no reason. Reload the page and try again.',
      cause: error,
    });
  }
  if (hasName(error, ['HttpRequestError', 'TimeoutError', 'WebSocketRequestError'])) {
    return new AppError({
      code: 'chain/unreachable',
      message: 'The chain cannot be reached. Wait a moment and try again.',
      cause: error,
      isRetryable: true,
    });
  }
  if (hasName(error, ['ChainMismatchError'])) {
    return new AppError({
      code: 'chain/wrong-network',
      message: 'Your wallet is on another network. Switch it and try again.',
      cause: error,
    });
  }
  const short = error instanceof BaseError ? error.shortMessage : 'Something unexpected happened.';
  return new AppError({ code: 'wallet/unknown', message: `${short} Try again.`, cause: error });
}
