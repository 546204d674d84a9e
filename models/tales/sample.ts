import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { loadEngine } from '../../lib/engine/engine.ts';
import { fromHex, toHex } from '../../lib/engine/hex.ts';
import { parseProgram } from '../../lib/engine/program.ts';

// Answers requests with the integer program: a JSON list of hex bytes on stdin, their answers on stdout. For gates.py.
const read = (name: string) => new Uint8Array(readFileSync(new URL(`bundle/${name}`, import.meta.url)));
const [program, weights, engine] = [parseProgram(read('program.json')), read('weights.bin'), loadEngine()];
const inputs = z.array(z.string()).parse(JSON.parse(await text(process.stdin)));
const answers = inputs.map((hex) => {
  const input = fromHex(hex);
  if (input === undefined) throw new Error(`not hex: ${hex}`);
  return toHex(engine.run({ program, weights, input }).output);
});
process.stdout.write(`${JSON.stringify(answers)}\n`);
