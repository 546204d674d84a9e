// Writes <operator>.json: claims about elements of each operator, true and false, with their witnesses.
// Run: node --import tsx test/vectors/ops/write.ts   A change of a file is a change of the spec's meaning.
import { writeFileSync } from 'node:fs';
import { bytesToHex } from 'viem';
import { Random } from '../../../lib/engine/testing/random.ts';
import { OPCODES, type OpName } from '../../../lib/engine/trace/records.ts';
import type { ElementCase, StepCase } from '../../differential/step-case.ts';
import { openStep, type RunName, type Vector } from './programs.ts';

const TRUE_CLAIMS = 6;
const FALSE_CLAIMS = 4;

const random = new Random(1);
const points: { run: RunName; step: number; opened: StepCase }[] = [
  ...[0, 4, 7].map((step) => ({ run: 'tiny' as const, step, opened: openStep('tiny', step) })),
  ...(['once', 'pictures', 'rows'] as const).map((run) => ({ run, step: 0, opened: openStep(run, 0) })),
];

for (const name of Object.keys(OPCODES) as OpName[]) { // boundary: its keys are the names
  const places = points.flatMap((point) =>
    point.opened.layout.tensors.flatMap((tensor, id) =>
      tensor.name === name ? [{ ...point, tensor: id, size: tensor.size }] : [],
    ),
  );
  const vectors: Vector[] = [];
  for (let i = 0; i < TRUE_CLAIMS + FALSE_CLAIMS; i++) {
    const { run, step, opened, tensor, size } = random.pick(places);
    const isPadding = i === TRUE_CLAIMS - 1 && opened.paddingOf(tensor) > 0;
    const element = isPadding ? size : random.pick([0, size - 1, random.int(0, size - 1)]);
    const one = i < TRUE_CLAIMS ? opened.truth(tensor, element) : opened.lie(tensor, element, random);
    vectors.push(vectorOf({ run, step, opened, one }));
  }
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`);
}

function vectorOf({ run, step, opened, one }: { run: RunName; step: number; opened: StepCase; one: ElementCase }): Vector {
  const { shared } = opened;
  return {
    run,
    step,
    steps: shared.steps,
    tensor: one.tensor,
    element: one.element,
    value: one.value,
    isWrong: one.isWrong,
    header: bytesToHex(shared.header),
    record: bytesToHex(one.record),
    chunk: bytesToHex(one.chunk),
    inputBytes: shared.inputBytes,
    inputHash: bytesToHex(shared.inputHash),
    modelHash: bytesToHex(shared.modelHash),
    stepRoot: bytesToHex(shared.stepRoot),
    stepsRoot: bytesToHex(shared.stepsRoot),
    witness: bytesToHex(one.witness),
  };
}
