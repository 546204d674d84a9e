// Writes tiny.json: what a few runs of the tiny program give. Run: node --import tsx test/vectors/write.ts
// A change of the file is a change of the spec's meaning.
import { writeFileSync } from 'node:fs';
import { toHex } from '../../lib/engine/hex.ts';
import { hashProgram, hashWeights, parseProgram } from '../../lib/engine/program.ts';
import { run } from '../../lib/engine/run.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../../lib/engine/testing/tiny.ts';

const program = parseProgram(encodeProgram(tinyProgram));
const weights = tinyWeights();
const inputs = [[97], [0], [255, 254, 10], [104, 101, 108, 108, 111]].map((bytes) => Uint8Array.from(bytes));

const runs = inputs.map((input) => {
  const { output, traceRoot, steps } = run({ program, weights, input });
  return { input: toHex(input), output: toHex(output), traceRoot: toHex(traceRoot), steps };
});

const file = { programHash: hashProgram(encodeProgram(tinyProgram)), modelHash: hashWeights(weights), runs };
writeFileSync(new URL('tiny.json', import.meta.url), `${JSON.stringify(file, null, 1)}\n`);
