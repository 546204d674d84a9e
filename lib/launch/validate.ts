import { type Address, type Hex, zeroAddress } from 'viem';
import { uriOf } from '../bundle/cid.ts';
import { duration } from '../format/time.ts';
import type { LaunchDraft } from './draft.ts';
import { checkGovernance, GOVERNANCE_FIELDS } from './governance-terms.ts';
import { LAUNCH_LIMITS as LIMITS } from './limits.ts';
import { PART_BOUNDS } from './parts.ts';
import { readBps, readSeconds, readWei } from './read-terms.ts';
import { tokenUri } from './token-uri.ts';

/** The struct `LaunchParams` of contracts/interfaces/ILaunchpad.sol. */
export type LaunchParams = {
  name: string;
  symbol: string;
  contractURI: string;
  modelHash: Hex;
  programHash: Hex;
  bundleURI: string;
  priceWei: bigint;
  saleBps: number;
  liquidityBps: number;
  creatorBps: number;
  treasuryBps: number;
  targetWei: bigint;
  claimableBps: number;
  releasePeriodSec: number;
  snapshotIntervalSec: number;
  cliffSec: number;
  vestingSec: number;
  snipeFeeBps: number;
  snipeDurationSec: number;
  minPriceWei: bigint;
  maxPriceWei: bigint;
  votingDelaySec: number;
  votingPeriodSec: number;
  quorumBps: number;
  proposalThresholdBps: number;
  timelockDelaySec: number;
  mintFeeWei: bigint;
  royaltyBps: number;
  /** Zero until the launch knows where the form of the model's answers is kept. */
  form: Address;
};

/** Everything that the creator signs. */
export type ReadyLaunch = { params: LaunchParams; firstBuyWei: bigint };

export type TokenField = 'name' | 'symbol' | 'description';
export type TermField = keyof LaunchDraft['terms'] | 'liquidityBps' | 'creatorBps' | 'saleBps';
export type GovernanceField = keyof LaunchDraft['governance'];
export type LaunchField = 'model' | TokenField | TermField | GovernanceField;
export type FieldErrors = Partial<Record<LaunchField, string>>;

/** The same draft checked as contracts/launch/LaunchRules.sol will: `ready` is null while there are errors. */
export type CheckedDraft = { errors: FieldErrors; ready: ReadyLaunch | null };

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

function checkToken({ name, symbol, description }: LaunchDraft['token'], errors: FieldErrors): void {
  if (name.trim() === '') errors.name = 'Enter a name.';
  else if (bytesOf(name.trim()) > LIMITS.nameBytes) errors.name = `At most ${LIMITS.nameBytes} bytes.`;
  if (symbol.trim() === '') errors.symbol = 'Enter a symbol.';
  else if (/\s/.test(symbol.trim())) errors.symbol = 'A symbol has no spaces.';
  else if (bytesOf(symbol.trim()) > LIMITS.symbolBytes) errors.symbol = `At most ${LIMITS.symbolBytes} bytes.`;
  const uri = tokenUri({ name: name.trim(), symbol: symbol.trim(), description });
  if (uri.length > LIMITS.contractUriBytes) errors.description = 'Shorten it: it is kept on chain with the token.';
}

function checkParts({ parts }: LaunchDraft, treasuryBps: number, errors: FieldErrors): void {
  const { saleBps, liquidityBps, creatorBps } = parts;
  if (saleBps + liquidityBps + creatorBps !== 10_000) errors.saleBps = 'The parts must sum to 100 %.';
  if (creatorBps > LIMITS.maxCreatorBps) errors.creatorBps = `At most ${LIMITS.maxCreatorBps / 100} %.`;
  const outOfBounds = (['saleBps', 'liquidityBps', 'creatorBps'] as const).find(
    (part) => parts[part] < PART_BOUNDS[part].min,
  );
  if (outOfBounds !== undefined) errors[outOfBounds] = `At least ${PART_BOUNDS[outOfBounds].min / 100} %.`;
  // As CurveMath.shapeOf: last price / first price = ((1 − treasury) · sale / pool)².
  const poolPart = BigInt(saleBps) * BigInt(10_000 - treasuryBps);
  const liquidity = BigInt(liquidityBps) * 10_000n;
  const ratioPercent = 100n * poolPart * poolPart;
  if (ratioPercent < LIMITS.minRatioPercent * liquidity * liquidity) {
    errors.liquidityBps =
      'The price would fall during the sale. Put less into the pool, sell more, or give the treasury less.';
  } else if (ratioPercent > LIMITS.maxRatioPercent * liquidity * liquidity) {
    errors.liquidityBps = 'The last price would be more than 1,000 times the first. Put more into the pool.';
  }
}

