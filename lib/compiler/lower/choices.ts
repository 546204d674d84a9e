import { OnnxError } from '../../onnx/error.ts';
import type { Tensor } from '../ir/tensor.ts';
import type { Role } from './roles.ts';
import { choiceOf, OPEN, type ScaleChoice } from './stage.ts';

/** The scale of a tensor in a form, clipped by saturation where the form can. Throws `onnx/unsupported`. */
export function choiceFor(
  { tensor, role }: { tensor: Tensor; role: Role },
  { low, high }: { low: number; high: number } = OPEN,
): ScaleChoice {
  const more = { member: tensor, clip: { low, high } };
  switch (role) {
    case 'operand':
      return choiceOf('operand', more);
    case 'factor':
      return choiceOf('operand', { ...more, isSymmetric: true });
    case 'table':
      return choiceOf('byte', more);
    case 'score':
      return choiceOf('score', more);
    case 'query':
    case 'value':
      return choiceOf('byte', { ...more, clip: OPEN, isSymmetric: true });
    case 'key':
      return choiceOf('signed', { ...more, clip: OPEN, isSymmetric: true });
    case 'ids':
      throw new OnnxError(
        'onnx/unsupported',
        `${tensor.where}: only ids of the request itself can be looked up by Gather.`,
      );
    default:
      return choiceOf('wide', { ...more, clip: OPEN });
  }
}
