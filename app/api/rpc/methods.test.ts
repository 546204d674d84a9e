import { describe, expect, it } from 'vitest';
import { refusedMethod } from './methods';

const body = (method: string) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] });

describe('refusedMethod', () => {
  it('lets reads and signed transactions pass', () => {
    expect(refusedMethod(body('eth_call'), { isLocal: false })).toBeNull();
    expect(refusedMethod(`[${body('eth_getLogs')},${body('eth_sendRawTransaction')}]`, { isLocal: false })).toBeNull();
  });
  it('lets a call without parameters pass', () =>
    expect(refusedMethod('[{"jsonrpc":"2.0","id":0,"method":"eth_blockNumber"}]', { isLocal: false })).toBeNull());
  it('gives test ETH on the local chain only', () => {
    expect(refusedMethod(body('anvil_setBalance'), { isLocal: true })).toBeNull();
    expect(refusedMethod(body('anvil_setBalance'), { isLocal: false })).toBe('anvil_setBalance');
  });
  it.each(['anvil_impersonateAccount', 'eth_sendTransaction', 'anvil_dumpState', 'evm_revert', 'debug_traceCall'])(
    'refuses %s, also inside a batch',
    (method) => {
      expect(refusedMethod(`[${body('eth_call')},${body(method)}]`, { isLocal: true })).toBe(method);
    },
  );
  it.each([
    '',
    'x',
    '[]',
    '{}',
    JSON.stringify(Array.from({ length: 101 }, () => ({ method: 'eth_call', params: [] }))),
  ])('refuses the body %.12s', (text) => expect(refusedMethod(text, { isLocal: true })).not.toBeNull());
});
