// Networks that others trained, compiled as they are committed, before the contract: of every tensor of their programs, elements with
// their witnesses. The true element must be called right, another one wrong; nothing may revert.
import { readFileSync } from 'node:fs';
import hre from 'hardhat';
import { type Address, bytesToHex, hexToBytes } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../lib/compiler/compile.ts';
import { loadEngine } from '../../lib/engine/engine.ts';
import { Random } from '../../lib/engine/testing/random.ts';
import { layOut } from '../../lib/engine/trace/records.ts';
import { Tree } from '../../lib/engine/trace/tree.ts';
import { ZOO } from '../../models/zoo/catalogue.ts';
import { buildContracts } from '../build-contracts.ts';
import { decodeOutcomes, encodeBatch } from './batch.ts';
import { type ElementCase, StepCase } from './step-case.ts';

/** Elements of a model that are asked about, at least; every tensor has two or more: one as it is and one as it is not. */
const PER_MODEL = 60;
/** Requests to calibrate with here: that the program is right does not depend on how well it is calibrated. */
const CALIBRATE = 2;

type Connection = Awaited<ReturnType<typeof hre.network.create>>;
let connection: Connection;
let batch: Address;

beforeAll(async () => {
  await buildContracts();
  connection = await hre.network.create();
  batch = (await connection.viem.deployContract('OpVerifierBatch')).address;
}, 300_000);

afterAll(() => connection.close());

const read = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));

test.each(ZOO)(
  'the contract judges elements of every tensor of $name',
  async ({ folder, input: inputScale, answer, output }) => {
    const requests = read(`${folder}/calibrate.bin`);
    const model = read(`${folder}/model.onnx`);
    const size = requests.length / 64;
    const samples = Array.from({ length: CALIBRATE }, (_, i) => requests.slice(i * size, (i + 1) * size));
    const outputScale = output === undefined ? {} : { outputScale: output };
    const { parsed: program, weights } = compile({ model, samples, inputScale, answer, ...outputScale });
    const { hashPairs } = loadEngine();
    const layout = layOut(program);
    const weightsTree = Tree.ofBytes(weights, hashPairs);
    const input = requests.slice(CALIBRATE * size, (CALIBRATE + 1) * size);
    const step = new StepCase({ program, weights, input, layout, weightsTree, step: 0 }, { later: [], hashPairs });
    const random = new Random(1);
    const perTensor = 2 * Math.max(1, Math.ceil(PER_MODEL / 2 / layout.tensors.length));
    for (const [tensor, { name, size: elements }] of layout.tensors.entries()) {
      const cases: ElementCase[] = Array.from({ length: perTensor }, (_, k) => {
        const element = random.int(0, elements - 1);
        return k % 2 === 0 ? step.truth(tensor, element) : step.lie(tensor, element, random);
      });
      const data = bytesToHex(encodeBatch(step.shared, cases));
      const params = [{ to: batch, data, gas: '0xf00000' }, 'latest'];
      const result = await connection.provider.request({ method: 'eth_call', params });
      const found = decodeOutcomes(hexToBytes(result as `0x${string}`)); // boundary: eth_call gives hex
      expect([...found], `${name}, tensor ${tensor}`).toEqual(cases.map(({ isWrong }) => Number(isWrong)));
    }
  },
  300_000,
);
