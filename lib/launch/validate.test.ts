import { describe, expect, it } from 'vitest';
import { emptyDraft, type LaunchDraft, readDraft, writeDraft } from './draft.ts';
import { checkDraft, firstOpenStep } from './validate.ts';

const HASH = `0x${'ab'.repeat(32)}` as const;

function draft(change: (draft: LaunchDraft) => void = () => undefined): LaunchDraft {
  const made = emptyDraft();
  made.model = {
    cid: `b${'a'.repeat(58)}`,
    modelHash: HASH,
    programHash: HASH,
    name: 'm',
    description: 'd',
    licence: 'MIT',
    parameters: 1,
    examples: [],
    origin: 'store',
  };
  made.token = { name: 'Psalter', symbol: 'PSALT', description: 'Verse — in Ω' };
  change(made);
  return made;
}

describe('checkDraft', () => {
  it('turns a full draft into the launchpad’s parameters, in wei, seconds and 1/10,000', () => {
    const { errors, ready } = checkDraft(draft((d) => (d.terms.firstBuyEth = '0.25')));
    expect(errors).toEqual({});
    expect(ready?.firstBuyWei).toBe(250_000_000_000_000_000n);
    expect(ready?.params).toMatchObject({
      name: 'Psalter',
      symbol: 'PSALT',
      bundleURI: `ipfs://b${'a'.repeat(58)}`,
      priceWei: 2_000_000_000_000_000n,
      saleBps: 7000,
      liquidityBps: 2500,
      creatorBps: 500,
      targetWei: 10_000_000_000_000_000_000n,
      claimableBps: 8000,
      releasePeriodSec: 604_800,
      snapshotIntervalSec: 86_400,
      cliffSec: 7_776_000,
      vestingSec: 31_536_000,
      snipeFeeBps: 1000,
      snipeDurationSec: 300,
      mintFeeWei: 2_000_000_000_000_000n,
      royaltyBps: 500,
    });
  });

  it('asks as much for a mint as for an answer unless told otherwise, and allows nothing', () => {
    const paramsOf = (change: (draft: LaunchDraft) => void) => checkDraft(draft(change)).ready?.params;
    expect(paramsOf((d) => (d.terms.priceEth = '0.3'))?.mintFeeWei).toBe(300_000_000_000_000_000n);
    expect(paramsOf((d) => (d.terms.mintFeeEth = '0'))?.mintFeeWei).toBe(0n);
    expect(paramsOf((d) => (d.terms.mintFeeEth = '1000'))?.mintFeeWei).toBe(1_000n * 10n ** 18n);
    expect(paramsOf((d) => (d.terms.royaltyPercent = '0'))?.royaltyBps).toBe(0);
    expect(checkDraft(draft((d) => (d.terms.mintFeeEth = '1000.1'))).errors.mintFeeEth).toBeDefined();
    expect(checkDraft(draft((d) => (d.terms.royaltyPercent = '10.01'))).errors.royaltyPercent).toBeDefined();
  });

  it('reads a draft that was kept before there were fees of mints', () => {
    const { mintFeeEth: _, royaltyPercent: __, ...terms } = emptyDraft().terms;
    const read = readDraft(JSON.stringify({ ...emptyDraft(), terms }));
    expect(read?.terms).toMatchObject({ mintFeeEth: '', royaltyPercent: '5' });
  });

  it('keeps the description in a data URI that decodes to the same text', () => {
    const uri = checkDraft(draft()).ready?.params.contractURI ?? '';
    const bytes = Uint8Array.from(atob(uri.slice('data:application/json;base64,'.length)), (c) => c.charCodeAt(0));
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
      name: 'Psalter',
      symbol: 'PSALT',
      description: 'Verse — in Ω',
    });
  });

  it('names every field that is wrong', () => {
    const { errors, ready } = checkDraft(
      draft((d) => {
        d.token.name = ' ';
        d.token.symbol = 'TWO WORDS';
        d.terms.targetEth = '0.001';
        d.terms.priceEth = '0';
        d.terms.claimablePercent = '101';
        d.terms.treasuryPercent = '50.01';
        d.terms.snipePercent = '0.5';
        d.terms.vesting = { amount: '29', unit: 'days' };
        d.terms.snapshot = { amount: '0', unit: 'hours' };
        d.terms.release = { amount: '366', unit: 'days' };
      }),
    );
    expect(ready).toBeNull();
    expect(Object.keys(errors).sort()).toEqual(
      [
        'claimablePercent',
        'name',
        'priceEth',
        'release',
        'snapshot',
        'snipePercent',
        'symbol',
        'targetEth',
        'treasuryPercent',
        'vesting',
      ].sort(),
    );
  });

  it('counts bytes, not letters, in name and symbol', () => {
    expect(checkDraft(draft((d) => (d.token.symbol = 'ΩΩΩΩΩΩΩΩ'))).errors.symbol).toBeUndefined();
    expect(checkDraft(draft((d) => (d.token.symbol = 'ΩΩΩΩΩΩΩΩΩ'))).errors.symbol).toBe('At most 16 bytes.');
  });

  it('refuses a cliff after the end of vesting', () =>
    expect(checkDraft(draft((d) => (d.terms.cliff = { amount: '366', unit: 'days' }))).errors.cliff).toBeDefined());

  it('asks for no vesting where the creator has no part', () => {
    const { errors, ready } = checkDraft(
      draft((d) => {
        d.parts = { saleBps: 7500, liquidityBps: 2500, creatorBps: 0 };
        d.terms.vesting = { amount: '', unit: 'days' };
        d.terms.cliff = { amount: '', unit: 'days' };
      }),
    );
    expect(errors).toEqual({});
    expect(ready?.params).toMatchObject({ cliffSec: 0, vestingSec: 0, creatorBps: 0 });
  });

  it('refuses a curve whose price would fall, or rise more than a thousandfold', () => {
    const parts = (saleBps: number, liquidityBps: number) =>
      checkDraft(draft((d) => (d.parts = { saleBps, liquidityBps, creatorBps: 0 }))).errors.liquidityBps;
    expect(parts(5_050, 4_950)).toContain('fall');
    expect(parts(5_100, 4_900)).toBeUndefined();
    expect(parts(9_690, 310)).toBeUndefined();
    expect(parts(9_700, 300)).toContain('1,000');
  });

  it('counts the treasury’s part in the shape of the price', () => {
    const treasury = (percent: string) =>
      checkDraft(
        draft((d) => {
          d.parts = { saleBps: 5_500, liquidityBps: 4_500, creatorBps: 0 };
          d.terms.treasuryPercent = percent;
        }),
      ).errors.liquidityBps;
    expect(treasury('10')).toBeUndefined();
    expect(treasury('20')).toContain('fall');
  });

  it('refuses a description that does not fit on chain', () =>
    expect(checkDraft(draft((d) => (d.token.description = 'x'.repeat(6_200)))).errors.description).toBeDefined());
});

describe('firstOpenStep', () => {
  it('leads to the earliest step with an error', () => {
    expect(firstOpenStep({ name: 'x', model: 'y' })).toBe('model');
    expect(firstOpenStep({ targetEth: 'x', symbol: 'y' })).toBe('token');
    expect(firstOpenStep({ liquidityBps: 'x' })).toBe('economics');
    expect(firstOpenStep({})).toBeNull();
  });
});

describe('readDraft', () => {
  it('reads back what was written', () => expect(readDraft(writeDraft(draft()))).toEqual(draft()));
  it('takes damaged or foreign text for nothing', () => {
    expect(readDraft(null)).toBeNull();
    expect(readDraft('{')).toBeNull();
    expect(readDraft('{"version":2}')).toBeNull();
    expect(readDraft(writeDraft(draft()).replace('"days"', '"years"'))).toBeNull();
  });
});
