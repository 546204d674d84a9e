import { isAffine } from '../scalar.ts';
import { formOf } from './apply.ts';
import type { Of, Tensor } from './tensor.ts';

/** The sum of two embeddings, or a line over one, as one embedding; undefined for anything else. */
export function joinedEmbedding(tensor: Tensor, isOnlyFor: (x: Tensor) => boolean): Tensor | undefined {
  if (tensor.kind === 'add') {
    const { x, y } = tensor;
    if (x.kind !== 'embed' || y.kind !== 'embed' || x === y || !isOnlyFor(x) || !isOnlyFor(y)) return undefined;
    return over(tensor, { tokens: sum(x.tokens, y.tokens), positions: sum(x.positions, y.positions) });
  }
  if (tensor.kind === 'affine') {
    const { x, scale, offset } = tensor;
    if (x.kind !== 'embed' || !isOnlyFor(x) || x.size % scale.length !== 0) return undefined;
    return lined(tensor, x, { scale, offset });
  }
  const line = formOf(tensor);
  if (line?.x.kind !== 'embed' || !isAffine(line.form) || !isOnlyFor(line.x)) return undefined;
  const { scale, offset } = line.form;
  return lined(tensor, line.x, { scale: Float64Array.of(scale), offset: Float64Array.of(offset) });
}

type Tables = Pick<Of<'embed'>, 'tokens' | 'positions'>;

function over({ size, where, name, axes }: Tensor, tables: Tables): Tensor {
  return { kind: 'embed', ...tables, size, where, name, axes };
}

/** The offset goes to one of the tables: every step reads a row of each. */
function lined(
  tensor: Tensor,
  x: Of<'embed'>,
  { scale, offset }: { scale: Float64Array; offset: Float64Array },
): Tensor {
  const period = scale.length;
  const scaled = (table: Float64Array): Float64Array => table.map((value, j) => value * (scale[j % period] ?? 0));
  const shifted = (table: Float64Array): Float64Array => table.map((value, j) => value + (offset[j % period] ?? 0));
  const [tokens, positions] = [scaled(x.tokens), scaled(x.positions)];
  const isOfTokens = tokens.length > 0;
  return over(tensor, {
    tokens: isOfTokens ? shifted(tokens) : tokens,
    positions: isOfTokens ? positions : shifted(positions),
  });
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  return a.map((value, j) => value + (b[j] ?? 0));
}
