import type { Of } from '../ir/tensor.ts';
import { choiceFor } from './choices.ts';
import { type Lowering, meaningOf, type Wanted } from './lowering.ts';
import { clippedWide, isWide, requantised } from './requantise.ts';
import { isNegatedSum, isRequantised, type Role } from './roles.ts';
import { choiceOf, fixedChoice, OPEN, rootOf } from './stage.ts';

const RAW = fixedChoice({ dtype: 'i32', scale: 1, zero: 0 });

const TAKEN_AS_IT_COMES: ReadonlySet<Role> = new Set(['operand', 'factor', 'term', 'table', 'answer']);

/** A function of one number: a clipped line is a requantise, any other a table. */
export function functionStage(plan: Lowering, { tensor, role }: Wanted<Of<'function'>>): number {
  const { x, scalar, form } = tensor;
  const roles = plan.roles.get(tensor) ?? new Set();
  if (isNegatedSum(tensor, roles)) return plan.once(tensor, 'primary', () => negated(plan, tensor));
  if (form !== undefined && isRequantised(tensor)) {
    const line = { gain: form.scale, shift: form.offset, low: form.low, high: form.high };
    const wide = plan.stage(x, 'wide');
    if (isWide(role)) return plan.once(tensor, 'wide', () => clippedWide(plan, { tensor, x: wide, line }));
    return requantised(plan, { tensor, role, x: wide, line });
  }
  const index = plan.stage(x, 'table');
  rootOf(plan.at(index).choice).readers.push(scalar);
  const byte = (): number => plan.once(tensor, 'byte', () => symmetricTable(plan, tensor, index));
  if (role === 'wide') return requantised(plan, { tensor, role, x: byte() });
  if (role === 'term') return byte();
  const choice = role === 'answer' ? choiceOf('any', { member: tensor }) : choiceFor({ tensor, role });
  return plan.push({ kind: 'map', x: index, scalar }, meaningOf(tensor, choice));
}

/** A norm of rows: each row times the root of its sum of squares. */
export function normaliseStage(plan: Lowering, { tensor, role }: Wanted<Of<'normalise'>>): number {
  const { rows, where, size } = tensor;
  const scaled = plan.once(tensor, 'primary', () => {
    const x = plan.stage(tensor.x, 'wide');
    const step = { size: rows, choice: RAW, of: undefined, where };
    const squares = plan.push({ kind: 'squares', x, rows }, step);
    const by = plan.push({ kind: 'root', x: squares }, step);
    const choice = choiceOf('norm', { member: tensor, width: size / rows, isSymmetric: true });
    return plan.push({ kind: 'scale', x, by, rows }, meaningOf(tensor, choice));
  });
  return TAKEN_AS_IT_COMES.has(role) ? scaled : requantised(plan, { tensor, role, x: scaled });
}

/** A table of 8 bits in which zero is zero. */
function symmetricTable(plan: Lowering, tensor: Of<'function'>, x: number): number {
  const choice = choiceOf('any', { member: tensor, isSymmetric: true });
  return plan.push({ kind: 'map', x, scalar: tensor.scalar }, meaningOf(tensor, choice));
}

/** gain · x + shift for a gain below zero: a product with a constant, and a sum. */
function negated(plan: Lowering, tensor: Of<'function'>): number {
  const { form, size, where } = tensor;
  const x = plan.stage(tensor.x, 'wide');
  const { scale = -1, offset = 0 } = form ?? {};
  const one = choiceOf('fixed', { scale: { dtype: 'i7', scale: 1 / 64, zero: 0 } });
  const single = plan.push(
    { kind: 'constant', data: Float64Array.of(-1) },
    { size: 1, choice: one, of: undefined, where },
  );
  const y = plan.push(
    { kind: 'move', x: single, order: [{ size, stride: 0 }], base: 0 },
    { size, choice: one, of: undefined, where },
  );
  const choice = choiceFor({ tensor, role: 'wide' });
  const isShifted = offset !== 0;
  const product = plan.push(
    { kind: 'multiply', x, y, factor: -scale },
    { size, choice, of: isShifted ? undefined : tensor, where },
  );
  if (!isShifted) return product;
  return plan.push({ kind: 'requantise', x: product, gain: 1, shift: offset, ...OPEN }, meaningOf(tensor, choice));
}
