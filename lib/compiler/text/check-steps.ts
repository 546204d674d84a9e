import { OnnxError } from '../../onnx/error.ts';
import type { Stage } from '../lower/stage.ts';

/** Throws `onnx/unsupported` for operators that a program that goes token by token does not have. */
export function checkSteps(stages: readonly Stage[]): void {
  for (const stage of stages) {
    const isRows = (stage.kind === 'squares' || stage.kind === 'argmax') && stage.rows !== 1;
    if (isRows) {
      refuse(
        stage,
        `it looks at ${stage.rows} rows of a token; in a program that goes token by token, norms and ArgMax take all its numbers as one`,
      );
    }
    if (stage.kind === 'max' && stages[stage.x]?.kind !== 'scores') {
      refuse(
        stage,
        'in a program that goes token by token, a softmax is part of attention over the past, or the last operator',
      );
    }
  }
}

function refuse({ where }: Stage, why: string): never {
  throw new OnnxError('onnx/unsupported', `${where}: ${why}.`);
}
