import type { Tokenizer } from './tokenizer.ts';

/** A tokenizer made ready: from words to bytes, and from bytes to words. Words are in lower case, `show` gives their spelling. */
export type Vocabulary = {
  /** The bytes of each word and mark. */
  readonly codes: ReadonlyMap<string, readonly number[]>;
  /** The words a request may ask for, themselves and by their other names. */
  readonly steering: ReadonlyMap<string, string>;
  /** The genre that a word names. */
  readonly genres: ReadonlyMap<string, string>;
  /** The word of one byte, or of a row's byte and a place's. */
  show(first: number, second?: number): string | undefined;
};

const known = new WeakMap<Tokenizer, Vocabulary>();

/** The vocabulary of a tokenizer; made once for each tokenizer object. */
export function vocabularyOf(tokenizer: Tokenizer): Vocabulary {
  const kept = known.get(tokenizer);
  if (kept !== undefined) return kept;
  const made = makeVocabulary(tokenizer);
  known.set(tokenizer, made);
  return made;
}

function makeVocabulary(tokenizer: Tokenizer): Vocabulary {
  const { firstSingle, firstPrefix, firstSecond, newline } = tokenizer;
  const singles = tokenizer.singles.split(' ');
  const rows = tokenizer.rows.map((row) => row.split(' '));
  const codes = new Map<string, readonly number[]>([['\n', [newline]]]);
  singles.forEach((word, index) => {
    codes.set(word.toLowerCase(), [firstSingle + index]);
  });
  const steering = new Map<string, string>();
  rows.forEach((row, at) => {
    row.forEach((word, place) => {
      codes.set(word.toLowerCase(), [firstPrefix + at, firstSecond + place]);
      if (at < tokenizer.steeringRows) steering.set(word.toLowerCase(), word.toLowerCase());
    });
  });
  const genres = new Map(tokenizer.genres.map(({ name }) => [name, name]));
  for (const alias of tokenizer.aliases) {
    const [word = '', ...others] = alias.split(' ').map((name) => name.toLowerCase());
    const target = genres.has(word) ? genres : steering;
    // A name that the vocabulary has itself keeps its own meaning.
    for (const other of others) if (!steering.has(other)) target.set(other, word);
  }
  const show = (first: number, second?: number): string | undefined =>
    second === undefined ? singles[first - firstSingle] : rows[first - firstPrefix]?.[second - firstSecond];
  return { codes, steering, genres, show };
}
