import { describe, expect, it } from 'vitest';
import { promptLine, showBytes, utf8Length } from './bytes-text.ts';

describe('showBytes', () => {
  it('keeps white space, a byte order mark and letters beyond ASCII as they are', () => {
    expect(showBytes('0x20610a0962')).toEqual({ kind: 'text', text: ' a\n\tb', byteLength: 5 });
    expect(showBytes('0xefbbbf61')).toEqual({ kind: 'text', text: '\ufeffa', byteLength: 4 });
    expect(showBytes('0xcea9')).toEqual({ kind: 'text', text: 'Ω', byteLength: 2 });
  });
  it('shows hex where the bytes are no UTF-8', () => {
    expect(showBytes('0xff00')).toEqual({ kind: 'hex', hex: '0xff00', byteLength: 2 });
    expect(showBytes('0xce').kind).toBe('hex');
  });
  it('shows the empty answer as empty text', () =>
    expect(showBytes('0x')).toEqual({ kind: 'text', text: '', byteLength: 0 }));
});

describe('utf8Length', () => {
  it('counts bytes', () => expect(utf8Length('aΩ🐋')).toBe(7));
});

describe('promptLine', () => {
  it('folds lines and cuts between letters, never inside one', () => {
    expect(promptLine('0x610a0a62')).toBe('a b');
    expect(promptLine('0xf09f908bf09f908bf09f908b', 2)).toBe('🐋…');
  });
});
