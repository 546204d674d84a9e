import type { Nearness } from '../../lib/compiler/measure.ts';

/** What `imo accuracy` is asked. */
export type AccuracyCommand = {
  model: string;
  bundle: string;
  samples: string;
  /** A file with the right class of each sample. */
  truth: string | undefined;
  limit: number;
};

/** The integer program beside the float model in onnxruntime, on the same requests. */
export type Accuracy = {
  readonly samples: number;
  /**
   * Part of the samples (of a text: steps) for which both rank the same element first; of the places, for a map of classes. None
   * of a picture, nor of one number.
   */
  readonly agreement?: number;
  /** Of a picture: peak signal-to-noise ratio in dB, between the float model's bytes and the program's. */
  readonly psnr?: number;
  /** Part of the samples that each gets right, with a truth; of a text, of the next tokens. */
  readonly right?: { readonly float: number; readonly integer: number };
  /** The tensors that stand for one of the model's, in order; the last is what the answer is taken from. */
  readonly layers: readonly (Nearness & { readonly tensor: number; readonly onnx: string; readonly dtype: string })[];
};

/** The table that `imo accuracy` prints. */
export function accuracyTable({ samples, agreement, psnr, right, layers }: Accuracy): string[] {
  const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;
  return [
    `samples      ${samples}`,
    ...(agreement === undefined
      ? []
      : [`agreement    ${percent(agreement)} of the first places (integer program, float model in onnxruntime)`]),
    ...(psnr === undefined ? [] : [`picture      PSNR ${psnr.toFixed(1)} dB`]),
    ...(right === undefined ? [] : [`right        float ${percent(right.float)}, integer ${percent(right.integer)}`]),
    '',
    'tensor  type  cosine     error     largest    of the model’s tensor',
    ...layers.map(({ tensor, dtype, cosine, relativeError, largestError, onnx }) =>
      [
        String(tensor).padStart(6),
        dtype.padEnd(4),
        cosine.toFixed(6).padEnd(9),
        percent(relativeError).padStart(8),
        largestError.toPrecision(3).padStart(9),
        ` ${onnx}`,
      ].join('  '),
    ),
  ];
}
