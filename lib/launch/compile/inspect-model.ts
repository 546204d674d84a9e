import { isFloatType, readGraph } from '../../compiler/read-graph.ts';
import { readModel } from '../../onnx/read-model.ts';
import type { PictureForm } from '../../request/picture.ts';

/** What an ONNX file says of itself. */
export type ModelFacts = {
  readonly inputName: string;
  /** The batch is 1. */
  readonly dims: readonly number[];
  /** Bytes of a request. */
  readonly size: number;
  /** Float inputs are scale · byte + offset; others take bytes as they are. */
  readonly isFloat: boolean;
  /** Names of the outputs, one of which is compiled. */
  readonly outputs: readonly string[];
  readonly nodes: number;
  /** The picture that the input's shape looks like. */
  readonly picture: PictureForm | null;
};

/**
 * Reads an ONNX file as far as the compiler can without samples, so that a model it cannot compile is refused at once. Throws
 * OnnxError with the compiler's sentence.
 */
export function inspectModel(model: Uint8Array, output?: string): ModelFacts {
  const graph = readModel(model);
  const chosen = output ?? graph.outputs[0];
  const { inputName, inputDims, inputBytes } = readGraph(graph, chosen === undefined ? {} : { output: chosen });
  return {
    inputName,
    dims: inputDims,
    size: inputBytes,
    isFloat: isFloatType(graph.inputs[0]?.type),
    outputs: graph.outputs,
    nodes: graph.nodes.length,
    picture: pictureIn(inputDims),
  };
}

/** [1, C, H, W], [1, H, W, C], [1, H, W] and [H, W] are pictures where C can be one's channels. */
function pictureIn(dims: readonly number[]): PictureForm | null {
  const [first, ...rest] = dims;
  const [a = 0, b = 0, c = 1] = first === 1 ? rest : dims;
  if ((first === 1 ? rest : dims).length === 2) return pictureForm({ width: b, height: a, channels: 1 });
  if (first !== 1 || rest.length !== 3) return null;
  return pictureForm({ width: c, height: b, channels: a }) ?? pictureForm({ width: b, height: a, channels: c });
}

/** A picture's form; null for numbers that are none. */
export function pictureForm(form: { width: number; height: number; channels: number }): PictureForm | null {
  const { width, height, channels } = form;
  const isSide = (side: number) => Number.isInteger(side) && side >= 2 && side <= 4096;
  if (!isSide(width) || !isSide(height) || (channels !== 1 && channels !== 3 && channels !== 4)) return null;
  return { width, height, channels };
}
