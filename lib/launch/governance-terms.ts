import type { GovernanceTerms } from './draft.ts';
import { LAUNCH_LIMITS as LIMITS } from './limits.ts';
import { readBps, readSeconds, readWei, type Typed } from './read-terms.ts';

/** The governance settings of the struct `LaunchParams` of contracts/interfaces/ILaunchpad.sol. */
export type GovernanceParams = {
  minPriceWei: bigint;
  maxPriceWei: bigint;
  votingDelaySec: number;
  votingPeriodSec: number;
  quorumBps: number;
  proposalThresholdBps: number;
  timelockDelaySec: number;
};

export type GovernanceErrors = Partial<Record<keyof GovernanceTerms, string>>;

export const GOVERNANCE_FIELDS: readonly (keyof GovernanceTerms)[] = [
  'minPriceEth',
  'maxPriceEth',
  'votingDelay',
  'votingPeriod',
  'quorumPercent',
  'thresholdPercent',
  'timelock',
];

/** What price bounds mean that were left empty: a tenth of the price, and ten times it, within what a launch may ask for. */
export function defaultPriceBounds(priceWei: bigint): { minPriceWei: bigint; maxPriceWei: bigint } {
  const least = priceWei / 10n;
  const highest = priceWei * 10n;
  return {
    minPriceWei: least === 0n ? 1n : least,
    maxPriceWei: highest > LIMITS.maxPriceWei ? LIMITS.maxPriceWei : highest,
  };
}

/**
 * Reads the governance settings, with the bounds of GovernanceRules.sol; null while something is wrong, which is then in
 * `errors`. Without a price its bounds cannot be judged.
 */
export function checkGovernance({
  typed,
  priceWei,
  errors,
}: {
  typed: GovernanceTerms;
  priceWei: bigint | undefined;
  errors: GovernanceErrors;
}): GovernanceParams | null {
  const keep = <T>(field: keyof GovernanceTerms, read: Typed<T>): T | undefined => {
    if (read.error !== undefined) errors[field] = read.error;
    return read.value;
  };
  const days = (range: { min: number; max: number }) => ({
    ...range,
    range: `Between ${range.min} seconds and ${range.max / 86_400} days.`,
  });
  const votingDelaySec = keep(
    'votingDelay',
    readSeconds(typed.votingDelay, days({ min: LIMITS.minVotingDelaySec, max: LIMITS.maxVotingDelaySec })),
  );
  const votingPeriodSec = keep(
    'votingPeriod',
    readSeconds(typed.votingPeriod, days({ min: LIMITS.minVotingPeriodSec, max: LIMITS.maxVotingPeriodSec })),
  );
  const timelockDelaySec = keep(
    'timelock',
    readSeconds(typed.timelock, days({ min: LIMITS.minTimelockSec, max: LIMITS.maxTimelockSec })),
  );
  const quorumBps = keep(
    'quorumPercent',
    readBps(typed.quorumPercent, { min: LIMITS.minQuorumBps, max: LIMITS.maxQuorumBps }),
  );
  const proposalThresholdBps = keep(
    'thresholdPercent',
    readBps(typed.thresholdPercent, { min: LIMITS.minThresholdBps, max: LIMITS.maxThresholdBps }),
  );
  if (priceWei === undefined) return null;
  const bounds = defaultPriceBounds(priceWei);
  const minPriceWei = keep(
    'minPriceEth',
    readWei(typed.minPriceEth, {
      min: 1n,
      max: priceWei,
      empty: bounds.minPriceWei,
      range: 'More than 0, at most the price at launch.',
    }),
  );
  const maxPriceWei = keep(
    'maxPriceEth',
    readWei(typed.maxPriceEth, {
      min: priceWei,
      max: LIMITS.maxPriceWei,
      empty: bounds.maxPriceWei,
      range: 'At least the price at launch, at most 1,000 ETH.',
    }),
  );
  if (
    minPriceWei === undefined ||
    maxPriceWei === undefined ||
    votingDelaySec === undefined ||
    votingPeriodSec === undefined ||
    quorumBps === undefined ||
    proposalThresholdBps === undefined ||
    timelockDelaySec === undefined
  ) {
    return null;
  }
  return {
    minPriceWei,
    maxPriceWei,
    votingDelaySec,
    votingPeriodSec,
    quorumBps,
    proposalThresholdBps,
    timelockDelaySec,
  };
}
