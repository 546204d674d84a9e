/** A bundle to keep elsewhere too. */
export type PinnedBundle = { cid: string; name: string };

/** A place that keeps copies of bundles. */
export type PinTarget = {
  /** For logs and figures. */
  readonly name: 'kubo' | 'pinning-service';
  readonly url: string;
  /** Resolves when the place says that it keeps the whole bundle. Throws AppError `store/unreachable` else. */
  pin: (bundle: PinnedBundle, signal: AbortSignal) => Promise<void>;
};
