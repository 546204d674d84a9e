import {
  type Address,
  getAddress,
  type Hex,
  isAddress,
  isAddressEqual,
  isHex,
  size,
  stringToBytes,
  zeroAddress,
} from 'viem';
import { shortAddress } from '../format/address.ts';
import { compactAmount, exactAmount } from '../format/amount.ts';
import { parseAmount } from '../format/parse-amount.ts';
import { type Currency, currencyAt } from './currency.ts';
import type { ProposalDraft } from './proposal-draft.ts';
import type { Ask, AskKind } from './templates.ts';

/** What a draft is measured by: the model's rules, and the contracts that money is not for. */
export type DraftRules = {
  token: Address;
  grants: Address;
  modelId: bigint;
  priceWei: bigint;
  minPriceWei: bigint;
  maxPriceWei: bigint;
  poolFeePips: number | null;
  currencies: readonly Currency[];
};

/** Errors by field; a milestone's are `milestone:<key>:text` and `milestone:<key>:amount`. */
export type DraftErrors = Record<string, string>;

/** What a draft asks for, once all its fields are right, and the words of the template for it. */
export type DraftReading = { ask: Ask | null; suggestion: string; errors: DraftErrors };

const MAX_TEXT_BYTES = 1_024;
const MAX_DAYS = 1_825;
const MAX_UINT128 = 2n ** 128n - 1n;
const MAX_MILESTONES = 16;
const MIN_FEE_PIPS = 3_000n;
const MAX_FEE_PIPS = 30_000n;
const DAY_SEC = 86_400;

/** Reads a draft of one template. The bounds are the contracts', so that what is proposed can also be executed. */
export function readDraft(kind: AskKind, draft: ProposalDraft, rules: DraftRules): DraftReading {
  const errors: DraftErrors = {};
  const found = READERS[kind](draft, rules, (field, error) => {
    errors[field] = error;
    return null;
  });
  const isRight = found !== null && Object.keys(errors).length === 0;
  return { ask: isRight ? found.ask : null, suggestion: isRight ? found.suggestion : '', errors };
}

type Fail = (field: string, error: string) => null;
type Reader = (draft: ProposalDraft, rules: DraftRules, fail: Fail) => { ask: Ask; suggestion: string } | null;

const READERS: Record<AskKind, Reader> = {
  grant: readGrant,
  payment: readPayment,
  price: (draft, rules, fail) => {
    const priceWei = readAmount('priceEth', draft.priceEth, 18, fail);
    if (priceWei === null) return null;
    const { minPriceWei, maxPriceWei, modelId } = rules;
    if (priceWei < minPriceWei || priceWei > maxPriceWei) {
      return fail('priceEth', `The launch allows ${exactAmount(minPriceWei)} to ${exactAmount(maxPriceWei)} ETH`);
    }
    if (priceWei === rules.priceWei) return fail('priceEth', 'That is the price already');
    return {
      ask: { kind: 'price', modelId, priceWei },
      suggestion: `Set the price of an answer to ${exactAmount(priceWei)} ETH`,
    };
  },
  fee: (draft, rules, fail) => {
    if (rules.poolFeePips === null)
      return fail('feePercent', 'The pool opens at graduation; its fee can be voted on then');
    const pips = readAmount('feePercent', draft.feePercent, 4, fail);
    if (pips === null) return null;
    if (pips < MIN_FEE_PIPS || pips > MAX_FEE_PIPS) return fail('feePercent', 'The pool allows 0.3 to 3 %');
    if (Number(pips) === rules.poolFeePips) return fail('feePercent', 'That is the fee already');
    return {
      ask: { kind: 'fee', feePips: Number(pips) },
      suggestion: `Set the pool’s fee to ${exactAmount(pips, 4)} %`,
    };
  },
  currency: (draft, rules, fail) => {
    const currency = readAccount('newCurrency', draft.newCurrency, fail);
    if (currency === null) return null;
    if (isAddressEqual(currency, rules.token))
      return fail('newCurrency', 'The model’s own token cannot be its revenue');
    if (currencyAt(rules.currencies, currency) !== null) return fail('newCurrency', 'That counts as revenue already');
    return { ask: { kind: 'currency', currency }, suggestion: `Accept ${shortAddress(currency)} as revenue` };
  },
  version: (draft, rules, fail) => {
    const uri = draft.bundleURI.trim();
    if (!/^ipfs:\/\/[a-z2-7]{20,100}$/.test(uri)) fail('bundleURI', 'Enter the bundle’s address: ipfs:// and its CID');
    const modelHash = readHash('modelHash', draft.modelHash, fail);
    const programHash = readHash('programHash', draft.programHash, fail);
    if (modelHash === null || programHash === null) return null;
    return {
      ask: { kind: 'version', modelId: rules.modelId, modelHash, programHash, uri },
      suggestion: 'Add a new version of the model',
    };
  },
  call: (draft, _rules, fail) => {
    const target = readAccount('target', draft.target, fail);
    const valueWei = readAmount('valueEth', draft.valueEth === '' ? '0' : draft.valueEth, 18, fail, 0n);
    const data = draft.data.trim();
    if (!isHex(data) || data.length % 2 !== 0) return fail('data', 'Enter whole bytes of hex, or 0x for none');
    if (target === null || valueWei === null) return null;
    if (data === '0x' && valueWei === 0n) return fail('data', 'Without data and ETH the call does nothing');
    return {
      ask: { kind: 'call', target, valueWei, data },
      suggestion: `Call ${shortAddress(target)} with ${size(data)} bytes and ${compactAmount(valueWei)} ETH`,
    };
  },
};

