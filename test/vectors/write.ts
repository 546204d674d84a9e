// Writes tiny.json: every tensor of a few runs of the tiny program. Run: node --import tsx test/vectors/write.ts
// A change of the file is a change of the spec's meaning.
import { writeFileSync } from 'node:fs';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { toHex } from '../../lib/engine/hex.ts';
import { Machine } from '../../lib/engine/machine.ts';
import { hashProgram, parseProgram } from '../../lib/engine/program.ts';
import { run } from '../../lib/engine/run.ts';
import { bytesOf } from '../../lib/engine/tensor.ts';
import { encodeProgram, tinyProgram, tinyWeights } from '../../lib/engine/testing/tiny.ts';

const program = parseProgram(encodeProgram(tinyProgram));
const weights = tinyWeights();
const inputs = [[97], [0], [255, 254, 10], [104, 101, 108, 108, 111]].map((bytes) => Uint8Array.from(bytes));

const runs = inputs.map((input) => {
  const { output, traceRoot, steps } = run({ program, weights, input });
  const machine = new Machine(program, weights, keccak_256(input));
  const text = [...input, ...output];
  const trace = Array.from({ length: steps }, (_, step) => {
    machine.step(step, text[step] ?? 0);
    return machine.tensors.map((tensor) => toHex(bytesOf(tensor)));
  });
  return { input: toHex(input), output: toHex(output), traceRoot: toHex(traceRoot), steps, trace };
});

const programBytes = encodeProgram(tinyProgram);
const file = {
  program: toHex(programBytes),
  programHash: hashProgram(programBytes),
  weights: toHex(weights),
  modelHash: toHex(keccak_256(weights)),
  runs,
};
writeFileSync(new URL('tiny.json', import.meta.url), `${JSON.stringify(file, null, 1)}\n`);
