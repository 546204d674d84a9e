import { fromHex } from '../engine/hex.ts';

/** Bytes typed as hex, with or without 0x, spaces and line breaks anywhere; null where it is no whole number of bytes in hex. */
export function readTypedHex(text: string): Uint8Array | null {
  const digits = text.replace(/\s+/g, '').replace(/^0x/i, '');
  return fromHex(`0x${digits}`) ?? null;
}
