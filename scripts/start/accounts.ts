import { toHex } from 'viem';
import { type HDAccount, mnemonicToAccount } from 'viem/accounts';

/** The publicly known mnemonic of development chains: its keys are worth nothing on any other chain. */
const MNEMONIC = 'test test test test test test test test test test test junk';

/** Who is who on the local chain, by the index of the account. */
export const ROLES = {
  deployer: 0,
  operator: 1,
  keeper: 2,
  creatorOne: 3,
  creatorTwo: 4,
  traderOne: 5,
  traderTwo: 6,
  traderThree: 7,
  validator: 8,
  /** Nobody's: pays in demonstrations and tests. */
  guest: 9,
} as const;

/** An account of the local chain. */
export function localAccount(role: keyof typeof ROLES): HDAccount {
  return mnemonicToAccount(MNEMONIC, { addressIndex: ROLES[role] });
}

/** Its private key, for a program that takes one from the environment. */
export function localKey(role: keyof typeof ROLES): string {
  const key = localAccount(role).getHdKey().privateKey;
  if (!key) throw new Error(`no private key for ${role}`);
  return toHex(key);
}
