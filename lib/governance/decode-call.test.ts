import fc from 'fast-check';
import { type Address, concatHex, encodeFunctionData, erc20Abi, type Hex, parseEther, zeroAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import { deploymentOf } from '../chain/deployment.ts';
import { grantsAbi, modelGovernorAbi, modelTreasuryAbi, routerAbi } from '../chain/generated/abis.ts';
import { type CallView, type Known, NO_VETO } from './call-view.ts';
import { ETH_CURRENCY } from './currency.ts';
import { describeCall } from './decode-call.ts';
import { type Ask, type Call, callsOf } from './templates.ts';

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
const token: Address = '0x1000000000000000000000000000000000000001';
const other: Address = '0x2000000000000000000000000000000000000002';
const weth = { address: contracts.weth, symbol: 'WETH', decimals: 18 };
const coin = { address: '0x3000000000000000000000000000000000000003', symbol: 'USDX', decimals: 6 } as const;
const known: Known = {
  contracts,
  token,
  symbol: 'TEST',
  governor: '0x4000000000000000000000000000000000000004',
  treasury: '0x5000000000000000000000000000000000000005',
  modelId: 7n,
  minPriceWei: parseEther('0.001'),
  maxPriceWei: parseEther('0.1'),
  currencies: [ETH_CURRENCY, weth, coin],
};
const targets = { ...contracts, token };
const views = (ask: Ask): CallView[] => callsOf(ask, targets).map((call) => describeCall(call, known));
const plainCall = (target: Address, data: Hex, valueWei = 0n): Call => ({ target, data, valueWei });

describe('calls of templates', () => {
  it('are read back in words, with units', () => {
    const said = (ask: Ask) => views(ask).map(({ title, warnings }) => [title, warnings.length]);
    expect(said({ kind: 'price', modelId: 7n, priceWei: parseEther('0.02') })).toEqual([
      ['Set the price of an answer to 0.02 ETH', 0],
    ]);
    expect(said({ kind: 'fee', feePips: 5_000 })).toEqual([['Set the pool’s fee to 0.50 %', 0]]);
    expect(said({ kind: 'currency', currency: coin.address })[0]?.[0]).toBe('Accept USDX as revenue');
    const hash = `0x${'ab'.repeat(32)}` as const;
    const version = { kind: 'version', modelId: 7n, modelHash: hash, programHash: hash, uri: 'ipfs://x' } as const;
    expect(said(version)).toEqual([['Add a new version of the model', 1]]);
    const [eth] = views({ kind: 'payment', recipient: other, currency: zeroAddress, amount: parseEther('1.5') });
    expect(eth).toMatchObject({ kind: 'payment', title: 'Pay 1.5 ETH to 0x2000…0002', warnings: [NO_VETO] });
    const [usd] = views({ kind: 'payment', recipient: other, currency: coin.address, amount: 2_500_000n });
    expect(usd).toMatchObject({ kind: 'known', title: 'Pay 2.5 USDX to 0x2000…0002', warnings: [NO_VETO] });
  });

  it('of a grant send the sum along, or approve it first', () => {
    const tranches = [
      { amount: parseEther('1'), milestone: 'First' },
      { amount: parseEther('2'), milestone: 'Second' },
    ];
    const grant = { kind: 'grant', recipient: other, durationSec: 86_400, title: 'Data', tranches } as const;
    const [open] = views({ ...grant, currency: zeroAddress });
    expect(open?.call.valueWei).toBe(parseEther('3'));
    expect(open).toMatchObject({ title: 'Grant 3 ETH to 0x2000…0002 in 2 milestones', warnings: [] });
    expect(open?.args.map(({ name }) => name)).toContain('2. Second');
    const [approve, second] = views({ ...grant, currency: weth.address });
    expect(approve).toMatchObject({ title: 'Let the grants’ contract take 3 WETH', warnings: [] });
    expect(second?.call.valueWei).toBe(0n);
    expect(second?.warnings).toEqual([]);
  });

  it('keep every text as it is, quotes and all', () => {
    fc.assert(
      fc.property(odd, odd, (title, milestone) => {
        const tranches = [{ amount: 1n, milestone }];
        const ask = {
          kind: 'grant',
          recipient: other,
          currency: zeroAddress,
          durationSec: 1,
          title,
          tranches,
        } as const;
        const [view] = views(ask);
        expect(view?.kind).toBe('known');
        // What turns or hides text around it is not shown.
        for (const { name, value } of view?.args ?? []) {
          expect(name + (value.kind === 'text' ? value.text : '')).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
        }
      }),
    );
  });
});

describe('calls of strangers', () => {
  it('are known by the address, never by the selector', () => {
    const [open] = callsOf(
      { kind: 'grant', recipient: other, currency: zeroAddress, durationSec: 1, title: '', tranches: [] },
      targets,
    );
    if (open === undefined) throw new Error('no call');
    expect(describeCall({ ...open, target: other }, known)).toMatchObject({ kind: 'unknown', args: [] });
    const transfer = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [other, 1n] });
    expect(describeCall(plainCall(other, transfer), known).kind).toBe('unknown');
  });

  it('with more bytes than their function takes are shown raw', () => {
    const [price] = callsOf({ kind: 'price', modelId: 7n, priceWei: 10n ** 16n }, targets);
    if (price === undefined) throw new Error('no call');
    expect(describeCall({ ...price, data: concatHex([price.data, '0x00']) }, known).kind).toBe('unknown');
    // Dirty upper bytes of an address, which the contract would refuse or cut.
    const pay = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [other, 1n] });
    const dirty: Hex = `${pay.slice(0, 10)}ff${pay.slice(12)}` as Hex;
    expect(describeCall(plainCall(coin.address, dirty), known).kind).toBe('unknown');
  });

  it('never throw, whatever the bytes', () => {
    const addresses = [...Object.values(contracts), token, known.governor, known.treasury, coin.address, other];
    fc.assert(
      fc.property(
        fc.constantFrom(...addresses),
        fc.uint8Array({ maxLength: 200 }),
        fc.bigInt({ min: 0n }),
        (to, bytes, wei) => {
          const view = describeCall(plainCall(to, `0x${Buffer.from(bytes).toString('hex')}`, wei), known);
          expect(view.title).not.toBe('');
        },
      ),
    );
  });

  it('warn of what would fail, and of what has no veto', () => {
    const warned = (call: Call) => describeCall(call, known).warnings.join(' ');
    const [foreign] = callsOf({ kind: 'price', modelId: 8n, priceWei: parseEther('1') }, targets);
    expect(foreign && warned(foreign)).toMatch(/not the newest version.*outside the bounds/);
    const [fee] = callsOf({ kind: 'fee', feePips: 100 }, { ...targets, token: other });
    expect(fee && warned(fee)).toMatch(/another token.*outside 0.3 to 3 %/);
    const approve = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [other, 1n] });
    expect(warned(plainCall(weth.address, approve))).toMatch(/at any time/);
    const [grant] = callsOf(
      {
        kind: 'grant',
        recipient: other,
        currency: zeroAddress,
        durationSec: 1,
        title: '',
        tranches: [{ amount: 5n, milestone: 'x' }],
      },
      targets,
    );
    expect(grant && warned({ ...grant, valueWei: 4n })).toMatch(/not the sum/);
    expect(warned(plainCall(other, '0x1234', 1n))).toContain(NO_VETO);
  });

  it('of known contracts without a template are named with their arguments', () => {
    const end = encodeFunctionData({ abi: grantsAbi, functionName: 'end', args: [3n] });
    expect(describeCall(plainCall(contracts.grants, end), known).title).toBe('End grant 3');
    const quorum = encodeFunctionData({ abi: modelGovernorAbi, functionName: 'updateQuorumNumerator', args: [300n] });
    expect(describeCall(plainCall(known.governor, quorum), known).title).toBe('Set the quorum to 3 %');
    const delay = encodeFunctionData({ abi: modelTreasuryAbi, functionName: 'updateDelay', args: [86_400n] });
    expect(describeCall(plainCall(known.treasury, delay), known).title).toBe(
      'Set the delay before an execution to 1 day',
    );
    const buy = encodeFunctionData({ abi: routerAbi, functionName: 'buy', args: [token, 1n, other, 9n] });
    const view = describeCall(plainCall(contracts.router, buy, 5n), known);
    expect(view).toMatchObject({ title: 'Call buy of the router', functionName: 'buy' });
    expect(view.args.map(({ name }) => name)).toEqual([
      'token',
      'minTokensOut',
      'recipient',
      'deadline',
      'ETH sent along',
    ]);
  });
});
