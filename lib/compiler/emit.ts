import { LIMITS } from '../engine/limits.ts';
import { ELEMENT_BYTES } from '../engine/tensor.ts';
import { OnnxError } from '../onnx/error.ts';
import type { QuantisedStage } from './quantise.ts';

/** The bytes of program.json and weights.bin; operator number i of the program is stage number i. */
export function emitProgram(stages: readonly QuantisedStage[]): { program: Uint8Array; weights: Uint8Array } {
  const parts: Uint8Array[] = [];
  let weightsBytes = 0;
  const place = (bytes: Uint8Array): number => {
    parts.push(bytes);
    weightsBytes += bytes.length;
    return weightsBytes - bytes.length;
  };
  const ops = stages.map((stage) => operatorOf(stage, place));
  if (weightsBytes > LIMITS.weightsBytes) {
    throw new OnnxError(
      'onnx/limit',
      `The weights would have ${weightsBytes} bytes, more than ${LIMITS.weightsBytes}.`,
    );
  }
  const inputBytes = stages.find(({ stage }) => stage.kind === 'input')?.stage.size ?? 0;
  const last = stages.at(-1);
  const outputBytes = last === undefined ? 0 : last.stage.size * ELEMENT_BYTES[last.scale.dtype];
  if (outputBytes > LIMITS.outputBytes) {
    throw new OnnxError('onnx/limit', `The answer would have ${outputBytes} bytes, more than ${LIMITS.outputBytes}.`);
  }
  const program = {
    format: 'openimo-program',
    version: 3,
    mode: 'once',
    context: 1,
    minInput: inputBytes,
    maxInput: inputBytes,
    minOutput: outputBytes,
    maxOutput: outputBytes,
    terminator: 0,
    weightsBytes,
    states: [],
    ops,
  };
  const weights = new Uint8Array(weightsBytes);
  let at = 0;
  for (const part of parts) {
    weights.set(part, at);
    at += part.length;
  }
  return { program: new TextEncoder().encode(JSON.stringify(program)), weights };
}

function operatorOf({ stage, scale, rows, table }: QuantisedStage, place: (bytes: Uint8Array) => number): object {
  switch (stage.kind) {
    case 'input':
      return { op: 'input', size: stage.size };
    case 'dense': {
      const { bytes, shift } = rows ?? { bytes: new Uint8Array(), shift: 1 };
      return { op: 'linear', x: stage.x, rows: stage.size, weights: place(bytes), shift, dtype: scale.dtype };
    }
    case 'table':
      return { op: 'map', x: stage.x, table: place(table ?? new Uint8Array(256)), dtype: scale.dtype };
    case 'add':
      return { op: 'add', x: stage.x, y: stage.y };
    case 'argmax':
      return { op: 'argmax', x: stage.x, rows: 1 };
    default:
      return stage satisfies never;
  }
}
