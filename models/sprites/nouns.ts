// nouns.txt, read: what Sprites can draw. The number of a noun is its place in the file.
import { readFile } from 'node:fs/promises';

/** A noun: its name in Unicode's list, with hyphens, and the word that people use. */
export interface Noun {
  readonly slug: string;
  readonly word: string;
}

/** The nouns in the order of their numbers. */
export async function readNouns(): Promise<readonly Noun[]> {
  const text = await readFile(new URL('nouns.txt', import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [slug = '', word = slug.replaceAll('-', ' ')] = line.split('=');
      return { slug, word };
    });
}
