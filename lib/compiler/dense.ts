import { OnnxError } from '../onnx/error.ts';
import { ONNX_LIMITS } from '../onnx/limits.ts';
import type { Budget } from './budget.ts';
import type { Expr, Matrix } from './expr.ts';
import { type Form, isAffine } from './scalar.ts';

/** matrix · x + bias; x is neither a line nor a diagonal. */
export type Affine = Matrix & { readonly x: Expr };

/** Merges neighbouring linear operators into one matrix each. */
export class Merger {
  readonly #done = new Map<Expr, Affine | undefined>();
  readonly #budget: Budget;
  #work = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** What `e` is as one matrix over another tensor; undefined where it is not linear (or a mere diagonal, or the input). */
  affineOf(e: Expr): Affine | undefined {
    if (!this.#done.has(e)) this.#done.set(e, this.#find(e));
    return this.#done.get(e);
  }

  #find(e: Expr): Affine | undefined {
    switch (e.kind) {
      case 'dense':
        return this.#overLines(e, e);
      case 'diagonal': {
        const inner = this.affineOf(e.x);
        return inner && this.#scaled(inner, (n) => ({ scale: e.scale[n] ?? 0, offset: e.offset[n] ?? 0 }));
      }
      case 'elementwise': {
        const inner = e.form !== undefined && isAffine(e.form) ? this.affineOf(e.base) : undefined;
        return inner && this.lined(inner, e.form);
      }
      case 'add':
        return this.#sum(this.affineOf(e.x), this.affineOf(e.y));
      default:
        return undefined;
    }
  }

  /** `form`'s line (not its clip) after a matrix. */
  lined(inner: Affine, form: Form | undefined): Affine {
    return this.#scaled(inner, () => ({ scale: form?.scale ?? 1, offset: form?.offset ?? 0 }));
  }

  /** The diagonal of an expression that is no matrix, as one. */
  diagonal(x: Expr, scale: Float64Array, offset: Float64Array): Affine {
    const size = x.size;
    this.#budget.take(size * size, x.where);
    const weights = new Float64Array(size * size);
    scale.forEach((value, n) => {
      weights[n * size + n] = value;
    });
    return { x, rows: size, columns: size, weights, bias: offset };
  }

  /** Takes lines, diagonals and smaller matrices before the matrix into it. */
  #overLines(matrix: Matrix, { x }: { x: Expr }): Affine {
    if (x.kind === 'diagonal') {
      const before = (k: number) => ({ scale: x.scale[k] ?? 0, offset: x.offset[k] ?? 0 });
      return this.#overLines(this.#columnsScaled(matrix, x.where, before), x);
    }
    if (x.kind === 'elementwise' && x.form !== undefined && isAffine(x.form)) {
      const { scale, offset } = x.form;
      return this.#overLines(
        this.#columnsScaled(matrix, x.where, () => ({ scale, offset })),
        { x: x.base },
      );
    }
    const inner = this.affineOf(x);
    const isSmaller =
      inner !== undefined && matrix.rows * inner.columns <= matrix.rows * inner.rows + inner.rows * inner.columns;
    return inner !== undefined && isSmaller ? this.#product(matrix, inner) : { ...matrix, x };
  }

  #columnsScaled(matrix: Matrix, where: string, line: (k: number) => { scale: number; offset: number }): Matrix {
    const { rows, columns } = matrix;
    this.#budget.take(rows * columns, where);
    const weights = new Float64Array(matrix.weights.length);
    const bias = Float64Array.from(matrix.bias);
    for (let k = 0; k < columns; k++) {
      const { scale, offset } = line(k);
      for (let n = 0, at = k; n < rows; n++, at += columns) {
        const weight = matrix.weights[at] ?? 0;
        weights[at] = weight * scale;
        bias[n] = (bias[n] ?? 0) + weight * offset;
      }
    }
    return { rows, columns, weights, bias };
  }

  #scaled(inner: Affine, line: (n: number) => { scale: number; offset: number }): Affine {
    const { rows, columns } = inner;
    this.#budget.take(rows * columns, inner.x.where);
    const weights = Float64Array.from(inner.weights);
    const bias = new Float64Array(rows);
    for (let n = 0; n < rows; n++) {
      const { scale, offset } = line(n);
      bias[n] = (inner.bias[n] ?? 0) * scale + offset;
      for (let at = n * columns; at < (n + 1) * columns; at++) weights[at] = (weights[at] ?? 0) * scale;
    }
    return { ...inner, weights, bias };
  }

  #product(outer: Matrix, inner: Affine): Affine {
    const { rows } = outer;
    const { columns } = inner;
    this.#budget.take(rows * columns, inner.x.where);
    this.#charge(rows * inner.rows * columns);
    const weights = new Float64Array(rows * columns);
    const bias = Float64Array.from(outer.bias);
    for (let n = 0; n < rows; n++) {
      for (let m = 0; m < inner.rows; m++) {
        const factor = outer.weights[n * inner.rows + m] ?? 0;
        bias[n] = (bias[n] ?? 0) + factor * (inner.bias[m] ?? 0);
        for (let k = 0, to = n * columns, from = m * columns; k < columns; k++, to++, from++) {
          weights[to] = (weights[to] ?? 0) + factor * (inner.weights[from] ?? 0);
        }
      }
    }
    return { x: inner.x, rows, columns, weights, bias };
  }

  #sum(a: Affine | undefined, b: Affine | undefined): Affine | undefined {
    if (a === undefined || b === undefined || a.x !== b.x) return undefined;
    this.#budget.take(a.weights.length, a.x.where);
    const weights = a.weights.map((value, at) => value + (b.weights[at] ?? 0));
    return { ...a, weights, bias: a.bias.map((value, n) => value + (b.bias[n] ?? 0)) };
  }

  #charge(work: number): void {
    this.#work += work;
    if (this.#work > ONNX_LIMITS.mergeWork) {
      throw new OnnxError('onnx/limit', 'The model has more linear operators in a row than can be merged.');
    }
  }
}
