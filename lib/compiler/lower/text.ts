import type { Of, Tensor } from '../ir/tensor.ts';
import { choiceFor } from './choices.ts';
import { type Lowering, meaningOf } from './lowering.ts';
import { powersOf } from './matrices.ts';
import { choiceOf, fixedChoice, rootOf } from './stage.ts';

// What a program that goes token by token has beside others: embeddings, attention over all positions so far, a drawn token.

const BYTES = fixedChoice({ dtype: 'u8', scale: 1, zero: 0 });
const INDEX = fixedChoice({ dtype: 'i32', scale: 1, zero: 0 });

/** The last tensor's numbers are of tokens. */
export type TextEnding = {
  readonly kind: 'text';
  /** A constant: what is added to the numbers by chance. */
  readonly noise: Of<'constant'> | undefined;
  /** What each token writes. */
  readonly bytes: Uint8Array;
};

/** A byte from the numbers of tokens: the largest, after chance is added where there is some. */
export function textStages(
  plan: Lowering,
  { tensor, x, ending }: { tensor: Tensor; x: number; ending: TextEnding },
): void {
  const { noise, bytes } = ending;
  const { size, where } = tensor;
  let numbers = x;
  if (noise !== undefined) {
    const choice = rootOf(plan.at(x).choice);
    choice.members.add(noise);
    const meaning = { size, choice, of: undefined, where };
    const y = plan.push({ kind: 'noise', quantiles: noise.data }, meaning);
    numbers = plan.push({ kind: 'add', x, y }, meaning);
  }
  const one = { size: 1, of: undefined, where };
  const best = plan.push({ kind: 'argmax', x: numbers, rows: 1 }, { ...one, choice: INDEX });
  plan.push({ kind: 'lookup', x: best, bytes }, { ...one, choice: BYTES });
}

/** Both tables have the scale of their sum, so that each fits it. */
export function embedStage(plan: Lowering, tensor: Of<'embed'>): number {
  const { tokens, positions, where } = tensor;
  const choice = choiceFor({ tensor, role: 'wide' });
  for (const data of [tokens, positions]) {
    if (data.length > 0) choice.members.add({ kind: 'constant', data, size: data.length, where, name: '', axes: [] });
  }
  return plan.push({ kind: 'embed', tokens, positions }, meaningOf(tensor, choice));
}

/** A query times the keys of all positions so far. */
export function scoresStage(plan: Lowering, tensor: Of<'scores'>): number {
  const { heads, factor } = tensor;
  const [x, y] = [plan.stage(tensor.x, 'query'), appended(plan, tensor.y, 'key')];
  const choice = choiceOf('score', { member: tensor, isSymmetric: true });
  return plan.push({ kind: 'scores', x, y, heads, factor }, meaningOf(tensor, choice));
}

/** The mean of the values of all positions so far. */
export function mixStage(plan: Lowering, tensor: Of<'mix'>): number {
  const { x: scores, heads, where } = tensor;
  const { powers: x, sum } = powersOf(plan, { x: scores, rows: heads, size: scores.size, where }, true);
  const y = appended(plan, tensor.y, 'value');
  const choice = choiceOf('signed', { member: tensor, isSymmetric: true });
  return plan.push({ kind: 'mix', x, sum, y, heads }, meaningOf(tensor, choice));
}

/** A state of its own for the rows of a tensor. */
function appended(plan: Lowering, tensor: Tensor, role: 'key' | 'value'): number {
  const x = plan.stage(tensor, role);
  const { choice } = plan.at(x);
  return plan.once(tensor, `${role} appended`, () => {
    const state = plan.stages.filter(({ kind }) => kind === 'append').length;
    return plan.push({ kind: 'append', x, state }, { size: tensor.size, choice, of: undefined, where: tensor.where });
  });
}