/** Checks a draft and, where all is well, gives the parameters of `Launchpad.launch`. */
export function checkDraft(draft: LaunchDraft): CheckedDraft {
  const { terms, parts, token, model } = draft;
  const errors: FieldErrors = {};
  if (model === null) errors.model = 'Choose a model.';
  checkToken(token, errors);

  const keep = <T>(field: LaunchField, read: { value?: T; error?: string | undefined }): T | undefined => {
    if (read.error !== undefined) errors[field] = read.error;
    return read.value;
  };
  const wei = { min: LIMITS.minTargetWei, max: LIMITS.maxTargetWei, empty: null };
  const targetWei = keep('targetEth', readWei(terms.targetEth, { ...wei, range: 'Between 0.01 and 1,000,000 ETH.' }));
  const priceWei = keep(
    'priceEth',
    readWei(terms.priceEth, {
      min: 1n,
      max: LIMITS.maxPriceWei,
      empty: null,
      range: 'More than 0, at most 1,000 ETH.',
    }),
  );
  const firstBuyWei = keep(
    'firstBuyEth',
    readWei(terms.firstBuyEth, {
      min: 0n,
      max: LIMITS.maxTargetWei * 2n,
      empty: 0n,
      range: 'More than the curve takes.',
    }),
  );
  const treasuryBps = keep('treasuryPercent', readBps(terms.treasuryPercent, { min: 0, max: LIMITS.maxTreasuryBps }));
  const claimableBps = keep('claimablePercent', readBps(terms.claimablePercent, { min: 0, max: 10_000 }));
  const snipe = { min: LIMITS.minSnipeBps, max: LIMITS.maxSnipeBps };
  const snipeFeeBps = keep('snipePercent', readBps(terms.snipePercent, snipe));
  const mintFeeWei = keep(
    'mintFeeEth',
    readWei(terms.mintFeeEth, {
      min: 0n,
      max: LIMITS.maxMintFeeWei,
      // As dear as the answer itself.
      empty: priceWei ?? 0n,
      range: 'At most 1,000 ETH.',
    }),
  );
  const royaltyBps = keep('royaltyPercent', readBps(terms.royaltyPercent, { min: 0, max: LIMITS.maxRoyaltyBps }));
  const releasePeriodSec = keep(
    'release',
    readSeconds(terms.release, { min: 0, max: LIMITS.maxReleaseSec, range: 'At most 365 days.' }),
  );
  const snapshot = { min: LIMITS.minSnapshotSec, max: LIMITS.maxSnapshotSec };
  const snapshotIntervalSec = keep(
    'snapshot',
    readSeconds(terms.snapshot, { ...snapshot, range: 'Between 1 second and 30 days.' }),
  );
  const snipeDurationSec = keep(
    'snipeTime',
    readSeconds(terms.snipeTime, { min: 0, max: LIMITS.maxSnipeSec, range: 'At most 24 hours.' }),
  );
  // Without a creator's part there is nothing to vest: the fields are hidden and count as zero.
  const vests = parts.creatorBps > 0;
  const vestingSec = vests
    ? keep(
        'vesting',
        readSeconds(terms.vesting, {
          min: LIMITS.minVestingSec,
          max: LIMITS.maxVestingSec,
          range: 'Between 30 and 3,650 days.',
        }),
      )
    : 0;
  const longest = vestingSec ?? LIMITS.maxVestingSec;
  const cliffSec = vests
    ? keep('cliff', readSeconds(terms.cliff, { min: 0, max: longest, range: `At most ${duration(longest)}.` }))
    : 0;
  checkParts(draft, treasuryBps ?? 0, errors);
  const governance = checkGovernance({ typed: draft.governance, priceWei, errors });

  const isComplete =
    model !== null &&
    targetWei !== undefined &&
    priceWei !== undefined &&
    firstBuyWei !== undefined &&
    treasuryBps !== undefined &&
    claimableBps !== undefined &&
    snipeFeeBps !== undefined &&
    mintFeeWei !== undefined &&
    royaltyBps !== undefined &&
    releasePeriodSec !== undefined &&
    snapshotIntervalSec !== undefined &&
    snipeDurationSec !== undefined &&
    vestingSec !== undefined &&
    cliffSec !== undefined &&
    governance !== null;
  if (!isComplete || Object.keys(errors).length > 0) return { errors, ready: null };
  const facts = { name: token.name.trim(), symbol: token.symbol.trim() };
  return {
    errors,
    ready: {
      firstBuyWei,
      params: {
        ...facts,
        contractURI: tokenUri({ ...facts, description: token.description.trim() }),
        modelHash: model.modelHash,
        programHash: model.programHash,
        bundleURI: uriOf(model.cid),
        priceWei,
        ...parts,
        treasuryBps,
        targetWei,
        claimableBps,
        releasePeriodSec,
        snapshotIntervalSec,
        cliffSec,
        vestingSec,
        snipeFeeBps,
        snipeDurationSec,
        ...governance,
        mintFeeWei,
        royaltyBps,
        form: zeroAddress,
      },
    },
  };
}

const TOKEN_FIELDS: readonly LaunchField[] = ['name', 'symbol', 'description'];

/** The first step of the wizard that still has an error; null when all is well. */
export function firstOpenStep(errors: FieldErrors): 'model' | 'token' | 'economics' | 'governance' | null {
  const fields = Object.keys(errors);
  if (fields.length === 0) return null;
  if (errors.model !== undefined) return 'model';
  if (TOKEN_FIELDS.some((field) => errors[field] !== undefined)) return 'token';
  return fields.every((field) => GOVERNANCE_FIELDS.some((own) => own === field)) ? 'governance' : 'economics';
}
