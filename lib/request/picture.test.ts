import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawStroke } from './brush.ts';
import { exampleInputs } from './example-inputs.ts';
import { bytesOfPicture, fitPicture, inverted, pictureOf, pictureOfIndices } from './picture.ts';
import { encodePng } from './png.ts';
import { readTypedHex } from './typed-hex.ts';

const rgb = { width: 2, height: 2, channels: 3 } as const;

describe('pictures', () => {
  it('have the colours of their palette, by numbers of one byte or four', () => {
    const palette = ['00000000', 'ff8000ff', '010203fe'];
    const form = { width: 2, height: 2, palette };
    const shown = [255, 128, 0, 255, 1, 2, 3, 254, 0, 0, 0, 0, 0, 0, 0, 0];
    expect([...pictureOfIndices({ ...form, maxBytes: 4 }, Uint8Array.of(1, 2, 0, 77)).rgba]).toEqual(shown);
    const wide = new Uint8Array(Int32Array.of(1, 2, 0, -1).buffer);
    expect([...pictureOfIndices({ ...form, maxBytes: 16 }, wide).rgba]).toEqual(shown);
    expect([...pictureOfIndices({ ...form, maxBytes: 16 }, wide.subarray(0, 9)).rgba]).toEqual(shown);
  });

  it('are the same bytes after a way over a canvas', () => {
    const bytes = Uint8Array.from({ length: 12 }, (_, i) => i * 20);
    expect(bytesOfPicture(pictureOf(rgb, bytes), 3)).toEqual(bytes);
    const grey = bytes.subarray(0, 4);
    expect(bytesOfPicture(pictureOf({ ...rgb, channels: 1 }, grey), 1)).toEqual(grey);
  });
  it('count brightness and keep transparency', () => {
    const rgba = new Uint8ClampedArray([255, 0, 0, 255]);
    expect([...bytesOfPicture({ rgba }, 1)]).toEqual([76]);
    expect([...inverted(Uint8Array.of(255, 0, 0, 9), 4)]).toEqual([0, 255, 255, 9]);
  });
  it('fill all or are whole', () => {
    const [wide, square] = [
      { width: 200, height: 100 },
      { width: 10, height: 10 },
    ];
    expect(fitPicture(wide, square, 'fill')).toEqual({
      source: { width: 100, height: 100, x: 50, y: 0 },
      target: { width: 10, height: 10, x: 0, y: 0 },
    });
    expect(fitPicture(wide, square, 'whole')).toEqual({
      source: { width: 200, height: 100, x: 0, y: 0 },
      target: { width: 10, height: 5, x: 0, y: 2.5 },
    });
  });
});

describe('drawStroke', () => {
  const grey = { width: 5, height: 3, channels: 1 } as const;
  const stroke = { from: { x: 0.5, y: 1.5 }, to: { x: 4.5, y: 1.5 }, brush: { colour: [255], radius: 0.5 } };
  it('covers the line with a soft edge, and drawing it again changes nothing', () => {
    const drawn = drawStroke(grey, new Uint8Array(15), stroke);
    expect([...drawn.subarray(5, 10)]).toEqual([255, 255, 255, 255, 255]);
    expect([...drawn.subarray(0, 5)]).toEqual([0, 0, 0, 0, 0]);
    expect(drawStroke(grey, drawn, stroke)).toEqual(drawn);
  });
});

describe('encodePng', () => {
  it('writes each pixel as a square', () => {
    const picture = pictureOf({ width: 2, height: 1, channels: 1 }, Uint8Array.of(7, 9));
    const file = Buffer.from(encodePng(picture, 2));
    expect(file.subarray(1, 4).toString()).toBe('PNG');
    const at = file.indexOf('IDAT');
    const lines = inflateSync(file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4)));
    const [seven, nine] = [
      [7, 7, 7, 255],
      [9, 9, 9, 255],
    ] as const;
    const line = [0, ...seven, ...seven, ...nine, ...nine];
    expect([...lines]).toEqual([...line, ...line]);
  });
});

describe('readTypedHex', () => {
  it('takes spaces and 0x, and nothing that is no byte', () => {
    expect(readTypedHex(' 0x00 ff\n1A')).toEqual(Uint8Array.of(0, 255, 26));
    expect(readTypedHex('0f0')).toBeNull();
    expect(readTypedHex('xy')).toBeNull();
  });
});

describe('exampleInputs', () => {
  it('leaves out the plain fillings', () => {
    const run = { output: '0x', traceRoot: '0x', steps: 1 } as const;
    const cases = (['0x0000', '0x102030', '0x10ff00', '0xffff'] as const).map((input) => ({ input, ...run }));
    expect(exampleInputs({ version: 1, cases })).toEqual([Uint8Array.of(16, 255, 0)]);
  });
});
