/** 32 bytes as 0x-prefixed lower-case hex, as contracts and pages write them. */
export type Hash32 = `0x${string}`;

const DIGITS = '0123456789abcdef';

/** Bytes to 0x-prefixed lower-case hex. */
export function toHex(bytes: Uint8Array): `0x${string}` {
  let text = '';
  for (const byte of bytes) text += DIGITS.charAt(byte >> 4) + DIGITS.charAt(byte & 15);
  return `0x${text}`;
}

/** 0x-prefixed hex (either case) to bytes; undefined when the text is not that. */
export function fromHex(text: string): Uint8Array | undefined {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(text)) return undefined;
  const bytes = new Uint8Array((text.length - 2) / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 + 2 * i, 4 + 2 * i), 16);
  return bytes;
}
