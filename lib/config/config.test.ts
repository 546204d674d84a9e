import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('has the local chain as its default', () => {
    const config = readConfig({});
    expect(config.chainId).toBe(31_337);
    expect(config.rpcUrl).toBe('http://127.0.0.1:8545');
    expect(config.nodeUrl).toBe('http://127.0.0.1:8787');
  });

  it('follows a port into the URL, and drops a trailing slash', () => {
    expect(readConfig({ OPENIMO_RPC_PORT: '9999' }).rpcUrl).toBe('http://127.0.0.1:9999');
    expect(readConfig({ OPENIMO_RPC_URL: 'https://rpc.example/' }).rpcUrl).toBe('https://rpc.example');
  });

  it.each([
    ['OPENIMO_WEB_PORT', '70000'],
    ['OPENIMO_WEB_PORT', 'abc'],
    ['OPENIMO_CHAIN_ID', '-1'],
    ['OPENIMO_RPC_URL', 'file:///etc/passwd'],
  ])('names the bad variable %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });
});
