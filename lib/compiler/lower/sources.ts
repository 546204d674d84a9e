import { OnnxError } from '../../onnx/error.ts';
import { periodOf } from '../ir/period.ts';
import type { Of } from '../ir/tensor.ts';
import { X } from '../scalar.ts';
import { choiceFor } from './choices.ts';
import { type Lowering, meaningOf, type Wanted } from './lowering.ts';
import { requantised } from './requantise.ts';
import { fixedChoice } from './stage.ts';

const BYTES = fixedChoice({ dtype: 'u8', scale: 1, zero: 0 });

/** The request's bytes, or what they stand for. */
export function inputStage(plan: Lowering, { tensor, role }: Wanted<Of<'input'>>): number {
  const { size, where, idBytes } = tensor;
  const bytes = plan.once(tensor, 'bytes', () =>
    plan.push({ kind: 'input' }, { size: size * idBytes, choice: BYTES, of: undefined, where }),
  );
  if (role === 'ids') return bytes;
  if (idBytes === 2)
    throw new OnnxError('onnx/unsupported', `${where}: its numbers of two bytes can only be looked up by Gather.`);
  if (role === 'table' || role === 'term' || role === 'answer') return bytes;
  if (role === 'wide') return requantised(plan, { tensor, role, x: bytes });
  return plan.push({ kind: 'map', x: bytes, scalar: X }, meaningOf(tensor, choiceFor({ tensor, role })));
}

/** Ids of the request in another order. */
export function idMoveStage(plan: Lowering, { x, order, base, size, where }: Of<'move'>): number {
  if (x.kind !== 'input' && x.kind !== 'argmax') {
    throw new OnnxError('onnx/unsupported', `${where}: only ids of the request itself can be looked up by Gather.`);
  }
  const bytes = plan.stage(x, 'ids');
  const { choice } = plan.at(bytes);
  if (x.kind === 'argmax' || x.idBytes === 1)
    return plan.push({ kind: 'move', x: bytes, order, base }, { size, choice, of: undefined, where });
  const doubled = [...order.map((axis) => ({ size: axis.size, stride: 2 * axis.stride })), { size: 2, stride: 1 }];
  return plan.push(
    { kind: 'move', x: bytes, order: doubled, base: 2 * base },
    { size: 2 * size, choice, of: undefined, where },
  );
}

/** Rows of a table, by id. */
export function gatherStage(plan: Lowering, { tensor, role }: Wanted<Of<'gather'>>): number {
  const x = plan.stage(tensor.x, 'ids');
  const { table, width } = tensor;
  const source = tensor.x.kind === 'move' ? tensor.x.x : tensor.x;
  const idBytes = source.kind === 'input' ? source.idBytes : 1;
  const choice = choiceFor({ tensor, role });
  return plan.push({ kind: 'gather', x, table, width, idBytes }, meaningOf(tensor, choice));
}

/** A constant: once in the weights, repeated by a move. */
export function constantStage(plan: Lowering, { tensor, role }: Wanted<Of<'constant'>>): number {
  const { data, size, where } = tensor;
  const choice = choiceFor({ tensor, role });
  const period = periodOf(data);
  if (2 * period > size) return plan.push({ kind: 'constant', data }, meaningOf(tensor, choice));
  const part = { size: period, choice, of: undefined, where };
  const x = plan.push({ kind: 'constant', data: data.slice(0, period) }, part);
  const order = [
    { size: size / period, stride: 0 },
    { size: period, stride: 1 },
  ];
  return plan.push({ kind: 'move', x, order, base: 0 }, meaningOf(tensor, choice));
}
