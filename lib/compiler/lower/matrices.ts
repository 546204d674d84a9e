import type { Of } from '../ir/tensor.ts';
import { choiceFor } from './choices.ts';
import { type Lowering, meaningOf, type Wanted } from './lowering.ts';
import { requantised } from './requantise.ts';
import { paddingOf } from './roles.ts';
import { choiceOf, fixedChoice, OPEN, rootOf, type ScaleChoice } from './stage.ts';

const POWERS = fixedChoice({ dtype: 'u7', scale: 1 / 127, zero: 0 });
const SUMS = fixedChoice({ dtype: 'i32', scale: 1 / 127, zero: 0 });

/** A convolution, whose clip is its scale's ends; in 16 bits, the clip follows. */
export function convStage(plan: Lowering, { tensor, role }: Wanted<Of<'conv'>>): number {
  const x = plan.stage(tensor.x, 'operand');
  const pad = paddingOf(tensor);
  if (pad !== undefined) rootOf(plan.at(x).choice).exact.add(pad);
  const { low, high } = tensor;
  const isSplit = plan.split.has(tensor) && role !== 'wide';
  const clip = { low, high };
  const choice = choiceFor({ tensor, role }, role === 'wide' ? OPEN : clip);
  const { window, groups, rows, weights, bias } = tensor;
  const kind = { kind: 'conv', x, tensor, window, groups, rows, weights, bias, pad: tensor.pad, ...clip } as const;
  const isRaw = role === 'wide' && (Number.isFinite(low) || Number.isFinite(high)); // the clip follows
  const first = plan.push(kind, { ...meaningOf(tensor, choice), of: isRaw ? undefined : tensor });
  return isSplit ? requantised(plan, { tensor, role, x: first }) : first;
}

/** A product of two computed matrices; after a softmax the sum of powers divides last. */
export function matmulStage(plan: Lowering, { tensor, role }: Wanted<Of<'matmul'>>): number {
  const choice = choiceFor({ tensor, role });
  choice.isSymmetric = true;
  const { x, dims, factor } = tensor;
  const y = plan.stage(tensor.y, 'factor');
  if (x.kind !== 'softmax') {
    const left = plan.stage(x, 'factor');
    return plan.push({ kind: 'matmul', x: left, y, dims, factor }, meaningOf(tensor, choice));
  }
  // The sum of powers divides after the product: eˣ · y ÷ Σ eˣ.
  const { powers, sum } = powersOf(plan, x);
  const raw: ScaleChoice = choiceOf('fixed', { scale: { dtype: 'i32', scale: 0, zero: 0 } });
  const product = plan.push(
    { kind: 'matmul', x: powers, y, dims, factor: 1 },
    { size: tensor.size, choice: raw, of: undefined, where: tensor.where },
  );
  return plan.push({ kind: 'divide', x: product, sum, rows: x.rows, factor }, meaningOf(tensor, choice));
}

/** A softmax that something other than a matrix product reads: eˣ ÷ Σ eˣ. */
export function softmaxStage(plan: Lowering, { tensor, role }: Wanted<Of<'softmax'>>): number {
  const { powers, sum } = powersOf(plan, tensor);
  const choice = choiceFor({ tensor, role });
  choice.isSymmetric = true;
  return plan.push({ kind: 'divide', x: powers, sum, rows: tensor.rows, factor: 1 }, meaningOf(tensor, choice));
}

/** The powers eˣ of each row, less its largest, and their sums. `isOfPast`: x are scores of a text. */
export function powersOf(
  plan: Lowering,
  tensor: Pick<Of<'softmax'>, 'x' | 'rows' | 'where' | 'size'>,
  isOfPast = false,
): { powers: number; sum: number } {
  const { rows, where, size } = tensor;
  const powers = plan.once(tensor.x, `powers of ${rows}`, () => {
    const x = plan.stage(tensor.x, 'score');
    const { choice } = plan.at(x);
    const max = plan.push({ kind: 'max', x, rows }, { size: rows, choice, of: undefined, where });
    const past = isOfPast ? { isOfPast } : {};
    return plan.push({ kind: 'exp', x, max, rows, ...past }, { size, choice: POWERS, of: undefined, where });
  });
  const sum = plan.once(tensor.x, `sums of ${rows}`, () =>
    plan.push({ kind: 'sum', x: powers, rows }, { size: rows, choice: SUMS, of: undefined, where }),
  );
  return { powers, sum };
}
