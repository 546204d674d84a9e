import { LIMITS } from '../engine/limits.ts';
import { OnnxError } from '../onnx/error.ts';
import type { Budget } from './budget.ts';
import { type Affine, Merger } from './dense.ts';
import { argmaxOf, ranked } from './endings.ts';
import type { Expr } from './expr.ts';
import type { Network } from './read-graph.ts';
import { type Form, isAffine, type Scalar, X } from './scalar.ts';
import type { DenseStage, Role, Stage } from './stage.ts';

/** What the program answers: the index of the largest element, or the elements. */
export type Answer = 'class' | 'values';

/** The stages of a network, each after those it reads; the last is the answer. Throws `onnx/unsupported`. */
export function lower(network: Network, answer: Answer): readonly Stage[] {
  const plan = new Plan(network.budget);
  const place = { name: '', where: 'The answer' };
  const { output } = network;
  if (answer === 'class') plan.argmax(output.kind === 'argmax' ? output : argmaxOf(output, place));
  else if (output.kind === 'argmax') plan.argmax(output);
  else plan.answer(output);
  return plan.stages;
}

/** Nothing is clipped. */
const OPEN = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

class Plan {
  readonly stages: Stage[] = [];
  readonly #merger: Merger;
  readonly #known = new Map<string, number>();
  readonly #numbers = new Map<Expr, number>();

  constructor(budget: Budget) {
    this.#merger = new Merger(budget);
  }

  argmax(e: Expr & { kind: 'argmax' }): void {
    const x = this.#wide(ranked(e.x));
    this.#push({ kind: 'argmax', x, ...nameOf(e), size: 1 });
  }

  /** The elements themselves: 16 bits after a matrix, 8 bits after a function. A softmax is left to the reader. */
  answer(e: Expr): void {
    const values = e.kind === 'softmax' ? e.x : e;
    if (values.kind === 'elementwise' && this.#merger.affineOf(values) === undefined) {
      this.#table(values, 'answer');
    } else this.#wide(values);
  }

  /** A 7-bit tensor, for a linear to read. */
  #operand(e: Expr): number {
    return this.#once(e, 'operand', () => {
      const affine = this.#merger.affineOf(e);
      if (affine !== undefined) return this.#dense(e, affine, { role: 'operand', ...OPEN });
      switch (e.kind) {
        case 'input':
          return this.#push({ kind: 'table', x: this.#input(e), scalar: X, role: 'operand', ...nameOf(e) });
        case 'elementwise': {
          const inner = e.form === undefined ? undefined : this.#merger.affineOf(e.base);
          if (inner === undefined || e.form === undefined || e.form.low >= e.form.high)
            return this.#table(e, 'operand');
          return this.#dense(e, this.#merger.lined(inner, e.form), { role: 'operand', ...rangeOf(e.form) });
        }
        case 'diagonal':
          return this.#dense(e, this.#merger.diagonal(e.x, e.scale, e.offset), { role: 'operand', ...OPEN });
        default:
          return tooEarly(e);
      }
    });
  }

  /** An 8-bit tensor, for tables to read. */
  #indexed(e: Expr, reader: Scalar): number {
    const number = this.#once(e, 'table', () => {
      if (e.kind === 'input') return this.#input(e);
      const affine = this.#merger.affineOf(e);
      if (affine !== undefined) return this.#dense(e, affine, { role: 'table', ...OPEN });
      if (e.kind !== 'diagonal') return tooEarly(e);
      return this.#dense(e, this.#merger.diagonal(e.x, e.scale, e.offset), { role: 'table', ...OPEN });
    });
    const stage = this.stages[number];
    if (stage?.kind === 'dense') stage.readers.push(reader);
    return number;
  }

  #table(e: Expr & { kind: 'elementwise' }, role: 'operand' | 'answer'): number {
    const x = this.#indexed(e.base, e.scalar);
    return this.#push({ kind: 'table', x, scalar: e.scalar, role, ...nameOf(e) });
  }

  /** A 16-bit tensor: the answer, or what is added up to it. */
  #wide(e: Expr): number {
    return this.#once(e, 'wide', () => {
      const affine = this.#merger.affineOf(e);
      if (affine !== undefined) return this.#dense(e, affine, { role: 'wide', ...OPEN });
      if (e.kind === 'add') {
        const [x, y] = [this.#wide(e.x), this.#wide(e.y)];
        return this.#push({ kind: 'add', x, y, ...nameOf(e) });
      }
      if (e.kind === 'diagonal') {
        return this.#dense(e, this.#merger.diagonal(e.x, e.scale, e.offset), { role: 'wide', ...OPEN });
      }
      if (e.kind === 'elementwise' && e.form !== undefined && isAffine(e.form)) {
        const { scale, offset } = e.form;
        const [by, plus] = [new Float64Array(e.size).fill(scale), new Float64Array(e.size).fill(offset)];
        return this.#dense(e, this.#merger.diagonal(e.base, by, plus), { role: 'wide', ...OPEN });
      }
      const [ones, zeros] = [new Float64Array(e.size).fill(1), new Float64Array(e.size)];
      return this.#dense(e, this.#merger.diagonal(e, ones, zeros), { role: 'wide', ...OPEN });
    });
  }

  #dense(e: Expr, affine: Affine, rule: { role: DenseStage['role']; low: number; high: number }): number {
    const { x, ...matrix } = affine;
    const { role, low, high } = rule;
    const number = this.#operand(x);
    return this.#push({ kind: 'dense', x: number, matrix, low, high, role, readers: [], ...nameOf(e) });
  }

  #input(e: Expr): number {
    return this.#once(e, 'input', () => this.#push({ kind: 'input', ...nameOf(e) }));
  }

  #once(e: Expr, role: Role | 'input', make: () => number): number {
    const id = this.#numbers.get(e) ?? this.#numbers.size;
    this.#numbers.set(e, id);
    const key = `${id} ${role}`;
    const number = this.#known.get(key) ?? make();
    this.#known.set(key, number);
    return number;
  }

  #push(stage: Stage): number {
    if (this.stages.length === LIMITS.ops) {
      throw new OnnxError('onnx/limit', `The model needs more than ${LIMITS.ops} operators.`);
    }
    this.stages.push(stage);
    return this.stages.length - 1;
  }
}

function nameOf({ name, where, size }: Expr): { name: string; where: string; size: number } {
  return { name, where, size };
}

function rangeOf({ low, high }: Form): { low: number; high: number } {
  return { low, high };
}

function tooEarly(e: Expr): never {
  const why =
    e.kind === 'add'
      ? 'the sum of two computed tensors is read by another operator; yet it can only be the answer.'
      : `${e.kind === 'softmax' ? 'Softmax' : 'ArgMax'} can only be at the end of the model.`;
  throw new OnnxError('onnx/unsupported', `${e.where}: ${why}`);
}
