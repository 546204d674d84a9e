import { decodeFunctionData, encodeAbiParameters, encodeEventTopics, type Log, stringToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { aiOracleAbi } from '../chain/generated/abis.ts';
import { promptFlow, requestIdOf } from './request.ts';
import type { StepContext } from './types.ts';

const ORACLE = '0x00000000000000000000000000000000000000c1';
const OTHER = '0x00000000000000000000000000000000000000c2';
const PAYER = '0x00000000000000000000000000000000000000A1';

const context: StepContext = {
  account: PAYER,
  chainId: 31_337,
  call: async () => '0x',
  hasCode: async () => false,
  signTypedData: async () => '0x',
  nowSec: () => 0,
};

function requestLog(address: `0x${string}`, requestId: bigint): Log {
  return {
    address,
    topics: encodeEventTopics({
      abi: aiOracleAbi,
      eventName: 'AICallbackRequest',
      args: { account: PAYER, requestId },
    }) as [`0x${string}`],
    data: encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'bytes' }, { type: 'address' }, { type: 'uint64' }, { type: 'bytes' }],
      [1n, '0x61', PAYER, 0n, '0x'],
    ),
    blockHash: null,
    blockNumber: null,
    logIndex: null,
    transactionHash: null,
    transactionIndex: null,
    removed: false,
  };
}

describe('promptFlow', () => {
  it('sends the prompt’s UTF-8 bytes unchanged, with the fee and without a callback', async () => {
    const flow = promptFlow({ oracle: ORACLE, modelId: 3n, modelName: 'M', input: stringToHex(' Ω\n'), feeWei: 5n });
    const call = await flow.steps[0]?.prepare(context);
    expect(call).toMatchObject({ to: ORACLE, value: 5n });
    expect(decodeFunctionData({ abi: aiOracleAbi, data: call?.data ?? '0x' })).toEqual({
      functionName: 'requestCallback',
      args: [3n, '0x20cea90a', '0x0000000000000000000000000000000000000000', 0n, '0x'],
    });
  });

  it('has another key for another prompt', () => {
    const key = (prompt: string) =>
      promptFlow({ oracle: ORACLE, modelId: 3n, modelName: 'M', input: stringToHex(prompt), feeWei: 5n }).key;
    expect(key('a')).not.toBe(key('b'));
  });
});

describe('requestIdOf', () => {
  it('reads the id of this oracle’s event and no other contract’s', () =>
    expect(requestIdOf([requestLog(OTHER, 8n), requestLog(ORACLE, 9n)], ORACLE)).toBe(9n));
  it('throws where there is none', () =>
    expect(() => requestIdOf([requestLog(OTHER, 8n)], ORACLE)).toThrow('no request'));
});
