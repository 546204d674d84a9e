import { readdirSync, readFileSync } from 'node:fs';
import { encodeErrorResult, type Hex, HttpRequestError, toFunctionSelector, UserRejectedRequestError } from 'viem';
import { describe, expect, it } from 'vitest';
import * as abis from '../chain/generated/abis.ts';
import { AppError } from './app-error.ts';
import { decodeRevert, isUserRejection, revertDataOf, toAppError } from './decode.ts';
import { errorAbi } from './error-abi.ts';
import { sentenceOf } from './sentences.ts';

const sample = (type: string): unknown => {
  if (type === 'string') return 'saleBps';
  if (type === 'address') return '0x1234567890abcdef1234567890abcdef12345678';
  if (type === 'bytes32') return `0x${'11'.repeat(32)}`;
  return type === 'uint8' || type === 'uint24' || type === 'uint48' ? 2 : 1_700_000_000n;
};

function selectorOf(error: (typeof errorAbi)[number]): Hex {
  return toFunctionSelector(`${error.name}(${error.inputs.map(({ type }) => type).join(',')})`);
}

function encode(error: (typeof errorAbi)[number]): Hex {
  // The arguments are built from the ABI itself, which the compiler cannot follow.
  return encodeErrorResult({
    abi: [error],
    errorName: error.name,
    args: error.inputs.map(({ type }) => sample(type)),
  } as Parameters<typeof encodeErrorResult>[0]);
}

describe('errorAbi', () => {
  it('has every error that the interfaces declare, with the same arguments', () => {
    const declared = readdirSync('contracts/interfaces').flatMap((file) => {
      const source = readFileSync(`contracts/interfaces/${file}`, 'utf8');
      return [...source.matchAll(/^\s*error (\w+)\(([^)]*)\)/gm)].map(([, name = '', args = '']) => {
        const types = args === '' ? [] : args.split(',').map((arg) => arg.trim().split(' ')[0] ?? '');
        return `${name}(${types.map((type) => (/^(RequestStatus|GamePhase|TrancheState)$/.test(type) ? 'uint8' : type)).join(',')})`;
      });
    });
    expect(declared.length).toBeGreaterThan(30);
    const known = new Set(errorAbi.map(selectorOf));
    expect(declared.filter((signature) => !known.has(toFunctionSelector(signature)))).toEqual([]);
  });

  it('has every error of the compiled contracts', () => {
    const known = new Set<string>(errorAbi.map(({ name }) => name));
    const compiled = Object.values(abis).flatMap((abi) =>
      abi.flatMap((item) => (item.type === 'error' ? [item.name] : [])),
    );
    expect(compiled.length).toBeGreaterThan(50);
    expect(compiled.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(errorAbi.map((error) => [error.name, error] as const))('%s becomes a full sentence', (name, error) => {
    const revert = decodeRevert(encode(error));
    expect(revert?.errorName).toBe(name);
    const sentence = revert === null ? '' : sentenceOf(revert);
    expect(sentence).toMatch(/^[A-Z0-9].{15,}/);
    expect(sentence).not.toMatch(/undefined|NaN|_/);
  });

  it('does not know foreign errors', () => expect(decodeRevert('0xdeadbeef')).toBeNull());
});

describe('toAppError', () => {
  const data = encodeErrorResult({ abi: errorAbi, errorName: 'BondingCurve_InsufficientOutput', args: [1n, 2n] });

  it.each([
    ['at the top', { data }],
    ['under causes', new Error('outer', { cause: new Error('inner', { cause: { data } }) })],
    ['nested by a wallet', { code: -32603, data: { code: 3, data } }],
  ])('finds revert data %s', (_, error) => {
    expect(revertDataOf(error)).toBe(data);
    expect(toAppError(error)).toMatchObject({ code: 'chain/reverted', message: expect.stringContaining('slippage') });
  });

  it('knows a rejection, by class and by bare code', () => {
    expect(isUserRejection(new UserRejectedRequestError(new Error('no')))).toBe(true);
    expect(isUserRejection({ code: 4001 })).toBe(true);
    expect(isUserRejection({ code: 4100 })).toBe(false);
  });

  it('says that the chain is down, and that trying again makes sense', () =>
    expect(toAppError(new HttpRequestError({ url: 'http://x' }))).toMatchObject({
      code: 'chain/unreachable',
      isRetryable: true,
    }));

  it('knows missing funds', () =>
    expect(toAppError(new Error('insufficient funds for gas * price + value')).code).toBe('wallet/insufficient-funds'));

  it('leaves an AppError as it is', () => {
    const error = new AppError({ code: 'input/invalid', message: 'x' });
    expect(toAppError(error)).toBe(error);
  });
});
