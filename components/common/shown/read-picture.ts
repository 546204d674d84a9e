import { AppError } from '@/lib/errors/app-error';
import { bytesOfPicture, type Fit, fitPicture, type PictureForm } from '@/lib/request/picture';

/** A picture file larger than this is not opened. */
const MAX_FILE_BYTES = 64_000_000;

/**
 * A picture file as the bytes that a model takes: scaled by the browser, fitted in, on black where the model knows no transparency.
 *
 * @throws AppError `input/invalid` where the browser cannot read the file
 */
export async function readPicture(file: Blob, form: PictureForm, fit: Fit): Promise<Uint8Array> {
  const whole = await openPicture(file);
  const { source, target } = fitPicture(whole, form, fit);
  const size = { width: Math.max(1, Math.round(target.width)), height: Math.max(1, Math.round(target.height)) };
  const [x, y] = [Math.floor(source.x), Math.floor(source.y)];
  // Scaled while it is decoded: better than a canvas does it, which looks at few of the pixels.
  const part = await createImageBitmap(
    whole,
    x,
    y,
    Math.max(1, Math.min(whole.width - x, Math.round(source.width))),
    Math.max(1, Math.min(whole.height - y, Math.round(source.height))),
    { resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'high' },
  );
  const context = new OffscreenCanvas(form.width, form.height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new AppError({ code: 'internal', message: 'This browser cannot draw pictures.' });
  if (form.channels !== 4) context.fillRect(0, 0, form.width, form.height);
  context.drawImage(part, Math.round(target.x), Math.round(target.y));
  whole.close();
  part.close();
  return bytesOfPicture({ rgba: context.getImageData(0, 0, form.width, form.height).data }, form.channels);
}

async function openPicture(file: Blob): Promise<ImageBitmap> {
  if (file.size > MAX_FILE_BYTES) {
    throw new AppError({ code: 'input/invalid', message: 'The picture file is larger than 64 MB.' });
  }
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new AppError({ code: 'input/invalid', message: 'This file is no picture that the browser can read.', cause });
  }
}
