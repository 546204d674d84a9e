// `node --import tsx models/sprites/answers.ts REQUESTS ANSWERS`: runs bundle/ on every request of a file of 8 bytes each.
import { readFile, writeFile } from 'node:fs/promises';
import { loadEngine } from '../../lib/engine/engine.ts';
import { parseProgram } from '../../lib/engine/program.ts';

const [requests, answers] = process.argv.slice(2);
if (requests === undefined || answers === undefined) throw new Error('usage: answers.ts REQUESTS ANSWERS');
const bundle = new URL('bundle/', import.meta.url);
const program = parseProgram(await readFile(new URL('program.json', bundle)));
const weights = new Uint8Array(await readFile(new URL('weights.bin', bundle)));
const model = loadEngine().open({ program, weights });
const bytes = new Uint8Array(await readFile(requests));
const size = program.maxInput;
const outputs: Uint8Array[] = [];
for (let from = 0; from < bytes.length; from += size) {
  outputs.push(model.run({ input: bytes.slice(from, from + size) }).output);
}
await writeFile(answers, Buffer.concat(outputs));
process.stdout.write(`${outputs.length} answers\n`);
