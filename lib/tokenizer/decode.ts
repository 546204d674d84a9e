import type { Tokenizer } from './tokenizer.ts';
import { vocabularyOf } from './vocabulary.ts';

/** Shown for bytes that say nothing. */
const BROKEN = '\uFFFD';

/** Words of a title that stay small, unless they are the first. */
const SMALL_IN_TITLE = new Set(['a', 'an', 'the', 'and', 'of', 'for', 'with', 'in']);

const NO_SPACE_BEFORE = /^[.,!?;:”)]/;
const NO_SPACE_AFTER = /[“(\n]$/;

/**
 * The text of a model's bytes, an answer's or a request's. Total: any bytes give a text, and bytes that say nothing give
 * U+FFFD. Sentences, lines and titles get their capitals, marks their spaces; a title is followed by an empty line. A request
 * comes back as a person would type it: "owl moon", "verse: owl moon".
 */
export function decode(bytes: Uint8Array, tokenizer: Tokenizer): string {
  const genre = tokenizer.genres.findIndex((one) => one.byte === bytes[0]);
  if (genre >= 0) {
    const name = tokenizer.genres[genre]?.name;
    const last = bytes.at(-1) === tokenizer.separator ? bytes.length - 1 : bytes.length;
    const words = tokensOf(bytes.subarray(1, Math.max(1, last)), tokenizer).join(' ');
    if (genre === 0) return words;
    return words === '' ? `${name}` : `${name}: ${words}`;
  }
  const hasTitle = bytes[0] === tokenizer.title;
  const tokens = tokensOf(hasTitle ? bytes.subarray(1) : bytes, tokenizer);
  if (!hasTitle) return write(tokens);
  const end = tokens.indexOf('\n');
  const title = writeTitle(end < 0 ? tokens : tokens.slice(0, end));
  return end < 0 ? title : `${title}\n\n${write(tokens.slice(end + 1))}`;
}

/** Words, marks and line breaks as they are spelt, U+FFFD for what is none. */
function tokensOf(bytes: Uint8Array, tokenizer: Tokenizer): string[] {
  const { newline, firstPrefix, firstSecond } = tokenizer;
  const { show } = vocabularyOf(tokenizer);
  const tokens: string[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if (byte === newline) {
      tokens.push('\n');
    } else if (byte >= firstPrefix && byte < firstSecond && next !== undefined && next >= firstSecond) {
      tokens.push(show(byte, next) ?? BROKEN);
      at += 1;
    } else {
      tokens.push(show(byte) ?? BROKEN);
    }
  }
  return tokens;
}

function write(tokens: readonly string[]): string {
  const parts: string[] = [];
  let starts = true;
  let before = '\n';
  tokens.forEach((token, index) => {
    const isGlued = token === '\n' || NO_SPACE_BEFORE.test(token) || NO_SPACE_AFTER.test(before);
    parts.push(isGlued ? '' : ' ', starts ? capital(token) : token);
    starts = startsSentence(token, tokens[index - 1], starts);
    before = token;
  });
  return parts.join('');
}

/** Whether the word after `token` begins a sentence. After a quotation only if that ended with a full stop. */
function startsSentence(token: string, before: string | undefined, starts: boolean): boolean {
  if (token === '\n' || token === '.' || token === '!' || token === '?' || token === '“') return true;
  if (token === '”') return before === '.';
  return starts && token === BROKEN;
}

function writeTitle(tokens: readonly string[]): string {
  const words = tokens.map((token, index) => (index > 0 && SMALL_IN_TITLE.has(token) ? token : capital(token)));
  return words.join(' ');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
