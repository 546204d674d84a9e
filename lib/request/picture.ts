/** How a picture's bytes lie: row by row, a pixel's channels together. Grey, RGB or RGBA. */
export type PictureForm = { readonly width: number; readonly height: number; readonly channels: 1 | 3 | 4 };

/** How a picture's bytes lie whose pixels are numbers of a palette: row by row, `maxBytes` together. */
export type IndexedForm = {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly string[];
  readonly maxBytes: number;
};

/** A picture as a canvas takes it: four bytes for each pixel. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
};

/** The picture that bytes are. Pixels that the bytes do not reach, as while an answer is being made, are transparent. */
export function pictureOf({ width, height, channels }: PictureForm, bytes: Uint8Array): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const pixels = Math.min(width * height, Math.floor(bytes.length / channels));
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = pixel * channels;
    for (let channel = 0; channel < 3; channel++) {
      rgba[pixel * 4 + channel] = bytes[channels === 1 ? at : at + channel] ?? 0;
    }
    rgba[pixel * 4 + 3] = channels === 4 ? (bytes[at + 3] ?? 0) : 255;
  }
  return { width, height, rgba };
}

/** The picture that numbers of a palette are: RGBA in hex, a number in one byte or in four. What is no number of it is transparent. */
export function pictureOfIndices(form: IndexedForm, bytes: Uint8Array): Picture {
  const { width, height, palette, maxBytes } = form;
  const size = maxBytes / (width * height);
  const rgba = new Uint8ClampedArray(width * height * 4);
  const colours = palette.map((hex) => Number.parseInt(hex, 16));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const out = new DataView(rgba.buffer);
  for (let pixel = 0; pixel < width * height && (pixel + 1) * size <= bytes.length; pixel++) {
    const index = size === 4 ? view.getInt32(pixel * 4, true) : view.getUint8(pixel);
    out.setUint32(pixel * 4, colours[index] ?? 0);
  }
  return { width, height, rgba };
}

/** The bytes of a picture: grey is the brightness as television counts it (ITU-R BT.601), and without alpha it is dropped. */
export function bytesOfPicture({ rgba }: Pick<Picture, 'rgba'>, channels: PictureForm['channels']): Uint8Array {
  const pixels = rgba.length / 4;
  const bytes = new Uint8Array(pixels * channels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [r = 0, g = 0, b = 0, a = 0] = rgba.subarray(pixel * 4, pixel * 4 + 4);
    if (channels === 1) bytes[pixel] = Math.round((299 * r + 587 * g + 114 * b) / 1000);
    else bytes.set(channels === 3 ? [r, g, b] : [r, g, b, a], pixel * channels);
  }
  return bytes;
}

/** The opposite brightness of every pixel; transparency stays. */
export function inverted(bytes: Uint8Array, channels: PictureForm['channels']): Uint8Array {
  return bytes.map((byte, at) => (channels === 4 && at % 4 === 3 ? byte : 255 - byte));
}

/** How a picture of another shape is fitted in: cut to fill all, or whole with a border. */
export type Fit = 'fill' | 'whole';
type Size = { readonly width: number; readonly height: number };
type Box = Size & { readonly x: number; readonly y: number };

/** Which part of a picture to take, and where to put it in `to`. Both are in the middle. */
export function fitPicture(from: Size, to: Size, fit: Fit): { readonly source: Box; readonly target: Box } {
  const [byWidth, byHeight] = [to.width / from.width, to.height / from.height];
  const scale = fit === 'fill' ? Math.max(byWidth, byHeight) : Math.min(byWidth, byHeight);
  const taken = { width: Math.min(from.width, to.width / scale), height: Math.min(from.height, to.height / scale) };
  const placed = { width: taken.width * scale, height: taken.height * scale };
  return { source: centred(taken, from), target: centred(placed, to) };
}

function centred({ width, height }: Size, within: Size): Box {
  return { width, height, x: (within.width - width) / 2, y: (within.height - height) / 2 };
}
