// WordNet's nouns: which words are kinds of given nouns, or near relations of them.
import { readFile } from 'node:fs/promises';

interface Synset {
  readonly file: number;
  readonly words: readonly string[];
  readonly above: readonly string[];
}

/** A word that may stand for noun number `index`. */
interface Relation {
  readonly word: string;
  readonly index: number;
}

/** Lexicographer files of what can be drawn: animal, artifact, body, food, object, phenomenon, plant. */
const THINGS = new Set([5, 6, 8, 13, 17, 19, 20]);
const MOST_STEPS = 3.5;

/** Reads data.noun, index.noun and index.sense of a WordNet folder. */
export async function openWordNet(folder: string): Promise<{ relations: (nouns: readonly string[]) => Relation[] }> {
  const [data, index, senses] = await Promise.all(
    ['data.noun', 'index.noun', 'index.sense'].map((file) => readFile(`${folder}/${file}`, 'utf8')),
  );
  const synsets = new Map(lines(data).map((line) => readSynset(line)));
  const sensesOf = new Map(
    lines(index).map((line) => {
      const fields = line.split(' ').filter((field) => field !== '');
      return [fields[0] ?? '', fields.slice(6 + Number(fields[3]))] as const;
    }),
  );
  const uses = new Map<string, number>();
  for (const line of lines(senses)) {
    const [key = '', , , count = '0'] = line.split(' ');
    const [word = '', sense = ''] = key.split('%');
    if (sense.startsWith('1')) uses.set(word, (uses.get(word) ?? 0) + Number(count));
  }

  const thing = (word: string): string | undefined =>
    sensesOf.get(word)?.find((offset) => THINGS.has(synsets.get(offset)?.file ?? 0));

  /** Every synset above one, and how many steps it is away. */
  function climb(offset: string, most: number): Map<string, number> {
    const seen = new Map([[offset, 0]]);
    for (const [at, steps] of seen) {
      if (steps === most) continue;
      for (const next of synsets.get(at)?.above ?? []) if (!seen.has(next)) seen.set(next, steps + 1);
    }
    return seen;
  }

  const depth = (offset: string): number => Math.max(...climb(offset, 20).values());

  function relations(nouns: readonly string[]): Relation[] {
    const near = new Map<string, { index: number; steps: number }>();
    for (const [index, noun] of nouns.entries()) {
      const own = thing(noun.replaceAll('-', '_'));
      if (own === undefined) continue;
      for (const [offset, steps] of climb(own, 2)) {
        const kept = near.get(offset);
        if (kept === undefined || steps < kept.steps) near.set(offset, { index, steps });
      }
    }
    const found: (Relation & { readonly rank: number })[] = [];
    for (const word of sensesOf.keys()) {
      // The first sense must be the thing: `right` is no whale.
      const own = sensesOf.get(word)?.[0];
      if (own === undefined || own !== thing(word) || !/^[a-z]{3,14}$/.test(word)) continue;
      const nearest = [...climb(own, 3)]
        .flatMap(([offset, up]) => {
          const down = near.get(offset);
          // A relation counts more steps than a kind, and a thing that is common to nearly all things is none.
          return down === undefined || (down.steps > 0 && depth(offset) < 6)
            ? []
            : [{ index: down.index, steps: up + 1.5 * down.steps }];
        })
        .sort((a, b) => a.steps - b.steps)[0];
      if (nearest === undefined || nearest.steps > MOST_STEPS) continue;
      const rank = 2 * Math.log2(1 + (uses.get(word) ?? 0)) - nearest.steps - word.length / 4;
      found.push({ word, index: nearest.index, rank });
    }
    return found.sort((a, b) => b.rank - a.rank || (a.word < b.word ? -1 : 1));
  }

  return { relations };
}

function lines(text: string | undefined): string[] {
  return (text ?? '').split('\n').filter((line) => line !== '' && !line.startsWith(' '));
}

function readSynset(line: string): readonly [string, Synset] {
  const fields = line.split(' | ', 1)[0]?.split(' ') ?? [];
  const count = Number.parseInt(fields[3] ?? '0', 16);
  const words = Array.from({ length: count }, (_, i) => fields[4 + 2 * i] ?? '');
  const pointers = 4 + 2 * count;
  const above: string[] = [];
  for (let i = 0; i < Number(fields[pointers]); i++) {
    const at = pointers + 1 + 4 * i;
    if (fields[at]?.startsWith('@')) above.push(fields[at + 1] ?? '');
  }
  return [fields[0] ?? '', { file: Number(fields[1]), words, above }];
}
