import type { Compiled } from '../../compiler/compile.ts';
import type { AccuracyReport } from './measure-accuracy.ts';
import type { SaidOfModel } from './said-of-model.ts';

/** How a part is written in a card: `98.25 %`. */
export function percentText(part: number): string {
  return `${(100 * part).toFixed(2)} %`;
}

/** A peak signal-to-noise ratio: `38.2 dB`. */
export function psnrText(psnrDb: number): string {
  return Number.isFinite(psnrDb) ? `${psnrDb.toFixed(1)} dB` : 'no difference';
}

/** card.md of a model that was compiled in the browser: what its creator said, and what was measured. */
export function writeCard(source: {
  said: SaidOfModel;
  compiled: Compiled;
  report: AccuracyReport;
  isGenerated: boolean;
}): string {
  const { said, compiled, report, isGenerated } = source;
  const { input, parsed, parameters, samples } = compiled;
  const measuredOn = isGenerated
    ? 'generated noise'
    : report.isHeldOut
      ? 'held-out samples'
      : 'its calibration samples';
  const agreement =
    report.agreement === null ? [] : [`| same first place as the float model | ${percentText(report.agreement)} |`];
  return [
    `# ${said.name}`,
    '',
    said.description,
    '',
    '| | |',
    '|---|---|',
    `| parameters | ${parameters.toLocaleString('en')} |`,
    `| multiplications an answer | ${parsed.macsPerStep.toLocaleString('en')} |`,
    `| input | ${parsed.maxInput} bytes; the model sees ${input.scale} · byte + ${input.offset}, shape [${input.dims.join(', ')}] |`,
    `| calibrated with | ${samples} ${isGenerated ? 'generated samples (noise)' : 'samples'} |`,
    `| measured on | ${report.samples} ${measuredOn}, beside the compiler’s float reading of the ONNX file |`,
    ...agreement,
    ...(report.answer === null
      ? []
      : [
          `| answer beside the float model | cosine ${report.answer.cosine.toFixed(5)}, error ${percentText(report.answer.relativeError)} of its size |`,
        ]),
    ...(report.psnrDb === null ? [] : [`| picture beside the float model’s | PSNR ${psnrText(report.psnrDb)} |`]),
    `| licence | ${said.licence} |`,
    '',
    ...(compiled.notes.length === 0
      ? []
      : ['**What the compiler did.**', ...compiled.notes.map((note) => `- ${note}`), '']),
  ].join('\n');
}
