import type { Tensor } from '../ir/tensor.ts';
import { choiceFor } from './choices.ts';
import { type Lowering, meaningOf, type Wanted } from './lowering.ts';
import type { Role } from './roles.ts';
import { choiceOf, OPEN } from './stage.ts';

/** gain · x + shift, clipped to [low, high]. */
export type Line = { readonly gain: number; readonly shift: number; readonly low: number; readonly high: number };

/** x as it is. */
export const SAME: Line = { gain: 1, shift: 0, ...OPEN };

/** The forms that a wide stage serves as it stands. */
export const isWide = (role: Role): boolean => role === 'wide' || role === 'term' || role === 'answer';

/** A line of stage `x` in another form, clipped by saturation. */
export function requantised(
  plan: Lowering,
  { tensor, role, x, line = SAME }: Wanted & { x: number; line?: Line },
): number {
  const { gain, shift, low, high } = line;
  const isClipped = Number.isFinite(low) || Number.isFinite(high);
  const choice = choiceFor({ tensor, role }, line);
  choice.isAligned = true;
  const first = plan.push({ kind: 'requantise', x, gain, shift, low, high }, meaningOf(tensor, choice));
  if (!isClipped || !plan.split.has(tensor)) return first;
  return requantised(plan, { tensor, role, x: first });
}

/** A clip of 16 bits: the clip is put to the end of the numbers, and back. */
export function clippedWide(plan: Lowering, { tensor, x, line }: { tensor: Tensor; x: number; line: Line }): number {
  const choice = choiceFor({ tensor, role: 'wide' });
  let last = x;
  let { gain, shift } = line;
  for (const [end, at] of [
    ['low', line.low],
    ['high', line.high],
  ] as const) {
    if (!Number.isFinite(at)) continue;
    const edge = choiceOf('edge', { edge: { of: choice, at, end } });
    last = plan.push(
      { kind: 'requantise', x: last, gain, shift, ...OPEN },
      { ...meaningOf(tensor, edge), of: undefined },
    );
    [gain, shift] = [1, 0];
  }
  return plan.push({ kind: 'requantise', x: last, gain, shift, ...OPEN }, meaningOf(tensor, choice));
}

/** A wide stage in the form that was asked for. */
export function fromWide(plan: Lowering, { tensor, role, x }: Wanted & { x: number }): number {
  return isWide(role) ? x : requantised(plan, { tensor, role, x });
}
