// `node --import tsx models/zoo/samples/language.ts <folder of lande> <folder of emojibase-data>`: texts in 20 languages, each the
// names of some emoji in a row, as the n-gram frequencies that lande counts.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seeded } from '../../../lib/onnx/testing/random.ts';
import { inputOf } from '../catalogue.ts';
import { toByte, writeSamples } from './write.ts';

/** Folder of the labels, and lande's name of the language. */
const LANGUAGES = [
  ['bn', 'ben'],
  ['da', 'dan'],
  ['de', 'deu'],
  ['en', 'eng'],
  ['es', 'spa'],
  ['et', 'est'],
  ['fi', 'fin'],
  ['fr', 'fra'],
  ['hi', 'hin'],
  ['hu', 'hun'],
  ['it', 'ita'],
  ['ja', 'jpn'],
  ['ko', 'kor'],
  ['lt', 'lit'],
  ['nb', 'nob'],
  ['nl', 'nld'],
  ['pl', 'pol'],
  ['pt', 'por'],
  ['ru', 'rus'],
  ['sv', 'swe'],
  ['uk', 'ukr'],
  ['vi', 'vie'],
  ['zh', 'cmn'],
] as const;
const PER_LANGUAGE = 8;
const LABELS = 8;
/** A frequency of a quarter is 255. */
const INPUT = inputOf('language');

type Ngrams = Readonly<Record<'unigrams' | 'bigrams' | 'trigrams' | 'quadgrams', readonly string[]>>;

const [lande = '', labels = ''] = process.argv.slice(2);
const load = async <T>(file: string): Promise<T> => {
  const module = (await import(pathToFileURL(join(lande, 'standalone', file)).href)) as { default: T }; // boundary: the package
  return module.default;
};
const ngrams = await load<Ngrams>('t50-ngrams.js');
const names = await load<readonly string[]>('t50-langs.js');
const random = seeded(1);
const samples = [];
for (const [folder, language] of LANGUAGES) {
  const file: readonly { label: string }[] = JSON.parse(await readFile(join(labels, folder, 'compact.json'), 'utf8')); // boundary
  for (let i = 0; i < PER_LANGUAGE; i++) {
    const picked = Array.from({ length: LABELS }, () => file[Math.floor(random() * file.length)]?.label ?? '');
    samples.push({ bytes: requestOf(picked.join(' ')), truth: names.indexOf(language) });
  }
}
await writeSamples(new URL('../language/', import.meta.url), samples, random);

/** Frequencies of the n-grams that the model knows, among all n-grams of that length; normalised as lande does. */
function requestOf(text: string): Uint8Array {
  const letters = text.replace(/-+/g, ' ').replace(/[^\p{L}\p{M}\s]/gu, '');
  const clean = ` ${letters
    .replace(/\s{2,}/g, ' ')
    .toLowerCase()
    .trim()} `;
  const bytes = [ngrams.unigrams, ngrams.bigrams, ngrams.trigrams, ngrams.quadgrams].flatMap((known, place) => {
    const length = place + 1;
    const counts = new Map<string, number>();
    const total = clean.length - length + 1;
    for (let i = 0; i < total; i++) {
      const gram = clean.slice(i, i + length);
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    return known.map((gram) => toByte((counts.get(gram) ?? 0) / total, INPUT));
  });
  return Uint8Array.from(bytes);
}