function readGrant(draft: ProposalDraft, rules: DraftRules, fail: Fail): ReturnType<Reader> {
  const recipient = readAccount('recipient', draft.recipient, fail);
  if (recipient !== null && isAddressEqual(recipient, rules.grants))
    fail('recipient', 'The grants’ contract cannot be paid');
  const currency = readCurrency(draft, rules, fail);
  const purpose = draft.purpose.trim();
  if (purpose === '') fail('purpose', 'Say what the grant is for');
  checkText('purpose', purpose, fail);
  const days = /^\d{1,4}$/.test(draft.days.trim()) ? Number(draft.days) : 0;
  if (days < 1 || days > MAX_DAYS) fail('days', `1 to ${MAX_DAYS} whole days`);
  if (draft.milestones.length > MAX_MILESTONES) fail('milestones', `At most ${MAX_MILESTONES} milestones`);
  const tranches = draft.milestones.map(({ key, text, amount }) => {
    const milestone = text.trim();
    if (milestone === '') fail(`milestone:${key}:text`, 'Say what has to be done');
    checkText(`milestone:${key}:text`, milestone, fail);
    const value = readAmount(`milestone:${key}:amount`, amount, currency?.decimals ?? 18, fail) ?? 0n;
    if (value > MAX_UINT128) fail(`milestone:${key}:amount`, 'That number is too large');
    return { amount: value, milestone };
  });
  if (recipient === null || currency === null) return null;
  const sum = tranches.reduce((total, { amount }) => total + amount, 0n);
  const said = `${exactAmount(sum, currency.decimals)} ${currency.symbol}`;
  return {
    ask: {
      kind: 'grant',
      recipient,
      currency: currency.address,
      durationSec: days * DAY_SEC,
      title: purpose,
      tranches,
    },
    suggestion: `Grant ${said} to ${shortAddress(recipient)}: ${purpose}`,
  };
}

function readPayment(draft: ProposalDraft, rules: DraftRules, fail: Fail): ReturnType<Reader> {
  const recipient = readAccount('recipient', draft.recipient, fail);
  const currency = readCurrency(draft, rules, fail);
  const amount = readAmount('amount', draft.amount, currency?.decimals ?? 18, fail);
  if (recipient === null || currency === null || amount === null) return null;
  const said = `${exactAmount(amount, currency.decimals)} ${currency.symbol}`;
  return {
    ask: { kind: 'payment', recipient, currency: currency.address, amount },
    suggestion: `Pay ${said} to ${shortAddress(recipient)}`,
  };
}

function readCurrency(draft: ProposalDraft, rules: DraftRules, fail: Fail): Currency | null {
  const { currency } = draft;
  const found = isAddress(currency, { strict: false }) ? currencyAt(rules.currencies, currency) : null;
  return found ?? fail('currency', 'Choose a currency');
}

function readAccount(field: string, text: string, fail: Fail): Address | null {
  const trimmed = text.trim();
  if (!isAddress(trimmed, { strict: false })) return fail(field, 'Enter an address: 0x and 40 letters or digits');
  // Mixed case is a checksum: where it is wrong, a letter was mistyped.
  if (/[a-f]/.test(trimmed.slice(2)) && /[A-F]/.test(trimmed.slice(2)) && !isAddress(trimmed)) {
    return fail(field, 'A letter of that address is wrong: its capitals do not fit');
  }
  const address = getAddress(trimmed.toLowerCase());
  return isAddressEqual(address, zeroAddress) ? fail(field, 'Nobody has that address') : address;
}

function readAmount(field: string, text: string, decimals: number, fail: Fail, least = 1n): bigint | null {
  const parsed = parseAmount(text, decimals);
  if (parsed.kind === 'empty') return fail(field, 'Enter a number');
  if (parsed.kind === 'invalid') return fail(field, parsed.reason);
  return parsed.value < least ? fail(field, 'Enter more than 0') : parsed.value;
}

function readHash(field: string, text: string, fail: Fail): Hex | null {
  const trimmed = text.trim();
  return isHex(trimmed) && size(trimmed) === 32 && trimmed.length === 66
    ? trimmed
    : fail(field, 'Enter 32 bytes of hex');
}

function checkText(field: string, text: string, fail: Fail): void {
  if (stringToBytes(text).length > MAX_TEXT_BYTES) fail(field, `At most ${MAX_TEXT_BYTES} bytes`);
}
