import { z } from 'zod';

/** Letters, marks and quotes only: no space, no control or direction characters. */
const WORD = /^[^\s\p{C}\p{Z}\uFFFD]{1,32}$/u;

const byte = z.int().min(0).max(255);

/** Words with one space between them. */
const words = z
  .string()
  .max(8192)
  .transform((text) => text.split(' '))
  .pipe(z.array(z.string().regex(WORD, 'words with one space between them')).max(256));

/** The other way round, for manifests: what is parsed is kept as it was written. */
const wordList = z.string().superRefine((text, context) => {
  const result = words.safeParse(text);
  if (!result.success) context.addIssue({ code: 'custom', message: result.error.issues[0]?.message ?? 'bad words' });
});

/**
 * How a text is written in the bytes of a model. Frequent words and marks take one byte, all others two: the byte of their
 * row, then the byte of their place in it. The ranges do not overlap, so each byte says alone what it is. Words are spelt as
 * they are shown ("Mira", "I"); a text is matched in lower case.
 */
export const tokenizerSchema = z
  .strictObject({
    version: z.literal(1),
    /** Ends an answer; the program's terminator. */
    end: byte,
    /** Ends a request. */
    separator: byte,
    /** Begins an answer that has a title: the words up to the first line break. */
    title: byte,
    newline: byte,
    /** What kinds of text there are, and the byte that begins a request for each. The first is what is meant where none is said. */
    genres: z
      .array(z.strictObject({ name: z.string().regex(/^[a-z]{1,32}$/), byte }))
      .min(1)
      .max(16),
    /** Byte of the first word of `singles`, of the first row, and of the first place in a row. */
    firstSingle: byte,
    firstPrefix: byte,
    firstSecond: byte,
    /** So many rows, from the first, hold words that a request may ask for. */
    steeringRows: z.int().min(0).max(255),
    singles: wordList,
    rows: z.array(wordList).max(255),
    /** Other words for a word that steers, or for a genre: "rabbit bunny coney". */
    aliases: z.array(wordList).max(512),
  })
  .superRefine((tokenizer, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const { end, separator, title, newline, genres, firstSingle, firstPrefix, firstSecond } = tokenizer;
    const controls = [end, separator, title, newline, ...genres.map((genre) => genre.byte)];
    if (new Set(controls).size !== controls.length) refuse('genres', 'two control bytes are the same');
    if (controls.some((control) => control >= firstSingle)) refuse('firstSingle', 'a control byte is not below it');
    const singles = tokenizer.singles.split(' ');
    const rows = tokenizer.rows.map((row) => row.split(' '));
    if (firstSingle + singles.length > firstPrefix) refuse('singles', 'they run into the rows');
    if (firstPrefix + rows.length > firstSecond) refuse('rows', 'there are more than bytes for them');
    if (rows.some((row) => row.length > 256 - firstSecond)) refuse('rows', 'a row is longer than the bytes for places');
    if (tokenizer.steeringRows > rows.length) refuse('steeringRows', 'there are fewer rows');
    const all = [...singles, ...rows.flat()].map((word) => word.toLowerCase());
    if (new Set(all).size !== all.length) refuse('rows', 'a word is there twice');
    const meant = new Set([
      ...rows
        .slice(0, tokenizer.steeringRows)
        .flat()
        .map((word) => word.toLowerCase()),
    ]);
    for (const { name } of genres) meant.add(name);
    for (const alias of tokenizer.aliases) {
      const [word = ''] = alias.split(' ');
      if (!meant.has(word)) refuse('aliases', `"${word}" is not a word that steers`);
    }
  });

/** A parsed tokenizer of a manifest. docs/decisions/0010-words-as-bytes.md */
export type Tokenizer = z.infer<typeof tokenizerSchema>;
