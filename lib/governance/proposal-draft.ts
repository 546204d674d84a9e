import type { AskKind } from './templates.ts';

/** The templates of a proposal, in the order in which they are offered. */
export const TEMPLATES = [
  'grant',
  'price',
  'fee',
  'currency',
  'version',
  'payment',
  'call',
] as const satisfies AskKind[];

/** One milestone as it is typed. `key` tells rows apart while they are edited. */
export type MilestoneDraft = { key: string; text: string; amount: string };

/** A proposal as it is typed: what every template asks, and what each asks of its own. */
export type ProposalDraft = {
  /** Empty: the template's own words. */
  title: string;
  why: string;
  /** Of a grant and of a payment. */
  recipient: string;
  /** Address of a currency that the treasury can hold. */
  currency: string;
  amount: string;
  /** Of a grant. */
  purpose: string;
  days: string;
  milestones: readonly MilestoneDraft[];
  priceEth: string;
  feePercent: string;
  /** Address of a further currency of revenue. */
  newCurrency: string;
  /** Of a new version. */
  bundleURI: string;
  modelHash: string;
  programHash: string;
  /** Of a call of one's own. */
  target: string;
  valueEth: string;
  data: string;
};

/** The fields that the address of the page can fill: `?template=payment&recipient=0x…&amount=1`. */
export const URL_FIELDS = [
  'title',
  'why',
  'recipient',
  'currency',
  'amount',
  'purpose',
  'days',
  'priceEth',
  'feePercent',
  'newCurrency',
  'bundleURI',
  'target',
  'valueEth',
  'data',
] as const satisfies (keyof ProposalDraft)[];

/** An empty draft, with what the page's address says. */
export function emptyProposal(given: (field: string) => string | null): ProposalDraft {
  const draft: ProposalDraft = {
    title: '',
    why: '',
    recipient: '',
    currency: '0x0000000000000000000000000000000000000000',
    amount: '',
    purpose: '',
    days: '180',
    milestones: [{ key: '1', text: '', amount: '' }],
    priceEth: '',
    feePercent: '',
    newCurrency: '',
    bundleURI: '',
    modelHash: '',
    programHash: '',
    target: '',
    valueEth: '0',
    data: '0x',
  };
  for (const field of URL_FIELDS) draft[field] = given(field) ?? draft[field];
  return draft;
}
