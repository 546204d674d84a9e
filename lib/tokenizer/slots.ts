import { z } from 'zod';

const words = z.string().regex(/^[a-z0-9-]+( [a-z0-9-]+)*$/, 'small letters, digits and hyphens, with single spaces');
const label = z.string().max(32);
const sized = z.array(label).min(1).max(16);

/**
 * How words become the four numbers that a picture model is asked with. An entry of `nouns`, `colours`, `styles` and `shades` is
 * the word that is shown, then others that mean the same; a hyphen is a space of the text. The first of `shades`, `turns` (of the hue)
 * and `poses` is the plain one, without a word.
 */
export const slotsSchema = z.strictObject({
  encoding: z.literal('slots'),
  maxBytes: z.literal(8),
  nouns: z.array(words).min(1).max(4096),
  colours: z.array(words).max(64),
  styles: z.array(words).min(1).max(16),
  shades: z.tuple([z.literal('')], words),
  turns: sized,
  poses: sized,
});

/** A parsed spec of slots. */
export type Slots = z.infer<typeof slotsSchema>;

/** A word of the text, what it was taken for, and why: it is `known`, nearly spelled like a known word, or a `guess`. */
export interface Understood {
  readonly word: string;
  readonly as: string;
  readonly how: 'known' | 'spelling' | 'guess';
}

/** The bytes of a request, and how its text was read. `variations` is how many different requests the text has. */
export interface EncodedSlots {
  readonly bytes: Uint8Array;
  readonly understood: readonly Understood[];
  readonly ignored: readonly string[];
  readonly variations: number;
}

type Kind = 'noun' | 'colour' | 'style' | 'shade';
interface Meaning {
  readonly kind: Kind;
  readonly index: number;
}
interface Found {
  readonly word: string;
  readonly meanings: readonly Meaning[];
  readonly how: Understood['how'];
}

const MAX_PHRASE = 3;
/** Words that say nothing about a picture: they are left out in silence. */
const SILENT = new Set(
  'a an the of in on at and or with to for by is it its my your some very picture image sprite icon emoji pixel art please draw make me'.split(
    ' ',
  ),
);

/**
 * Reads a text as a request. Every request is four numbers of two bytes, little-endian, the numbers of `firstIds`: what is drawn, what stands
 * beside it, its colour, its tone. The first two nouns are drawn. `variation` (0, 1, 2 …, taken modulo `variations`) chooses what the text
 * leaves open; 0 is the plainest. A text without a known noun gets one that follows from its letters.
 */
export function encodeSlots(text: string, spec: Slots, variation = 0): EncodedSlots {
  const read = readText(text, dictionaryOf(spec));
  const chosen = choose(read.found, spec);
  const guess = chosen.nouns.length === 0 ? guessNoun(text, spec) : undefined;
  const [noun = guess?.index ?? 0, second] = chosen.nouns;
  const { index, variations } = vary(spec, { ...chosen, isPair: second !== undefined }, variation);
  const at = firstIds(spec);
  const { nouns } = spec;
  const ids = [
    second === undefined
      ? at.alone + (index.style * spec.poses.length + index.pose) * nouns.length + noun
      : at.first + index.style * nouns.length + noun,
    second === undefined ? 0 : at.second + index.secondStyle * nouns.length + second,
    at.colour + chosen.colour,
    at.tone + index.shade * spec.turns.length + index.turn,
  ];
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  for (const [slot, id] of ids.entries()) view.setUint16(2 * slot, id, true);
  const guessed =
    guess === undefined ? [] : [{ word: guess.word, as: shown(nouns[guess.index]), how: 'guess' as const }];
  const ignored = [...read.unknown, ...chosen.ignored].filter((word) => word !== guess?.word);
  return { bytes, understood: [...chosen.understood, ...guessed], ignored, variations };
}

