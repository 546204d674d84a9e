import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decode } from './decode.ts';
import { encodePrompt } from './encode-prompt.ts';
import { tokenizerSchema } from './tokenizer.ts';

const root = new URL('../../', import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const tokenizer = tokenizerSchema.parse(readJson('models/tales/tokenizer.json'));
const maxBytes = 24;
const encode = (text: string) => encodePrompt({ text, tokenizer, maxBytes });
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Written by models/tales/tokenizer.py. */
const vectors = z
  .array(
    z.object({
      genre: z.string(),
      words: z.array(z.string()),
      prompt: z.string(),
      title: z.array(z.string()),
      body: z.array(z.string()),
      text: z.string(),
    }),
  )
  .parse(readJson('test/vectors/tales-tokens.json'));

const tokensOf = (text: string) =>
  (text.match(/\p{L}+(?:'\p{L}+)?|[.,!?;:“”\n]/gu) ?? []).map((token) => token.toLowerCase());

describe('what the trainer writes', () => {
  test.each(vectors)('$genre $words', ({ genre, words, prompt, title, body, text }) => {
    const encoded = encode(`${genre}: ${words.join(', ')}`);
    expect(Buffer.from(encoded.bytes).toString('hex')).toBe(prompt);
    expect(encoded).toMatchObject({ genre, used: words, dropped: [] });
    const [first = '', rest = ''] = decode(bytesOf(text), tokenizer).split('\n\n');
    expect(tokensOf(first)).toEqual(title);
    expect(tokensOf(rest)).toEqual(body.map((token) => token.toLowerCase()));
  });
});

describe('encodePrompt', () => {
  test('takes the words that steer from a sentence and tells of the others', () => {
    expect(encode('A fox with a lantern, by the river of Xanadu')).toMatchObject({
      genre: 'tale',
      used: ['fox', 'lantern', 'river'],
      dropped: [{ word: 'xanadu', reason: 'unknown' }],
    });
  });

  test('knows other names, plurals, accents and capitals', () => {
    expect(encode('Bunnies, wolves and MIRA’s puppies; foggy sándals').used).toEqual([
      'rabbit',
      'wolf',
      'mira',
      'puppy',
      'fog',
      'shoe',
    ]);
  });

  test('reads the genre from anywhere, and a word once', () => {
    expect(encode('a poem about owls and one more owl')).toMatchObject({ genre: 'verse', used: ['owl'] });
  });

  test('leaves out what has no room', () => {
    const { bytes, used, dropped } = encode(
      'fox owl bear mouse rabbit hare hedgehog badger otter beaver squirrel mole',
    );
    expect(bytes).toHaveLength(maxBytes);
    expect(used).toHaveLength(11);
    expect(dropped).toEqual([{ word: 'mole', reason: 'too-long' }]);
  });

  test('without words it asks for any text of its genre', () => {
    expect([...encode('').bytes]).toEqual([2, 1]);
    expect([...encode('verse').bytes]).toEqual([3, 1]);
  });

  test('any text gives a request that fits and comes back the same', () => {
    const known = fc.constantFrom('fox', 'Mira', 'verse', 'poem', 'lanterns', 'snowy', '__proto__', 'constructor');
    const text = fc
      .array(fc.oneof(known, fc.string({ unit: 'grapheme' }), fc.string()))
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, (value) => {
        const { bytes } = encode(value);
        expect(bytes.length).toBeLessThanOrEqual(maxBytes);
        expect(encode(decode(bytes, tokenizer)).bytes).toEqual(bytes);
      }),
    );
  });

  test('a text without end takes no longer than its first part', () => {
    expect(encode(`fox ${'x'.repeat(1_000_000)} owl`).used).toEqual(['fox']);
  });
});

describe('decode', () => {
  test('writes capitals, spaces and quotation marks', () => {
    const words = '“ come in , ” said the owl . “ i will . ” then mira ran , where ? home !'.split(' ');
    expect(decode(code(words), tokenizer)).toBe('“Come in,” said the owl. “I will.” Then Mira ran, where? Home!');
  });

  test('shows bytes that say nothing as U+FFFD', () => {
    expect(decode(Uint8Array.of(0, 213, 255, 220, 174), tokenizer)).toBe('\uFFFD \uFFFD \uFFFD \uFFFD');
    expect(decode(new Uint8Array(), tokenizer)).toBe('');
  });

  test('any bytes give a text without control characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decode(bytes, tokenizer)).toMatch(/^(?:\n|\P{C})*$/u);
      }),
    );
  });
});

describe('tokenizerSchema', () => {
  test.each([
    ['two words the same', { singles: `${tokenizer.singles} The` }],
    ['a control character', { rows: ['fox \u202eowl'] }],
    ['more rows than bytes', { rows: Array.from({ length: 60 }, (_, index) => `word${index}`) }],
    ['two spaces', { rows: ['fox  owl'] }],
    ['an alias of nothing', { aliases: ['griffon gryphon'] }],
    ['a control byte among the words', { separator: 7 }],
    ['the same byte for two controls', { separator: 0 }],
  ])('refuses %s', (_, change) => {
    expect(tokenizerSchema.safeParse({ ...tokenizer, ...change }).success).toBe(false);
  });
});

/** Words as bytes, found by trying all. */
function code(words: readonly string[]): Uint8Array {
  const { singles, rows, firstSingle, firstPrefix, firstSecond } = tokenizer;
  const places = new Map<string, number[]>();
  singles.split(' ').forEach((word, index) => {
    places.set(word.toLowerCase(), [firstSingle + index]);
  });
  rows.forEach((row, at) => {
    row.split(' ').forEach((word, index) => {
      places.set(word.toLowerCase(), [firstPrefix + at, firstSecond + index]);
    });
  });
  return Uint8Array.from(words.flatMap((word) => places.get(word) ?? [0]));
}
