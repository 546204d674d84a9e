import { keccak256, parseEther, toHex, zeroAddress } from 'viem';

const DAY_SEC = 86_400;

/** The terms of the launches that are measured: what the wizard proposes, with everything in use. */
export const LAUNCH_PARAMS = {
  name: 'Sonnet',
  symbol: 'SON',
  contractURI: `data:application/json,${'x'.repeat(200)}`,
  modelHash: keccak256(toHex('weights')),
  programHash: keccak256(toHex('program')),
  bundleURI: 'ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
  priceWei: parseEther('0.01'),
  saleBps: 6000,
  liquidityBps: 3000,
  creatorBps: 1000,
  treasuryBps: 1000,
  targetWei: parseEther('100'),
  claimableBps: 8000,
  releasePeriodSec: 7 * DAY_SEC,
  snapshotIntervalSec: DAY_SEC,
  cliffSec: 30 * DAY_SEC,
  vestingSec: 365 * DAY_SEC,
  snipeFeeBps: 1000,
  snipeDurationSec: 60,
  minPriceWei: parseEther('0.001'),
  maxPriceWei: parseEther('0.1'),
  votingDelaySec: DAY_SEC,
  votingPeriodSec: 5 * DAY_SEC,
  quorumBps: 500,
  proposalThresholdBps: 10,
  timelockDelaySec: 2 * DAY_SEC,
  mintFeeWei: parseEther('0.002'),
  royaltyBps: 500,
  form: zeroAddress,
} as const;