/** What a request asks for, in words: `dark blue cat with hat, noto, mirrored`. */
export function describeSlots(bytes: Uint8Array, spec: Slots): string {
  const at = firstIds(spec);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const id = (slot: number): number => (bytes.length >= 2 * slot + 2 ? view.getUint16(2 * slot, true) : 0);
  const { nouns, poses, styles, turns } = spec;
  const drawn = id(0);
  const isAlone = drawn >= at.alone && drawn < at.first;
  const place = drawn - (isAlone ? at.alone : at.first);
  const isDrawn = isAlone || (drawn >= at.first && drawn < at.second);
  const group = Math.floor(place / nouns.length);
  const style = isAlone ? Math.floor(group / poses.length) : group;
  const pose = isAlone ? group % poses.length : 0;
  const beside = id(1) - at.second;
  const hasSecond = beside >= 0 && id(1) < at.colour;
  const colour = id(2) - at.colour;
  const tone = id(3) - at.tone;
  const hasTone = tone >= 0 && tone < spec.shades.length * turns.length;
  const name = [
    hasTone ? shown(spec.shades[Math.floor(tone / turns.length)]) : '',
    colour > 0 ? shown(spec.colours[colour - 1]) : '',
    isDrawn ? shown(nouns[place % nouns.length]) : 'nothing',
    hasSecond ? `with ${shown(nouns[beside % nouns.length])}` : '',
  ];
  const rest = [
    isDrawn ? shown(styles[style]) : '',
    poses[pose] ?? '',
    hasTone ? (turns[tone % turns.length] ?? '') : '',
  ];
  return [join(name, ' '), ...rest].filter((part) => part !== '').join(', ');
}

/**
 * Where each part of a model's table begins. 0 is nothing. Then drawn alone: (style, pose, noun); first of a pair and second of
 * a pair: (style, noun) each; colours, of which the first is the picture's own; tones: (shade, turn).
 */
export function firstIds(spec: Slots): Record<'alone' | 'first' | 'second' | 'colour' | 'tone' | 'end', number> {
  const { nouns, poses, styles } = spec;
  const pair = styles.length * nouns.length;
  const first = 1 + pair * poses.length;
  const second = first + pair;
  const colour = second + pair;
  const tone = colour + spec.colours.length + 1;
  return { alone: 1, first, second, colour, tone, end: tone + spec.shades.length * spec.turns.length };
}

function shown(entry: string | undefined): string {
  return (entry?.split(' ', 1)[0] ?? '').replaceAll('-', ' ');
}

function join(parts: readonly string[], by: string): string {
  return parts.filter((part) => part !== '').join(by);
}

const dictionaries = new WeakMap<Slots, ReadonlyMap<string, readonly Meaning[]>>();

/** Every word of the spec, with what it means: a colour before a noun of the same word, so that `orange cat` is a cat. */
function dictionaryOf(spec: Slots): ReadonlyMap<string, readonly Meaning[]> {
  const kept = dictionaries.get(spec);
  if (kept !== undefined) return kept;
  const made = new Map<string, Meaning[]>();
  const lists = { style: spec.styles, shade: spec.shades, colour: spec.colours, noun: spec.nouns } as const;
  for (const kind of ['style', 'shade', 'colour', 'noun'] as const) {
    lists[kind].forEach((entry, index) => {
      for (const word of entry.split(' ').filter((one) => one !== '')) {
        const meanings = made.get(word) ?? [];
        if (!meanings.some((meaning) => meaning.kind === kind)) made.set(word, [...meanings, { kind, index }]);
      }
    });
  }
  dictionaries.set(spec, made);
  return made;
}

function readText(
  text: string,
  dictionary: ReadonlyMap<string, readonly Meaning[]>,
): { found: Found[]; unknown: string[] } {
  const list =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const found: Found[] = [];
  const unknown: string[] = [];
  for (let from = 0; from < list.length; ) {
    const phrase = longestPhrase(list, from, dictionary);
    if (phrase !== undefined) {
      found.push(phrase.found);
      from += phrase.length;
      continue;
    }
    const word = list[from] ?? '';
    from += 1;
    if (SILENT.has(word)) continue;
    const near = nearlySpelled(word, dictionary);
    if (near === undefined) unknown.push(word);
    else found.push({ word, meanings: near, how: 'spelling' });
  }
  return { found, unknown };
}

function longestPhrase(
  list: readonly string[],
  from: number,
  dictionary: ReadonlyMap<string, readonly Meaning[]>,
): { found: Found; length: number } | undefined {
  for (let length = Math.min(MAX_PHRASE, list.length - from); length >= 1; length--) {
    const parts = list.slice(from, from + length);
    for (const form of [parts.join('-'), singular(parts.join('-'), dictionary), parts.join('')]) {
      const meanings = dictionary.get(form);
      if (meanings !== undefined) return { found: { word: parts.join(' '), meanings, how: 'known' }, length };
    }
  }
  return undefined;
}

