/** The bounds of contracts/launch/LaunchRules.sol and of the curve; a launch outside of them reverts. */
export const LAUNCH_LIMITS = {
  nameBytes: 64,
  symbolBytes: 16,
  contractUriBytes: 8_192,
  maxPriceWei: 1_000n * 10n ** 18n,
  maxCreatorBps: 2_000,
  maxTreasuryBps: 5_000,
  minTargetWei: 10n ** 16n,
  maxTargetWei: 1_000_000n * 10n ** 18n,
  maxReleaseSec: 365 * 86_400,
  minSnapshotSec: 1,
  maxSnapshotSec: 30 * 86_400,
  minVestingSec: 30 * 86_400,
  maxVestingSec: 3_650 * 86_400,
  minSnipeBps: 100,
  maxSnipeBps: 9_000,
  maxSnipeSec: 86_400,
  /** The lasting fee of trades on the curve. */
  feeBps: 100,
  /** Bounds of last price / first price, in hundredths. */
  minRatioPercent: 105n,
  maxRatioPercent: 100_000n,
  totalSupply: 1_000_000_000n * 10n ** 18n,
} as const;
