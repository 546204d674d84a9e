import { OnnxError } from '../../onnx/error.ts';
import type { Answer, CompileOptions } from '../compile.ts';
import { simplify, withoutLines } from '../ir/simplify.ts';
import type { Tensor } from '../ir/tensor.ts';
import { dimsOf, transposed, type Value } from '../ir/view.ts';
import { isPicture, type Network } from '../read-graph.ts';
import type { Ending } from './plan.ts';

/** A network as the tensor that its program answers with. */
export type Prepared = {
  readonly last: Tensor;
  readonly answer: Answer;
  readonly ending: Ending;
  /** The answer's shape, and its dimensions in the order of the answer's bytes, from the outermost. */
  readonly dims: readonly number[];
  readonly order: readonly number[];
  readonly notes: readonly string[];
};

/** Classes that a byte has room for. */
const BYTE_CLASSES = 256;

/**
 * Ends a network in what is wanted of it: the elements, the number of the largest, or bytes. A picture's elements come channels last.
 * Throws `onnx/unsupported`.
 */
export function prepare(network: Network, options: Pick<CompileOptions, 'answer' | 'outputScale'>): Prepared {
  const { builder, outputName } = network;
  const notes = [...network.notes];
  const where = `Output "${outputName}"`;
  const { output } = network;
  const isIndex = indexOf(output.tensor);
  const answer = options.answer ?? defaultAnswer(output.tensor, isIndex);
  const dims = dimsOf(output);
  if (isIndex === undefined && answer === 'classes') {
    throw new OnnxError('onnx/unsupported', `${where} is no ArgMax: classes need one at the end of the model.`);
  }
  if (isIndex !== undefined && answer === 'image') {
    throw new OnnxError('onnx/unsupported', `${where} is an ArgMax, which makes no picture: ask for classes.`);
  }
  if (isIndex === undefined && answer === 'class') {
    const ranks = ranked(output.tensor);
    if (ranks !== output.tensor && softmaxOf(output.tensor) !== undefined) notes.push(leftOut(output.tensor));
    const view = { ...output, tensor: ranks };
    const x = builder.gathered(view, output.axes.flat(), where);
    const best = builder.tensor({ kind: 'argmax', x, rows: 1 }, { size: 1, where: 'The answer' });
    return { ...finished(best, network), answer, ending: { kind: 'class' }, dims: [], order: [], notes };
  }
  const order = isPicture(dims) && isIndex === undefined ? [0, 2, 3, 1] : dims.map((_, i) => i);
  const ordered: Value = transposed(output, order);
  const last = builder.gathered(ordered, ordered.axes.flat(), where);
  if (isIndex !== undefined) {
    const { x, rows } = isIndex;
    const stripped = ranked(x);
    if (softmaxOf(x) !== undefined && stripped !== x) notes.push(leftOut(x));
    const best = stripped === x ? isIndex : builder.tensor({ kind: 'argmax', x: stripped, rows }, isIndex);
    const moved = last === isIndex || last.kind !== 'move' ? best : { ...last, x: best };
    if (best !== isIndex) Object.assign(best, { name: isIndex.name, axes: isIndex.axes });
    const isBytes = answer === 'classes' && x.size / rows <= BYTE_CLASSES;
    const kind = isBytes ? 'classes' : 'class';
    return { ...finished(moved, network), answer, ending: { kind }, dims, order, notes };
  }
  const { scale, offset } = options.outputScale ?? { scale: 255, offset: 0 };
  const ending: Ending = answer === 'image' ? { kind: 'image', scale, offset } : { kind: 'values' };
  return { ...finished(last, network), answer, ending, dims, order, notes };
}

function finished(last: Tensor, { builder }: Network): { last: Tensor } {
  return { last: withoutLines(simplify(last, builder), builder) };
}

function defaultAnswer(tensor: Tensor, index: (Tensor & { kind: 'argmax' }) | undefined): Answer {
  if (index !== undefined) return index.rows === 1 ? 'class' : 'classes';
  return softmaxOf(tensor)?.rows === 1 ? 'class' : 'values';
}

function indexOf(tensor: Tensor): (Tensor & { kind: 'argmax' }) | undefined {
  if (tensor.kind === 'move') return indexOf(tensor.x);
  return tensor.kind === 'argmax' ? tensor : undefined;
}

/** The softmax that a tensor is, or is an increasing function of. */
function softmaxOf(tensor: Tensor): (Tensor & { kind: 'softmax' }) | undefined {
  if (tensor.kind === 'function' && tensor.isIncreasing) return softmaxOf(tensor.x);
  return tensor.kind === 'softmax' ? tensor : undefined;
}

/** The tensor that has the same ranking in each row, before Softmax and other increasing functions. */
function ranked(tensor: Tensor): Tensor {
  if (tensor.kind === 'softmax') return ranked(tensor.x);
  if (tensor.kind === 'function' && tensor.isIncreasing) return ranked(tensor.x);
  return tensor;
}

function leftOut(tensor: Tensor): string {
  const { where } = softmaxOf(tensor) ?? tensor;
  return `${where} is left out: the program's answer ranks its inputs, which Softmax does not change.`;
}
