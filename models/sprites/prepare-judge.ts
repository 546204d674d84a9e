// `node --import tsx models/sprites/prepare-judge.ts PACKAGES OUT`: draws the nouns as other emoji sets have them, for the judge alone, and
// writes OUT/judge.bin (pictures of 96 × 96 RGBA) and OUT/judge.json (set and noun of each). Nothing of them ships.
import { writeFile } from 'node:fs/promises';
import { openIcons } from './icons.ts';
import { readNouns } from './nouns.ts';

const SETS = ['fxemoji', 'emojione', 'emojione-v1', 'streamline-emojis', 'fluent-emoji'] as const;
const SIDE = 96;

const [packages, out] = process.argv.slice(2);
if (packages === undefined || out === undefined) throw new Error('usage: prepare-judge.ts PACKAGES OUT');
const nouns = await readNouns();
const pictures: Buffer[] = [];
const list: { set: string; noun: number }[] = [];
for (const set of SETS) {
  const icons = await openIcons(packages, `@iconify-json/${set}`);
  for (const [noun, { slug, word }] of nouns.entries()) {
    // The sets spell names with and without hyphens, by Unicode's name or by a plain word.
    const names = [slug, slug.replaceAll('-', ''), word.replaceAll(' ', '-'), word.replaceAll(' ', '')];
    const name = names.find((one) => icons.has(one));
    if (name === undefined) continue;
    pictures.push(await icons.draw(name, SIDE));
    list.push({ set, noun });
  }
}
await writeFile(`${out}/judge.bin`, Buffer.concat(pictures));
await writeFile(`${out}/judge.json`, `${JSON.stringify(list)}\n`);
process.stdout.write(`${SETS.map((set) => `${set} ${list.filter((one) => one.set === set).length}`).join(', ')}\n`);
