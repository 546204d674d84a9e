import { z } from 'zod';
import { cidSchema, hashSchema, TIME_UNITS } from './draft-fields.ts';

/** The steps of the wizard, in order. They are also the value of `?step=` in the address. */
export const LAUNCH_STEPS = ['model', 'token', 'economics', 'governance', 'review', 'deploy'] as const;
export type LaunchStep = (typeof LAUNCH_STEPS)[number];

const DEFAULT_ROYALTY = '5';

const text = z.string().max(4_000);
const bps = z.int().min(0).max(10_000);
const time = z.strictObject({ amount: text, unit: z.enum(TIME_UNITS) });

const modelSchema = z.strictObject({
  cid: cidSchema,
  modelHash: hashSchema,
  programHash: hashSchema,
  name: text,
  description: text,
  licence: text,
  parameters: z.int().nonnegative(),
  examples: z.array(text).max(16),
  origin: z.enum(['store', 'upload']),
});

/** A chosen model whose every byte was checked in this browser. */
export type DraftModel = z.infer<typeof modelSchema>;

function emptyGovernance() {
  return {
    minPriceEth: '',
    maxPriceEth: '',
    votingDelay: { amount: '1', unit: 'days' as const },
    votingPeriod: { amount: '5', unit: 'days' as const },
    quorumPercent: '5',
    thresholdPercent: '0.1',
    timelock: { amount: '2', unit: 'days' as const },
  };
}

const draftSchema = z.strictObject({
  version: z.literal(1),
  model: modelSchema.nullable(),
  token: z.strictObject({ name: text, symbol: text, description: text }),
  parts: z.strictObject({ saleBps: bps, liquidityBps: bps, creatorBps: bps }),
  /** As typed: amounts in ETH, shares in percent, times in the unit chosen. */
  terms: z.strictObject({
    targetEth: text,
    treasuryPercent: text,
    priceEth: text,
    claimablePercent: text,
    release: time,
    snapshot: time,
    cliff: time,
    vesting: time,
    snipePercent: text,
    snipeTime: time,
    firstBuyEth: text,
    /** Left empty: the price of an answer. Drafts that were kept before these fields have neither. */
    mintFeeEth: text.default(''),
    royaltyPercent: text.default(DEFAULT_ROYALTY),
  }),
  /** As typed. Price bounds left empty follow the price. */
  governance: z
    .strictObject({
      minPriceEth: text,
      maxPriceEth: text,
      votingDelay: time,
      votingPeriod: time,
      quorumPercent: text,
      thresholdPercent: text,
      timelock: time,
    })
    // Drafts that were kept before there were votes have none.
    .default(emptyGovernance),
  /** Set right before the signature is asked for, so that a reload finds what came of it. */
  sent: z
    .strictObject({
      account: z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)]),
      chainId: z.int(),
      fromBlock: z.string().regex(/^\d+$/),
    })
    .nullable(),
});

/** A launch as far as its creator got, kept in the browser. */
export type LaunchDraft = z.infer<typeof draftSchema>;
export type LaunchTerms = LaunchDraft['terms'];
export type GovernanceTerms = LaunchDraft['governance'];
/** A length of time as typed. */
export type TypedTime = LaunchTerms['release'];
export type TokenFacts = LaunchDraft['token'];

/** A draft with sensible terms and nothing chosen. */
export function emptyDraft(): LaunchDraft {
  return {
    version: 1,
    model: null,
    token: { name: '', symbol: '', description: '' },
    parts: { saleBps: 7_000, liquidityBps: 2_500, creatorBps: 500 },
    terms: {
      targetEth: '10',
      treasuryPercent: '0',
      priceEth: '0.002',
      claimablePercent: '80',
      release: { amount: '7', unit: 'days' },
      snapshot: { amount: '1', unit: 'days' },
      cliff: { amount: '90', unit: 'days' },
      vesting: { amount: '365', unit: 'days' },
      snipePercent: '10',
      snipeTime: { amount: '5', unit: 'minutes' },
      firstBuyEth: '',
      mintFeeEth: '',
      royaltyPercent: DEFAULT_ROYALTY,
    },
    governance: emptyGovernance(),
    sent: null,
  };
}

/** Reads a kept draft; null for text that is none (another version, damaged storage). */
export function readDraft(stored: string | null): LaunchDraft | null {
  if (stored === null) return null;
  try {
    const parsed = draftSchema.safeParse(JSON.parse(stored));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The text in which a draft is kept. */
export function writeDraft(draft: LaunchDraft): string {
  return JSON.stringify(draft);
}
