import { describe, expect, it } from 'vitest';
import type { Manifest } from '../bundle/manifest.ts';
import { showBytes, shownLine } from './shown.ts';

const text = { encoding: 'utf8', maxBytes: 64 } as const;
const picture = { encoding: 'image', width: 2, height: 1, channels: 3, maxBytes: 6 } as const;
const classes: Manifest['output'] = { encoding: 'class', labels: ['cat', 'dog'], maxBytes: 4 };
const values: Manifest['output'] = {
  encoding: 'values',
  dtype: 'i16',
  scale: 0.01,
  zero: 1,
  labels: ['x'],
  maxBytes: 4,
};

describe('showBytes of text', () => {
  it('keeps white space, a byte order mark and letters beyond ASCII as they are', () => {
    expect(showBytes(text, '0x20610a0962')).toEqual({ kind: 'text', text: ' a\n\tb' });
    expect(showBytes(text, '0xefbbbf61')).toEqual({ kind: 'text', text: '\ufeffa' });
    expect(showBytes(text, '0x')).toEqual({ kind: 'text', text: '' });
  });
  it('shows hex, and says why, where the bytes are no UTF-8', () =>
    expect(showBytes(text, '0xff00')).toMatchObject({
      kind: 'hex',
      hex: '0xff00',
      note: expect.stringContaining('not text'),
    }));
});

describe('showBytes without a form', () => {
  it('takes for text only what a person could have typed', () => {
    expect(showBytes(undefined, '0x610a62')).toEqual({ kind: 'text', text: 'a\nb' });
    expect(showBytes(undefined, '0x07000000').kind).toBe('hex');
    expect(showBytes(undefined, '0x').kind).toBe('hex');
    expect(showBytes(undefined, '0xzz')).toMatchObject({ kind: 'hex', hex: '0xzz' });
  });
});

describe('showBytes of pictures, classes and numbers', () => {
  it('leaves the pixels that are not there yet transparent, and takes no more than all', () => {
    const half = showBytes(picture, '0x010203');
    expect(half.kind === 'picture' && [...half.picture.rgba]).toEqual([1, 2, 3, 255, 0, 0, 0, 0]);
    expect(showBytes(picture, `0x${'00'.repeat(7)}`).kind).toBe('hex');
  });
  it('names a class, and shows numbers that are none as hex', () => {
    expect(showBytes(classes, '0x01000000')).toEqual({ kind: 'class', index: 1, label: 'dog' });
    expect(showBytes(classes, '0x02000000').kind).toBe('hex');
    expect(showBytes(classes, '0xffffffff').kind).toBe('hex');
    expect(showBytes({ ...classes, labels: [] }, '0x02000000')).toEqual({ kind: 'class', index: 2, label: null });
  });
  it('reads scale · q + zero with as many decimals as the scale can tell apart', () => {
    const shown = showBytes(values, '0x0a00f6ff');
    expect(shown.kind === 'values' && shown.values.map(({ label, text }) => `${label} ${text}`)).toEqual([
      'x 1.10',
      '1 0.90',
    ]);
    expect(showBytes(values, '0x0a').kind).toBe('hex');
  });
});

describe('shownLine', () => {
  it('folds lines and cuts between letters, never inside one', () => {
    expect(shownLine(showBytes(text, '0x610a0a62'))).toBe('a b');
    expect(shownLine(showBytes(text, '0xf09f908bf09f908bf09f908b'), 2)).toBe('🐋…');
  });
  it('has words for everything', () => {
    expect(shownLine(showBytes(picture, '0x'))).toBe('a picture of 2 × 1');
    expect(shownLine(showBytes({ ...classes, labels: [] }, '0x02000000'))).toBe('class 2');
    expect(shownLine(showBytes(values, '0x0a00f6ff'))).toBe('x 1.10, 1 0.90');
  });
});
