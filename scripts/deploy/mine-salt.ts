import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, concat, getCreate2Address, type Hex, hexToBytes, keccak256, toHex } from 'viem';

/** The permission bits of a hook: the lowest 14 of its address. */
const HOOK_MASK = (1n << 14n) - 1n;

/** One address in 16,384 has the right bits; a search that goes on for this long is a mistake. */
const MAX_TRIES = 1_000_000;

/**
 * Finds the CREATE2 salt that gives a hook the address with exactly `flags` as its permission bits: Uniswap's manager
 * reads from the address which callbacks a hook has.
 *
 * @param options.deployer the account that runs CREATE2
 * @param options.initCode creation code with the constructor's arguments
 * @throws Error when `flags` do not fit 14 bits, or nothing was found
 */
export function mineSalt({ deployer, initCode, flags }: { deployer: Address; initCode: Hex; flags: bigint }): {
  salt: Hex;
  address: Address;
} {
  if (flags < 0n || flags > HOOK_MASK) throw new Error(`The flags of a hook are 14 bits, not ${flags}.`);
  // The preimage of a CREATE2 address: 0xff, deployer, salt, hash of the code. Only the salt changes.
  const preimage = hexToBytes(concat(['0xff', deployer, toHex(0, { size: 32 }), keccak256(initCode)]));
  const counter = new DataView(preimage.buffer, preimage.byteOffset + 21 + 28, 4);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    counter.setUint32(0, tries);
    // Directly: viem's wrapping of it takes twice the time, and there are thousands.
    const hash = keccak_256(preimage);
    const bits = (BigInt(hash[30] ?? 0) << 8n) | BigInt(hash[31] ?? 0);
    if ((bits & HOOK_MASK) !== flags) continue;
    const salt = toHex(tries, { size: 32 });
    return { salt, address: getCreate2Address({ from: deployer, salt, bytecodeHash: keccak256(initCode) }) };
  }
  throw new Error(`No salt gives a hook address with the bits ${toHex(flags)}.`);
}
