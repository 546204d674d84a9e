import { bytesToHex, keccak256, zeroHash } from 'viem';
import { describe, expect, it } from 'vitest';
import { commitmentOf } from '../validator/commitment.ts';
import { inattentive } from './attention.ts';

const answer = { stepsRoot: bytesToHex(new Uint8Array(32).fill(1)), requestId: 7n, attempt: 2 };
const alice = '0x1111111111111111111111111111111111111111';
const bob = '0x2222222222222222222222222222222222222222';

describe('commitmentOf', () => {
  it('hashes root, address, request and attempt, laid out as the pool does', () => {
    const word = (value: bigint) => value.toString(16).padStart(64, '0');
    const bytes = `${answer.stepsRoot}${alice.slice(2)}${word(7n)}${word(2n)}` as const;
    expect(commitmentOf({ ...answer, validator: alice })).toBe(keccak256(bytes));
  });
});

describe('inattentive', () => {
  it('names who made no commitment, a wrong one, or another’s', () => {
    const ofAlice = commitmentOf({ ...answer, validator: alice });
    const good = { validator: alice, commitment: ofAlice } as const;
    expect(inattentive([good], answer)).toEqual([]);
    const silent = { validator: bob, commitment: zeroHash } as const;
    const copied = { validator: bob, commitment: ofAlice } as const;
    const ofEarlier = { validator: bob, commitment: commitmentOf({ ...answer, attempt: 1, validator: bob }) } as const;
    expect(inattentive([good, silent, copied, ofEarlier], answer)).toEqual([silent, copied, ofEarlier]);
  });
});
