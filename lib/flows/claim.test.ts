import { decodeFunctionData, multicall3Abi } from 'viem';
import { describe, expect, it } from 'vitest';
import { modelTokenAbi } from '../chain/generated/abis.ts';
import { claimFlow, limitClaims, type TokenClaim } from './claim.ts';
import type { StepContext } from './types.ts';

const ACCOUNT = '0x00000000000000000000000000000000000000A1';
const A = '0x0000000000000000000000000000000000000001';
const B = '0x0000000000000000000000000000000000000002';
const MULTICALL = '0xcA11bde05977b3631167028862bE2a173976CA11';

const one: TokenClaim = { token: A, symbol: 'AAA', snapshotIds: [1n, 2n], ethWei: 10n ** 18n };
const two: TokenClaim = { token: B, symbol: 'BBB', snapshotIds: [7n], ethWei: 5n * 10n ** 17n };

const context: StepContext = {
  account: ACCOUNT,
  chainId: 31_337,
  call: async () => '0x',
  hasCode: async () => false,
  signTypedData: async () => '0x',
  nowSec: () => 0,
};

const callOf = async (claims: readonly TokenClaim[]) =>
  claimFlow({ account: ACCOUNT, claims, multicall3: MULTICALL }).steps[0]?.prepare(context);

describe('claimFlow', () => {
  it('calls the token itself for one model', async () => {
    const call = await callOf([one]);
    expect(call?.to).toBe(A);
    expect(decodeFunctionData({ abi: modelTokenAbi, data: call?.data ?? '0x' })).toEqual({
      functionName: 'claimMany',
      args: [ACCOUNT, [1n, 2n]],
    });
  });

  it('claims several models in one call, none of which may fail, all paid to the account', async () => {
    const call = await callOf([one, two]);
    expect(call?.to).toBe(MULTICALL);
    const outer = decodeFunctionData({ abi: multicall3Abi, data: call?.data ?? '0x' });
    if (outer.functionName !== 'aggregate3') throw new Error('not aggregate3');
    expect(outer.args[0].map(({ target, allowFailure }) => [target, allowFailure])).toEqual([
      [A, false],
      [B, false],
    ]);
    const inner = outer.args[0].map(({ callData }) => decodeFunctionData({ abi: modelTokenAbi, data: callData }).args);
    expect(inner).toEqual([
      [ACCOUNT, [1n, 2n]],
      [ACCOUNT, [7n]],
    ]);
  });

  it('says what it pays', () =>
    expect(claimFlow({ account: ACCOUNT, claims: [one, two], multicall3: MULTICALL })).toMatchObject({
      title: 'Claim revenue of AAA, BBB',
      summary: '1.5 ETH from 3 snapshots',
    }));
});

describe('limitClaims', () => {
  it('cuts at the limit across tokens and leaves out tokens with nothing left', () => {
    expect(limitClaims([one, two], 2)).toEqual([one]);
    expect(limitClaims([one, two], 1)).toEqual([{ ...one, snapshotIds: [1n] }]);
    expect(limitClaims([one, two], 9)).toEqual([one, two]);
  });
});
