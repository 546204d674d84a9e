import { describe, expect, test } from 'vitest';
import { describeSlots, encodeSlots, firstIds, type Slots, slotsSchema } from './slots.ts';

const spec: Slots = slotsSchema.parse({
  encoding: 'slots',
  maxBytes: 8,
  nouns: ['cat kitten', 'orange-fruit orange', 'hot-dog wiener', 'berry', 'knife'],
  colours: ['red crimson', 'orange', 'blue'],
  styles: ['fluent flat', 'noto'],
  shades: ['', 'pale light', 'dark'],
  turns: ['', 'hue +', 'hue -'],
  poses: ['', 'mirrored', 'tilted', 'mirrored, tilted'],
});
const at = firstIds(spec);

function ids(bytes: Uint8Array): number[] {
  return [0, 1, 2, 3].map((slot) => (bytes[2 * slot] ?? 0) + 256 * (bytes[2 * slot + 1] ?? 0));
}
const ask = (text: string, variation = 0): number[] => ids(encodeSlots(text, spec, variation).bytes);
const read = (text: string): string => describeSlots(encodeSlots(text, spec).bytes, spec);

describe('encodeSlots', () => {
  test('numbers the parts of the table one after another', () => {
    expect(at).toEqual({ alone: 1, first: 41, second: 51, colour: 61, tone: 65, end: 74 });
  });

  test('takes a noun, a colour and a shade, in any order and spelling of case', () => {
    expect(ask('dark Blue CAT')).toEqual([1, 0, 64, 71]);
    expect(ask('a cat, blue and dark!')).toEqual(ask('dark blue cat'));
  });

  test('draws the second noun beside the first', () => {
    expect(ask('kitten with a wiener')).toEqual([at.first, at.second + 2, at.colour, at.tone]);
    expect(ask('cat cat')).toEqual(ask('cat'));
  });

  test('reads a word that is a colour and a noun by what else there is', () => {
    expect(read('orange')).toBe('orange fruit, fluent');
    expect(read('orange cat')).toBe('orange cat, fluent');
    expect(read('blue orange')).toBe('blue orange fruit, fluent');
    expect(read('orange orange')).toBe('orange orange fruit, fluent');
  });

  test('knows phrases, plurals, accents and single slips', () => {
    expect(read('hot dogs')).toBe('hot dog, fluent');
    expect(read('hotdog')).toBe('hot dog, fluent');
    expect(read('berries')).toBe('berry, fluent');
    expect(read('cät')).toBe('cat, fluent');
    expect(encodeSlots('kiten', spec).understood).toEqual([{ word: 'kiten', as: 'cat', how: 'spelling' }]);
    expect(read('knief')).toBe('knife, fluent');
  });

  test('says what it left out, and guesses a noun where there is none', () => {
    expect(encodeSlots('the cat sings blue red', spec)).toMatchObject({ ignored: ['sings', 'red'] });
    const guessed = encodeSlots('xyzzy plugh', spec);
    expect(guessed.understood).toMatchObject([{ word: 'xyzzy', how: 'guess' }]);
    expect(guessed.ignored).toEqual(['plugh']);
    expect(encodeSlots('xyzzy plugh', spec).bytes).toEqual(guessed.bytes);
    expect(encodeSlots('', spec).bytes).toHaveLength(8);
  });

  test('gives every variation other bytes, and begins again after the last', () => {
    for (const text of ['cat', 'noto cat', 'pale cat', 'cat with berry', 'noto cat with berry', 'xyzzy']) {
      const { bytes, variations } = encodeSlots(text, spec);
      const all = Array.from({ length: variations }, (_, i) => encodeSlots(text, spec, i).bytes.join());
      expect(new Set(all).size).toBe(variations);
      expect(encodeSlots(text, spec, variations).bytes).toEqual(bytes);
    }
    expect(encodeSlots('cat', spec).variations).toBe(72);
  });

  test('never leaves the table', () => {
    for (let i = 0; i < 300; i++) {
      const id = ask(['cat', 'knife berry', 'dark orange noto wiener'][i % 3] ?? '', i);
      expect(Math.max(...id)).toBeLessThan(at.end);
    }
  });
});

describe('describeSlots', () => {
  test('says all that a request asks for', () => {
    const { bytes } = encodeSlots('pale red noto berry', spec, 2);
    expect(describeSlots(bytes, spec)).toBe('pale red berry, noto, tilted');
    expect(describeSlots(encodeSlots('cat with knife', spec, 3).bytes, spec)).toBe('cat with knife, noto');
    expect(describeSlots(encodeSlots('cat', spec, 8).bytes, spec)).toBe('cat, fluent, hue +');
  });

  test('reads bytes that no text gives', () => {
    expect(describeSlots(new Uint8Array(8), spec)).toBe('nothing');
    expect(describeSlots(new Uint8Array(8).fill(255), spec)).toBe('nothing');
    expect(describeSlots(new Uint8Array(), spec)).toBe('nothing');
  });
});
