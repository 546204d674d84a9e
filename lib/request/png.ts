import type { Picture } from './picture.ts';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
/** The largest block that deflate stores as it is. */
const STORED_BYTES = 65_535;
const ADLER = 65_521;

/** A PNG file (RGBA, 8 bits; not compressed) of a picture, each pixel a square of `scale` pixels. */
export function encodePng(picture: Picture, scale: number): Uint8Array<ArrayBuffer> {
  const [width, height] = [picture.width * scale, picture.height * scale];
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA, deflate, no filter but 0, not interlaced
  return join([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', head),
    chunk('IDAT', zlibStored(scanlines(picture, scale))),
    chunk('IEND', new Uint8Array()),
  ]);
}

function scanlines({ width, height, rgba }: Picture, scale: number): Uint8Array {
  const line = 1 + width * scale * 4;
  const lines = new Uint8Array(line * height * scale);
  for (let y = 0; y < height * scale; y++) {
    const row = Math.floor(y / scale) * width;
    for (let x = 0; x < width * scale; x++) {
      const at = (row + Math.floor(x / scale)) * 4;
      lines.set(rgba.subarray(at, at + 4), y * line + 1 + x * 4);
    }
  }
  return lines;
}

/** RFC 1950 and 1951 with stored blocks. */
function zlibStored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at < bytes.length; at += STORED_BYTES) {
    const block = bytes.subarray(at, at + STORED_BYTES);
    const { length } = block;
    const isLast = at + length === bytes.length;
    parts.push(Uint8Array.of(Number(isLast), length & 255, length >> 8, ~length & 255, (~length >> 8) & 255), block);
  }
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % ADLER;
    b = (b + a) % ADLER;
  }
  parts.push(Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255));
  return join(parts);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = join([new TextEncoder().encode(type), data]);
  const framed = new Uint8Array(body.length + 8);
  const view = new DataView(framed.buffer);
  view.setUint32(0, data.length);
  framed.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return framed;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
