/** What can be wrong with a bundle. `not-found` is worth another try, the rest is not. */
export type BundleErrorCode =
  | 'bundle/not-found'
  | 'bundle/bad-cid'
  | 'bundle/cid-mismatch'
  | 'bundle/bad-node'
  | 'bundle/bad-car'
  | 'bundle/too-large'
  | 'bundle/bad-files'
  | 'bundle/bad-manifest'
  | 'bundle/bad-golden'
  | 'bundle/inconsistent';

/** Thrown by everything in lib/bundle. `message` is one plain sentence; `cause` what the reader or parser said. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly code: BundleErrorCode;

  constructor(code: BundleErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }

  /** True when the same call may succeed later. */
  get isRetryable(): boolean {
    return this.code === 'bundle/not-found';
  }
}
