import { type Hex, isHex } from 'viem';
import { generatePrivateKey } from 'viem/accounts';

const KEY = 'openimo.burner.key';

/** The test wallet's key in this browser, made on first use. It is worth nothing outside the local test chain. */
export function burnerKey(storage: Storage): Hex {
  const stored = storage.getItem(KEY);
  if (isHex(stored) && stored.length === 66) return stored;
  const fresh = generatePrivateKey();
  storage.setItem(KEY, fresh);
  return fresh;
}
