import { BaseError, ContractFunctionRevertedError, HttpRequestError, RpcRequestError, TimeoutError } from 'viem';
import { AppError } from '../../lib/errors/app-error.ts';
import { decodeRevert, revertDataOf } from '../../lib/errors/decode.ts';

/** JSON-RPC codes after which the same call may succeed: internal error, limit exceeded, resource unavailable. */
const RETRYABLE_RPC_CODES: ReadonlySet<number> = new Set([-32_603, -32_005, -32_002, 429]);

/**
 * Turns what viem threw into one of our errors: reverts are final, an unreachable or overloaded chain is retryable.
 * An `AppError` passes unchanged.
 */
export function toChainError(error: unknown, action: string): AppError {
  if (error instanceof AppError) return error;
  const name = revertName(error);
  if (name !== null) {
    return new AppError({ code: 'chain/reverted', message: `${action}: reverted with ${name}`, cause: error });
  }
  if (error instanceof BaseError) {
    const text = error.details ?? error.message;
    if (/insufficient funds|out of funds/i.test(text)) {
      return new AppError({ code: 'wallet/insufficient-funds', message: `${action}: not enough ETH`, cause: error });
    }
    if (/execution reverted|revert/i.test(text) && !isTransport(error)) {
      return new AppError({ code: 'chain/reverted', message: `${action}: reverted`, cause: error });
    }
    const message = `${action}: the chain did not answer`;
    return new AppError({ code: 'chain/unreachable', message, cause: error, isRetryable: isTransport(error) });
  }
  return new AppError({ code: 'internal', message: `${action}: unexpected failure`, cause: error });
}

/** The name of the Solidity error of a reverted call, or null when `error` is no decoded revert. */
export function revertName(error: unknown): string | null {
  const reverted = revertOf(error);
  if (reverted?.data !== undefined) return reverted.data.errorName;
  // A contract may pass on the error of another: its own ABI does not know it, the list of all does.
  const data = revertDataOf(error);
  return (data === null ? null : decodeRevert(data)?.errorName) ?? reverted?.reason ?? null;
}

/** Runs one exchange with the chain; what it throws is an `AppError`. */
export async function onChain<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toChainError(error, action);
  }
}

function revertOf(error: unknown): ContractFunctionRevertedError | null {
  if (error instanceof AppError) return revertOf(error.cause);
  if (!(error instanceof BaseError)) return null;
  const found = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  return found instanceof ContractFunctionRevertedError ? found : null;
}

function isTransport(error: BaseError): boolean {
  const found = error.walk((cause) => {
    if (cause instanceof HttpRequestError || cause instanceof TimeoutError) return true;
    return cause instanceof RpcRequestError && RETRYABLE_RPC_CODES.has(cause.code);
  });
  return found !== null;
}