/** A word without its plural ending, if that is a known word. */
function singular(word: string, dictionary: ReadonlyMap<string, readonly Meaning[]>): string {
  const forms = [word.replace(/ies$/, 'y'), word.replace(/ves$/, 'f'), word.replace(/es$/, ''), word.replace(/s$/, '')];
  return forms.find((form) => dictionary.has(form)) ?? word;
}

/** What a known word means that differs by one letter more, less, other, or by two that changed places; short words do not count. */
function nearlySpelled(
  word: string,
  dictionary: ReadonlyMap<string, readonly Meaning[]>,
): readonly Meaning[] | undefined {
  if (word.length < 5) return undefined;
  for (const [known, meanings] of dictionary) {
    if (known.length >= 4 && known[0] === word[0] && isOneEditAway(word, known)) return meanings;
  }
  return undefined;
}

function isOneEditAway(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

interface Chosen {
  readonly nouns: readonly number[];
  /** 0 is the picture's own colour. */
  readonly colour: number;
  readonly style: number | undefined;
  readonly shade: number | undefined;
  readonly understood: readonly Understood[];
  readonly ignored: readonly string[];
}

/** Gives each found word its meaning: the first free slot that it can fill. */
function choose(found: readonly Found[], spec: Slots): Chosen {
  const hasNoun = found.some(({ meanings }) => meanings.every(({ kind }) => kind === 'noun'));
  const slots: Record<Kind, number[]> = { noun: [], colour: [], style: [], shade: [] };
  const room: Record<Kind, number> = { noun: 2, colour: 1, style: 1, shade: 1 };
  const understood: Understood[] = [];
  const ignored: string[] = [];
  found.forEach(({ word, meanings, how }, place) => {
    // `orange` alone is the fruit; so is the last of `green orange`.
    const isLast = found.slice(place + 1).every((later) => later.meanings.every(({ kind }) => kind !== 'noun'));
    const wanted = !hasNoun && isLast ? [...meanings].reverse() : meanings;
    const fit = wanted.find(({ kind, index }) => slots[kind].length < room[kind] && !slots[kind].includes(index));
    if (fit === undefined) {
      ignored.push(word);
      return;
    }
    slots[fit.kind].push(fit.index);
    const list = { noun: spec.nouns, colour: spec.colours, style: spec.styles, shade: spec.shades }[fit.kind];
    understood.push({ word, as: shown(list[fit.index]), how });
  });
  const [colour] = slots.colour;
  return {
    nouns: slots.noun,
    colour: colour === undefined ? 0 : colour + 1,
    style: slots.style[0],
    shade: slots.shade[0],
    understood,
    ignored,
  };
}

/** A noun for a text that names none: its letters, summed, so that the same text gets the same noun. */
function guessNoun(text: string, spec: Slots): { word: string; index: number } {
  const list =
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.filter((word) => !SILENT.has(word)) ?? [];
  const word = list[0] ?? text;
  let sum = 0;
  for (const letter of list.join(' ')) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return { word, index: sum % spec.nouns.length };
}

/** Spreads the number of a variation over what the text leaves open. */
function vary(
  spec: Slots,
  given: { readonly style: number | undefined; readonly shade: number | undefined; readonly isPair: boolean },
  variation: number,
): { index: Record<'pose' | 'style' | 'secondStyle' | 'turn' | 'shade', number>; variations: number } {
  const sizes = {
    pose: given.isPair ? 1 : spec.poses.length,
    style: given.style === undefined ? spec.styles.length : 1,
    secondStyle: given.isPair && given.style === undefined ? spec.styles.length : 1,
    turn: spec.turns.length,
    shade: given.shade === undefined ? spec.shades.length : 1,
  };
  const variations = Object.values(sizes).reduce((product, size) => product * size, 1);
  let rest = ((Math.trunc(variation) % variations) + variations) % variations;
  const digit = (size: number): number => {
    const value = rest % size;
    rest = Math.floor(rest / size);
    return value;
  };
  const pose = digit(sizes.pose);
  const style = digit(sizes.style) + (given.style ?? 0);
  const secondStyle = digit(sizes.secondStyle) + (given.style ?? 0);
  const turn = digit(sizes.turn);
  const shade = digit(sizes.shade) + (given.shade ?? 0);
  return { index: { pose, style, secondStyle, turn, shade }, variations };
}
