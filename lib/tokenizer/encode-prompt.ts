import type { Tokenizer } from './tokenizer.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** Longest text that is looked at; what follows is ignored. */
const MAX_TEXT = 4096;

/** Words so common that leaving them out needs no notice. */
const SMALL = new Set('a an the and or of in on at by to for with about from into is was are who that it'.split(' '));

/** A word of the prompt that the model will not see: unknown to it, or beyond the longest request. */
export type DroppedWord = { word: string; reason: 'unknown' | 'too-long' };

/** A prompt in the model's bytes. `used`: the words it holds, as the model spells them. */
export type EncodedPrompt = { bytes: Uint8Array; genre: string; used: string[]; dropped: DroppedWord[] };

/**
 * Writes a prompt such as "a fox with a lantern" or "verse: owl, moon" in the bytes of a model: the genre, the words that
 * steer, the separator. It never fails: words the model does not know are looked up by their other names and without their
 * ending, then left out and named in `dropped`. Without any word the model chooses for itself. A word counts once.
 */
export function encodePrompt(prompt: { text: string; tokenizer: Tokenizer; maxBytes: number }): EncodedPrompt {
  const { tokenizer, maxBytes } = prompt;
  const vocabulary = vocabularyOf(tokenizer);
  const [usual] = tokenizer.genres;
  let genre = usual;
  const used: string[] = [];
  const dropped: DroppedWord[] = [];
  const body: number[] = [];
  for (const word of wordsOf(prompt.text)) {
    const named = stems(word).map((stem) => vocabulary.genres.get(stem));
    const name = named.find((found) => found !== undefined);
    if (name !== undefined) {
      genre = tokenizer.genres.find((one) => one.name === name) ?? genre;
      continue;
    }
    const steering = lookUp(word, vocabulary);
    if (steering === undefined) {
      const isNew = !SMALL.has(word) && !dropped.some((other) => other.word === word);
      if (isNew) dropped.push({ word, reason: 'unknown' });
      continue;
    }
    if (used.includes(steering)) continue;
    const code = vocabulary.codes.get(steering) ?? [];
    if (body.length + code.length + 2 > maxBytes) {
      dropped.push({ word, reason: 'too-long' });
      continue;
    }
    used.push(steering);
    body.push(...code);
  }
  const bytes = Uint8Array.of(genre?.byte ?? 0, ...body, tokenizer.separator);
  return { bytes, genre: genre?.name ?? '', used, dropped };
}

/** Lower case, accents taken off, each run of letters a word; "'s" is not part of it. */
function wordsOf(text: string): string[] {
  const plain = text.slice(0, MAX_TEXT).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/\p{L}+(?:['’]\p{L}+)?/gu) ?? []).map((word) => word.replace(/['’]s$/, ''));
}

function lookUp(word: string, { steering }: Vocabulary): string | undefined {
  for (const stem of stems(word)) {
    const found = steering.get(stem);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The word, then what it may be a form of: foxes, wolves, puppies, snowy, foggy. */
function stems(word: string): string[] {
  const forms = [word];
  const cut = (ending: RegExp, ...by: string[]) => {
    if (ending.test(word)) for (const put of by) forms.push(word.replace(ending, put));
  };
  cut(/s$/, '');
  cut(/es$/, '');
  cut(/ies$/, 'y');
  cut(/ves$/, 'f', 'fe');
  cut(/y$/, '');
  cut(/([a-z])\1y$/, '$1');
  return forms;
}
