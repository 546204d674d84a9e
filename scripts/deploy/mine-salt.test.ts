import { getCreate2Address, keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { mineSalt } from './mine-salt.ts';

const deployer = '0x4e59b44847b379578588920cA78FbF26c0B4956C';

describe('mineSalt', () => {
  it.each([0x2880n, 0n, 0x3fffn])('gives an address that ends in the bits %s', (flags) => {
    for (const initCode of ['0x', '0x6001', '0x60026003'] as const) {
      const { salt, address } = mineSalt({ deployer, initCode, flags });
      expect(BigInt(address) & 0x3fffn).toBe(flags);
      expect(address).toBe(getCreate2Address({ from: deployer, salt, bytecodeHash: keccak256(initCode) }));
    }
  });

  it('gives the same salt for the same code', () => {
    const input = { deployer, initCode: '0x6001', flags: 0x2880n } as const;
    expect(mineSalt(input)).toEqual(mineSalt(input));
  });

  it('refuses flags that no address can have', () => {
    expect(() => mineSalt({ deployer, initCode: '0x', flags: 0x4000n })).toThrow(/14 bits/);
  });
});
