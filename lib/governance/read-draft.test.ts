import fc from 'fast-check';
import { parseEther, zeroAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import { deploymentOf } from '../chain/deployment.ts';
import { ETH_CURRENCY } from './currency.ts';
import { describeProposal, readDescription } from './description.ts';
import { emptyProposal, TEMPLATES } from './proposal-draft.ts';
import { type DraftRules, readDraft } from './read-draft.ts';

const { contracts } = deploymentOf(31_337);
/** Text of any bytes, with marks that turn or hide what is around them. */
const odd = fc
  .array(
    fc.oneof(
      fc.constantFrom('\u202e', '\u2066', '\u0000', '\u200b', '</svg>', '"', '\n', '#'),
      fc.string({ maxLength: 5 }),
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));
const token = '0x1000000000000000000000000000000000000001';
const friend = '0x2000000000000000000000000000000000000002';
const rules: DraftRules = {
  token,
  grants: contracts.grants,
  modelId: 7n,
  priceWei: parseEther('0.01'),
  minPriceWei: parseEther('0.001'),
  maxPriceWei: parseEther('0.1'),
  poolFeePips: 10_000,
  currencies: [ETH_CURRENCY, { address: contracts.weth, symbol: 'WETH', decimals: 18 }],
};
const empty = emptyProposal(() => null);
const asked = (kind: (typeof TEMPLATES)[number], change: Partial<typeof empty>) =>
  readDraft(kind, { ...empty, ...change }, rules);

describe('readDraft', () => {
  it('asks for nothing while fields are empty', () => {
    for (const kind of TEMPLATES) {
      const { ask, errors } = readDraft(kind, empty, rules);
      expect(ask).toBeNull();
      expect(Object.keys(errors)).not.toEqual([]);
    }
  });

  it('reads a grant with its milestones', () => {
    const milestones = [
      { key: 'a', text: 'A first draft', amount: '0.5' },
      { key: 'b', text: 'The rest', amount: '1' },
    ];
    const { ask, suggestion } = asked('grant', { recipient: friend, purpose: 'Better data', days: '30', milestones });
    expect(ask).toMatchObject({ kind: 'grant', recipient: friend, currency: zeroAddress, durationSec: 2_592_000 });
    expect(suggestion).toBe('Grant 1.5 ETH to 0x2000…0002: Better data');
    const { errors } = asked('grant', {
      recipient: contracts.grants,
      purpose: 'x'.repeat(1_025),
      days: '0',
      milestones: [{ key: 'a', text: '', amount: '0' }],
    });
    expect(Object.keys(errors).sort()).toEqual([
      'days',
      'milestone:a:amount',
      'milestone:a:text',
      'purpose',
      'recipient',
    ]);
  });

  it('keeps prices and fees within their bounds', () => {
    expect(asked('price', { priceEth: '0.1' }).ask).toEqual({
      kind: 'price',
      modelId: 7n,
      priceWei: parseEther('0.1'),
    });
    expect(asked('price', { priceEth: '0.2' }).errors.priceEth).toBe('The launch allows 0.001 to 0.1 ETH');
    expect(asked('price', { priceEth: '0.01' }).errors.priceEth).toBe('That is the price already');
    expect(asked('fee', { feePercent: '0.3' }).ask).toEqual({ kind: 'fee', feePips: 3_000 });
    expect(asked('fee', { feePercent: '3.0001' }).ask).toBeNull();
    const young = readDraft('fee', { ...empty, feePercent: '1' }, { ...rules, poolFeePips: null });
    expect(young.errors.feePercent).toMatch(/graduation/);
  });

  it('refuses mistyped addresses, one’s own token as revenue, and half bytes', () => {
    expect(asked('currency', { newCurrency: token }).errors.newCurrency).toMatch(/own token/);
    expect(asked('currency', { newCurrency: contracts.weth }).errors.newCurrency).toMatch(/already/);
    const mistyped = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD'.replace('5aA', '5Aa');
    expect(asked('payment', { recipient: mistyped, amount: '1' }).errors.recipient).toMatch(/capitals/);
    expect(asked('call', { target: friend, data: '0x123' }).errors.data).toMatch(/whole bytes/);
    expect(asked('call', { target: friend, data: '0x' }).errors.data).toMatch(/does nothing/);
    expect(asked('call', { target: friend, data: '0x', valueEth: '1' }).ask).toMatchObject({ valueWei: 10n ** 18n });
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEMPLATES), odd, odd, (kind, strange, text) => {
        const all = Object.fromEntries(
          Object.keys(empty).map((field) => [field, field.length % 2 === 0 ? strange : text]),
        );
        const draft = { ...empty, ...all, milestones: [{ key: 'a', text: strange, amount: text }] };
        expect(readDraft(kind, draft, rules).errors).toBeDefined();
      }),
    );
  });
});

describe('descriptions', () => {
  it('name their proposer at the very end, and give title and reasons back', () => {
    const text = describeProposal({ title: ' Raise\nthe price ', why: 'Because\n\nit is worth it.', proposer: friend });
    expect(text).toBe(`# Raise the price\n\nBecause\n\nit is worth it.\n\n#proposer=${friend}`);
    expect(readDescription(text)).toEqual({ title: 'Raise the price', why: 'Because\n\nit is worth it.' });
  });

  it('of strangers are shown without what turns or hides text', () => {
    expect(readDescription('\u202eecirp\u0000\u200b').title).toBe('ecirp');
    expect(readDescription('').title).toBe('A proposal without a title');
    expect(readDescription(`# ${'x'.repeat(500)}`).title).toHaveLength(140);
    fc.assert(
      fc.property(odd, (text) => {
        const { title, why } = readDescription(text);
        expect(title.length).toBeGreaterThan(0);
        expect(title + why).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});
