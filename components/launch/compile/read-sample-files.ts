import { splitSamples } from '@/lib/compiler/split-samples';
import { AppError } from '@/lib/errors/app-error';
import type { PictureForm } from '@/lib/request/picture';
import { readPicture } from '../../common/shown/read-picture';
import type { ChosenSamples } from './kept-compile';

/** More samples change nothing. */
export const MAX_SAMPLES = 1_000;
const MAX_FILE_BYTES = 256_000_000;

/**
 * Samples from files: pictures, where requests are pictures, or raw bytes and IDX files with one or more samples each.
 *
 * @throws AppError `input/invalid`, OnnxError `samples/bad`, with a sentence that names the file
 */
export async function readSampleFiles(
  files: readonly File[],
  { size, picture }: { size: number; picture: PictureForm | null },
): Promise<ChosenSamples> {
  const list: Uint8Array[] = [];
  const chosen = files.filter(({ name }) => !name.startsWith('.')).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const file of chosen) {
    if (list.length >= MAX_SAMPLES) break;
    if (file.type.startsWith('image/')) list.push(await pictureSample(file, picture));
    else if (file.size > MAX_FILE_BYTES) {
      throw new AppError({ code: 'input/invalid', message: `${file.name} is larger than 256 MB.` });
    } else {
      const bytes = new Uint8Array(await file.arrayBuffer());
      list.push(...splitSamples(bytes, { size, where: file.name }).slice(0, MAX_SAMPLES - list.length));
    }
  }
  const from = chosen.length === 1 ? (chosen[0]?.name ?? '') : `${chosen.length} files`;
  return { from, list, isGenerated: false };
}

async function pictureSample(file: File, picture: PictureForm | null): Promise<Uint8Array> {
  if (picture === null) {
    const message = `${file.name} is a picture. Say above that a request is a picture, and of what size.`;
    throw new AppError({ code: 'input/invalid', message });
  }
  return readPicture(file, picture, 'fill');
}
