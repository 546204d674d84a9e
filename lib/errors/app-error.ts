/** Codes of everything that can go wrong in our own code; a page maps each to a sentence. */
export type AppErrorCode =
  | 'config/invalid'
  | 'chain/unreachable'
  | 'chain/reverted'
  | 'chain/wrong-network'
  | 'chain/unknown-deployment'
  | 'wallet/rejected'
  | 'wallet/insufficient-funds'
  | 'wallet/unknown'
  | 'indexer/unreachable'
  | 'indexer/bad-answer'
  | 'store/not-found'
  | 'store/corrupt'
  | 'store/full'
  | 'store/unreachable'
  | 'engine/failed'
  | 'input/invalid'
  | 'internal';

/** What an error is made from. `isRetryable`: the same call may succeed later without any change. */
export type AppErrorOptions = { code: AppErrorCode; message: string; cause?: unknown; isRetryable?: boolean };

/** The one error class of the application. `message` is short and safe to show. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly isRetryable: boolean;

  constructor({ code, message, cause, isRetryable = false }: AppErrorOptions) {
    super(message, { cause });
    this.code = code;
    this.isRetryable = isRetryable;
  }
}
