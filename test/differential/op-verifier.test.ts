// docs/op-spec.md as plain TypeScript reads it against the contract: elements of steps of random programs, each with its whole
// witness. The true element must be called right, another one wrong; nothing may revert.
import { readFileSync } from 'node:fs';
import hre from 'hardhat';
import { type Address, bytesToHex, hexToBytes } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEngine } from '../../lib/engine/engine.ts';
import { Random } from '../../lib/engine/testing/random.ts';
import { randomCase } from '../../lib/engine/testing/random-program.ts';
import { layOut, OPCODES, type OpName } from '../../lib/engine/trace/records.ts';
import { Tree } from '../../lib/engine/trace/tree.ts';
import { buildContracts } from '../build-contracts.ts';
import { claimOf, openStep, type Vector } from '../vectors/ops/programs.ts';
import { type ClaimedElement, decodeOutcomes, encodeBatch } from './batch.ts';
import { isExtreme, isTie } from './edges.ts';
import { sharpen } from './sharpen.ts';
import { type ElementCase, type SharedClaim, StepCase } from './step-case.ts';

/** Elements for each operator; every second one is also claimed to be something else. */
const ELEMENTS = Number(process.env.DIFFERENTIAL_CASES ?? 10_000);
/** Elements of one tensor that are asked about in one step. */
const PER_TENSOR = 4;
const STEPS_PER_PROGRAM = 4;
/** Elements that one call has gas for. */
const PER_CALL = 100;
/** What only a program that generates has. */
const OF_GENERATORS: readonly OpName[] = ['embed', 'append', 'scores', 'partial', 'mix'];

type Connection = Awaited<ReturnType<typeof hre.network.create>>;
let connection: Connection;
let batch: Address;

beforeAll(async () => {
  await buildContracts();
  connection = await hre.network.create();
  batch = (await connection.viem.deployContract('OpVerifierBatch')).address;
}, 300_000);

afterAll(() => connection.close());

async function outcomes(shared: SharedClaim, cases: readonly ClaimedElement[]): Promise<number[]> {
  const found: number[] = [];
  for (let first = 0; first < cases.length; first += PER_CALL) {
    found.push(...(await outcomesOf(shared, cases.slice(first, first + PER_CALL))));
  }
  return found;
}

async function outcomesOf(shared: SharedClaim, cases: readonly ClaimedElement[]): Promise<Uint8Array> {
  const data = bytesToHex(encodeBatch(shared, cases));
  const result = await connection.provider.request({
    method: 'eth_call',
    params: [{ to: batch, data, gas: '0xf00000' }, 'latest'],
  });
  return decodeOutcomes(hexToBytes(result as `0x${string}`)); // boundary: eth_call gives hex
}

describe.each(Object.keys(OPCODES))('the vectors of %s', (name) => {
  const file = new URL(`../vectors/ops/${name}.json`, import.meta.url);
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[]; // boundary: our own file

  test('are what the plain engine writes', () => {
    for (const vector of vectors) {
      const opened = openStep(vector.run, vector.step);
      const { shared, one } = claimOf(vector);
      expect(opened.shared).toEqual(shared);
      const { value } = vector;
      expect(opened.claim({ ...one, value })).toEqual({ name, value, ...one });
    }
  });

  test('are what the contract says', async () => {
    for (const vector of vectors) {
      const { shared, one } = claimOf(vector);
      expect(await outcomes(shared, [one])).toEqual([Number(vector.isWrong)]);
    }
  });
});

describe('OpVerifier', () => {
  test(`agrees with the plain engine on ${ELEMENTS} elements of every operator`, async () => {
    const { hashPairs } = loadEngine();
    const names = Object.keys(OPCODES) as OpName[]; // boundary: its keys are the names
    const elements = new Map<OpName, number>(names.map((name) => [name, 0]));
    const seen = { lies: 0, padding: 0, extremes: 0, ties: 0, unaligned: 0, oddSizes: 0 };
    const differences: string[] = [];

    for (let seed = 0; [...elements.values()].some((count) => count < ELEMENTS); seed++) {
      const random = new Random(seed);
      // The mode that has the operator of which there are fewest yet.
      const [fewest] = [...elements].reduce((least, one) => (one[1] < least[1] ? one : least));
      const isOnce = !OF_GENERATORS.includes(fewest);
      const drawn = randomCase(random, { mode: isOnce ? 'once' : 'generate', length: random.int(10, 40) });
      const request = random.chance(2) ? sharpen(drawn, random) : drawn;
      const layout = layOut(request.program);
      const weightsTree = Tree.ofBytes(request.weights, hashPairs);
      const stepCount = Math.min(STEPS_PER_PROGRAM, request.program.context);
      const perTensor = isOnce ? PER_TENSOR * STEPS_PER_PROGRAM : PER_TENSOR;
      for (let i = 0; i < stepCount; i++) {
        const at = random.int(0, request.program.context - 1);
        const later = Array.from({ length: random.int(0, 3) }, () => random.bytes(32));
        const step = new StepCase({ ...request, layout, weightsTree, step: at }, { later, hashPairs });
        const cases: ElementCase[] = [];
        layout.tensors.forEach(({ name, size, xInfo, weights, table }, tensor) => {
          const done = elements.get(name) ?? 0;
          const count = Math.min(ELEMENTS - done, size, perTensor);
          elements.set(name, done + Math.max(0, count));
          for (let k = 0; k < count; k++) {
            const element = random.int(0, size - 1);
            cases.push(step.truth(tensor, element));
            if (random.chance(2)) cases.push(step.lie(tensor, element, random));
            if (isExtreme(step, tensor, element)) seen.extremes++;
            if (isTie(step, { tensor, element, bytes: request.weights })) seen.ties++;
            if ((weights + table) % 32 !== 0) seen.unaligned++;
            if (xInfo.size % 32 !== 0) seen.oddSizes++;
          }
          const padding = step.paddingOf(tensor);
          if (count > 0 && padding > 0 && random.chance(4)) {
            const element = size + random.int(0, padding - 1);
            cases.push(step.truth(tensor, element), step.lie(tensor, element, random));
            seen.padding += 2;
          }
        });
        if (cases.length === 0) continue;
        const found = await outcomes(step.shared, cases);
        cases.forEach(({ name, tensor, element, isWrong }, index) => {
          if (isWrong) seen.lies++;
          if (found[index] === Number(isWrong)) return;
          differences.push(`seed ${seed} step ${at} ${name} (${tensor}, ${element}): ${isWrong} → ${found[index]}`);
        });
        expect(differences).toEqual([]);
      }
    }
    for (const [name, count] of elements) expect(count, name).toBe(ELEMENTS);
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(ELEMENTS / 50);
  }, 1_200_000);
});
