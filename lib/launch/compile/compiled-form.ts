import type { ModelForm } from '../../bundle/pack-bundle.ts';
import type { Compiled } from '../../compiler/compile.ts';
import { OnnxError } from '../../onnx/error.ts';
import type { PictureForm } from '../../request/picture.ts';
import { pictureForm } from './inspect-model.ts';

/** What the manifest of a compiled model says of its requests and answers. `picture` is null where a request is plain bytes. */
export function compiledForm(
  { parsed, output, tensors }: Compiled,
  { labels, picture }: { labels: readonly string[]; picture: PictureForm | null },
): ModelForm {
  const maxBytes = parsed.maxInput;
  const input =
    picture === null
      ? ({ encoding: 'bytes', maxBytes } as const)
      : ({ encoding: 'image', ...picture, maxBytes } as const);
  if (output.answer === 'class') {
    return { kind: 'classifier', input, output: { encoding: 'class', labels: [...labels], maxBytes: 4 } };
  }
  if (output.answer === 'image') {
    const sides = sidesOf(output.order.map((axis) => output.dims[axis] ?? 1));
    return { kind: 'picture', input, output: { encoding: 'image', ...sides, maxBytes: parsed.maxOutput } };
  }
  const { scale = 1, zero = 0, dtype = 'i16' } = tensors.at(-1) ?? {};
  if (dtype === 'i32') {
    const message = 'The answer is the number of one of more than 256 classes at each place; a byte has room for 256.';
    throw new OnnxError('onnx/unsupported', message);
  }
  return {
    kind: 'values',
    input,
    output: { encoding: 'values', dtype, scale, zero, labels: [...labels], maxBytes: parsed.maxOutput },
  };
}

/** A picture's sides from its shape in the order of its bytes. Throws `onnx/unsupported`. */
function sidesOf(dims: readonly number[]): PictureForm {
  const [height = 1, width = 1, channels = 1] = dims.length > 3 ? dims.slice(dims.length - 3) : dims;
  const form = pictureForm({ width, height, channels });
  if (form !== null) return form;
  throw new OnnxError(
    'onnx/unsupported',
    `An answer of shape [${dims.join(', ')}] is no picture of 1, 3 or 4 channels.`,
  );
}

/** How many classes or numbers the answer chooses among or consists of. */
export function answerSize({ parsed, tensors }: Compiled): number {
  const last = parsed.ops.at(-1);
  return tensors[last?.op === 'argmax' ? last.x : parsed.ops.length - 1]?.size ?? 1;
}
