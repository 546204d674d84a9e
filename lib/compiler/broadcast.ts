import { badShape, type NodeContext, show } from './value.ts';

/** The shape of an element-wise operator's output. Spec: ONNX, "Broadcasting". Throws `onnx/shape`. */
export function broadcastDims(context: NodeContext, a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) badShape(context, `shapes ${show(a)} and ${show(b)} do not fit.`);
    return left === 1 ? right : left;
  });
}

/** The elements of a constant repeated to fill `dims`, which it is known to fit. */
export function broadcastTo(data: Float64Array, from: readonly number[], dims: readonly number[]): Float64Array {
  const steps = stepsOf(from, dims);
  const out = new Float64Array(dims.reduce((product, dim) => product * dim, 1));
  const index = new Array<number>(dims.length).fill(0);
  let at = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = data[at] ?? 0;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      at += steps[axis] ?? 0;
      if (next < (dims[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      at -= next * (steps[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return out;
}

/** How far each axis of `dims` moves in a tensor of shape `from`: 0 where it is repeated. */
function stepsOf(from: readonly number[], dims: readonly number[]): number[] {
  const steps = new Array<number>(dims.length).fill(0);
  let step = 1;
  for (let back = 1; back <= from.length; back++) {
    const dim = from[from.length - back] ?? 1;
    if (dim !== 1) steps[dims.length - back] = step;
    step *= dim;
  }
  return steps;
}
