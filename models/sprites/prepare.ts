// `node --import tsx models/sprites/prepare.ts PACKAGES OUT`: draws every noun of nouns.txt in both styles and writes OUT/pictures.bin
// (noun, style, row, column, RGBA; 96 × 96 each). PACKAGES is a folder with the npm packages of the card, unpacked.
import { mkdir, writeFile } from 'node:fs/promises';
import { openIcons } from './icons.ts';
import { readNouns } from './nouns.ts';

const STYLES = ['@iconify-json/fluent-emoji-flat', '@iconify-json/noto'] as const;
const SIDE = 96;

const [packages, out] = process.argv.slice(2);
if (packages === undefined || out === undefined) throw new Error('usage: prepare.ts PACKAGES OUT');
await mkdir(out, { recursive: true });

const sets = await Promise.all(STYLES.map((style) => openIcons(packages, style)));
const pictures: Buffer[] = [];
for (const { slug } of await readNouns()) {
  for (const icons of sets) pictures.push(await icons.draw(slug, SIDE));
}
await writeFile(`${out}/pictures.bin`, Buffer.concat(pictures));
process.stdout.write(`${pictures.length} pictures of ${SIDE} × ${SIDE}\n`);
