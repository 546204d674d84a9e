import { formatBytes } from '../format/bytes.ts';
import type { PictureForm } from './picture.ts';
import type { Form } from './shown.ts';

const COLOURS = { 1: 'grey', 3: 'colour', 4: 'colour, with transparency' } as const;

function pictureText({ width, height, channels }: PictureForm): string {
  return `a picture of ${width} × ${height} pixels, ${COLOURS[channels]}`;
}

/** What a request or an answer is, in words: `text, at most 64 B`. */
export function formText(form: Form): string {
  switch (form.encoding) {
    case 'utf8':
      return `text, at most ${formatBytes(form.maxBytes)}`;
    case 'words':
      return `words, at most ${formatBytes(form.maxBytes)}`;
    case 'image':
      return pictureText(form);
    case 'indexed':
      return `a picture of ${form.width} × ${form.height} pixels, ${form.palette.length} colours`;
    case 'slots':
      return `words that name what to draw: ${form.nouns.length} things, ${form.colours.length} colours`;
    case 'bytes':
      return `${formatBytes(form.maxBytes)} of data`;
    case 'class':
      return form.labels.length === 0 ? 'the number of a class' : `one of ${form.labels.length} classes`;
    case 'values': {
      const count = form.maxBytes / (form.dtype === 'i16' ? 2 : 1);
      return count === 1 ? 'a number' : `${count} numbers`;
    }
    default:
      return form satisfies never;
  }
}
