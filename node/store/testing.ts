// What the tests of the store share.
import { readFromBlocks } from '../../lib/bundle/block.ts';
import { writeCar } from '../../lib/bundle/car.ts';
import { importFiles } from '../../lib/bundle/import-files.ts';
import { packBundle } from '../../lib/bundle/pack-bundle.ts';
import { walkDag } from '../../lib/bundle/walk-dag.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../../lib/engine/testing/tiny.ts';

/** A small sound bundle; `name` makes it another one. */
export function tinyFiles(name: string, card = '# Tiny\n'): Map<string, Uint8Array> {
  const facts = { name, description: 'A toy.', licence: 'CC0-1.0', parameters: 100, examples: [] };
  const [program, weights] = [encodeProgram(tinyProgram), tinyWeights()];
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const { manifest, golden } = packBundle({ facts, program, weights, prompts: [utf8('ab')] });
  return new Map([
    ['manifest.json', manifest],
    ['program.json', program],
    ['weights.bin', weights],
    ['card.md', utf8(card)],
    ['golden.json', golden],
  ]);
}

/** Files as a CAR, in one piece. */
export async function carOf(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<{ cid: string; car: Uint8Array<ArrayBuffer>; blocks: ReadonlyMap<string, Uint8Array> }> {
  const { cid, blocks } = await importFiles(files);
  const parts: Uint8Array[] = [];
  for await (const part of writeCar(cid, walkDag({ cid, read: readFromBlocks(blocks) }))) parts.push(part);
  return { cid, car: Uint8Array.from(Buffer.concat(parts)), blocks };
}
