import type { ModelForm } from '../../bundle/pack-bundle.ts';
import type { Compiled } from '../../compiler/compile.ts';
import { OnnxError } from '../../onnx/error.ts';
import type { PictureForm } from '../../request/picture.ts';

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
  const { scale = 1, zero = 0, dtype = 'i16' } = tensors.at(-1) ?? {};
  if (dtype === 'i32') throw new OnnxError('onnx/unsupported', 'The answer is a class.');
  return {
    kind: 'values',
    input,
    output: { encoding: 'values', dtype, scale, zero, labels: [...labels], maxBytes: parsed.maxOutput },
  };
}

/** How many classes or numbers the answer chooses among or consists of. */
export function answerSize({ parsed, tensors }: Compiled): number {
  const last = parsed.ops.at(-1);
  return tensors[last?.op === 'argmax' ? last.x : parsed.ops.length - 1]?.size ?? 1;
}
