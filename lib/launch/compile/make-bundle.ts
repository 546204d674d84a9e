import { packBundle } from '../../bundle/pack-bundle.ts';
import type { Compiled } from '../../compiler/compile.ts';
import type { PictureForm } from '../../request/picture.ts';
import { compiledForm } from './compiled-form.ts';
import type { AccuracyReport } from './measure-accuracy.ts';
import type { SaidOfModel } from './said-of-model.ts';
import { writeCard } from './write-card.ts';

/** Samples that become golden outputs, and so public, besides the plain fillings. */
export const GOLDEN_SAMPLES = 12;

/** The files of a bundle for a compiled model: golden runs are made here, so this takes as long as they do. */
export function makeBundle(source: {
  compiled: Compiled;
  said: SaidOfModel;
  picture: PictureForm | null;
  report: AccuracyReport;
  samples: readonly Uint8Array[];
  isGenerated: boolean;
}): Map<string, Uint8Array> {
  const { compiled, said, picture, samples } = source;
  const { program, weights, parameters } = compiled;
  const card = new TextEncoder().encode(writeCard(source));
  const packed = packBundle({
    facts: { name: said.name, description: said.description, licence: said.licence, parameters, examples: [] },
    form: compiledForm(compiled, { labels: said.labels, picture }),
    program,
    weights,
    prompts: samples.slice(0, GOLDEN_SAMPLES),
  });
  return new Map([
    ['manifest.json', packed.manifest],
    ['program.json', program],
    ['weights.bin', weights],
    ['card.md', card],
    ['golden.json', packed.golden],
  ]);
}
