import { describe, expect, it } from 'vitest';
import { readNodeConfig } from './config.ts';

const KEY = `0x${'1'.repeat(64)}`;

describe('readNodeConfig', () => {
  it('has the defaults of a local chain when only the keys are given', () => {
    const config = readNodeConfig({
      OPENIMO_OPERATOR_KEY: KEY,
      OPENIMO_VALIDATOR_KEY: KEY,
      OPENIMO_KEEPER_KEY: KEY,
    });
    const roles = ['operator', 'defender', 'validator', 'keeper'];
    expect(config).toMatchObject({ roles, rpcUrl: 'http://127.0.0.1:8545', port: 8787, joinsPool: false });
  });

  it('refuses a role without its key, and names the variable', () => {
    expect(() => readNodeConfig({ OPENIMO_KEEPER_KEY: KEY })).toThrow('OPENIMO_OPERATOR_KEY');
    expect(() => readNodeConfig({ OPENIMO_ROLES: 'defender' })).toThrow('OPENIMO_OPERATOR_KEY');
    expect(() => readNodeConfig({ OPENIMO_ROLES: 'validator' })).toThrow('OPENIMO_VALIDATOR_KEY');
    expect(readNodeConfig({ OPENIMO_ROLES: 'keeper', OPENIMO_KEEPER_KEY: KEY }).operatorKey).toBeNull();
  });

  it('names every bad variable, and never prints a key', () => {
    const env = { OPENIMO_NODE_PORT: '99999', OPENIMO_OPERATOR_KEY: '0xsecret', OPENIMO_ROLES: 'miner' };
    expect(() => readNodeConfig(env)).toThrow(/OPENIMO_ROLES.*OPENIMO_NODE_PORT.*OPENIMO_OPERATOR_KEY/s);
    expect(() => readNodeConfig(env)).not.toThrow('secret');
  });

  it('reads where bundles are pinned, and wants the token of a pinning service', () => {
    const base = { OPENIMO_ROLES: 'keeper', OPENIMO_KEEPER_KEY: KEY };
    expect(readNodeConfig(base)).toMatchObject({ kubo: null, pinningService: null });
    const env = {
      ...base,
      OPENIMO_KUBO_API: 'http://127.0.0.1:5001/',
      OPENIMO_PINNING_API: 'https://pins.example/psa',
    };
    expect(() => readNodeConfig(env)).toThrow('OPENIMO_PINNING_TOKEN');
    expect(readNodeConfig({ ...env, OPENIMO_PINNING_TOKEN: 't' })).toMatchObject({
      kubo: { url: 'http://127.0.0.1:5001', authorization: null },
      pinningService: { url: 'https://pins.example/psa', token: 't', origins: [] },
    });
  });
});
