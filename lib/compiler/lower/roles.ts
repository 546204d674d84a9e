import { linesOf } from '../ir/apply.ts';
import { inOrder, readsPadding, type Tensor } from '../ir/tensor.ts';

/**
 * In what form a tensor is read. `operand`: 7 bits, by a matrix. `factor`: 7 bits with a zero that is zero, by a product of two computed
 * matrices. `term`: 8 or 16 bits with such a zero, by an element-wise product. `table`: 8 bits. `wide`: 16 bits, by a sum. `score`: by a softmax.
 * `ids`: bytes as they are. `answer`: 8 or 16 bits, as it comes. Of a text: `query` has 8 bits and `key` 7 for the scores of attention, `value`
 * 8 for its mean; zero is zero in all three.
 */
export type Role =
  | 'operand'
  | 'factor'
  | 'term'
  | 'table'
  | 'wide'
  | 'score'
  | 'ids'
  | 'answer'
  | 'query'
  | 'key'
  | 'value';

/** The form that a tensor is made in, where other forms follow from it. */
export function primaryOf(tensor: Tensor, roles: ReadonlySet<Role>): Role {
  if (tensor.kind === 'embed') return 'wide'; // what the operator makes
  if (tensor.kind === 'mix') return 'factor';
  const own = new Set(roles);
  if (own.has('answer')) {
    own.delete('answer');
    own.add('wide');
  }
  if (own.has('factor')) own.delete('operand'); // such a tensor is an operand too
  if (own.delete('term')) own.add('wide');
  const [only = 'wide', ...others] = own;
  if (tensor.kind === 'softmax' && only === 'operand' && others.length === 0) return 'factor';
  if (tensor.kind === 'softmax' && only !== 'factor') return 'wide';
  return others.length === 0 ? only : 'wide';
}

/** A clipped line with a gain that a requantise can have, over something other than the request. */
export function isRequantised(tensor: Tensor): boolean {
  if (tensor.kind !== 'function' || tensor.form === undefined || tensor.x.kind === 'input') return false;
  return tensor.form.scale > 0 && tensor.form.low < tensor.form.high;
}

/** True where −x is asked for. */
export function isNegated(tensor: Tensor): boolean {
  return tensor.kind === 'function' && (linesOf(tensor)?.scale[0] ?? 1) < 0;
}

/** The forms in which the sources of a tensor are read. */
export function readsOf(tensor: Tensor, roles: ReadonlySet<Role>): readonly (readonly [Tensor, Role])[] {
  switch (tensor.kind) {
    case 'input':
    case 'constant':
    case 'embed':
      return [];
    case 'scores':
      return [
        [tensor.x, 'query'],
        [tensor.y, 'key'],
      ];
    case 'mix':
      return [
        [tensor.x, 'score'],
        [tensor.y, 'value'],
      ];
    case 'conv':
      return [[tensor.x, 'operand']];
    case 'pool':
      return [[tensor.x, primaryOf(tensor, roles)]];
    case 'move': {
      const isIds = roles.has('ids');
      const others = new Set([...roles].filter((role) => role !== 'ids'));
      const ids = isIds ? [[tensor.x, 'ids'] as const] : [];
      return others.size > 0 ? [...ids, [tensor.x, primaryOf(tensor, others)]] : ids;
    }
    case 'concat': {
      const role = primaryOf(tensor, roles);
      return [
        [tensor.x, role],
        [tensor.y, role],
      ];
    }
    case 'add':
      return [
        [tensor.x, 'wide'],
        [tensor.y, 'wide'],
      ];
    case 'mask':
    case 'center':
    case 'normalise':
    case 'argmax':
      return [[tensor.x, 'wide']];
    case 'multiply':
      return [
        [tensor.x, 'term'],
        [tensor.y, 'term'],
      ];
    case 'matmul':
      return tensor.x.kind === 'softmax'
        ? [
            [tensor.x.x, 'score'],
            [tensor.y, 'factor'],
          ]
        : [
            [tensor.x, 'factor'],
            [tensor.y, 'factor'],
          ];
    case 'gather':
      return [[tensor.x, 'ids']];
    case 'softmax':
      return [[tensor.x, 'score']];
    case 'function':
      if (isRequantised(tensor) || isNegatedSum(tensor, roles)) return [[tensor.x, 'wide']];
      return [[tensor.x, 'table']];
    case 'affine':
      return [[tensor.x, 'wide']];
    default:
      return tensor satisfies never;
  }
}

/** −x for a sum: a product with a constant, so that it keeps 16 bits. */
export function isNegatedSum(tensor: Tensor, roles: ReadonlySet<Role>): boolean {
  return (
    isNegated(tensor) &&
    tensor.kind === 'function' &&
    tensor.x.kind !== 'input' &&
    [...roles].every((role) => role === 'wide' || role === 'term' || role === 'answer')
  );
}

/** In what forms each tensor is read, from the last one backwards. */
export function rolesOf(last: Tensor, lastRole: Role): ReadonlyMap<Tensor, ReadonlySet<Role>> {
  const roles = new Map<Tensor, Set<Role>>([[last, new Set([lastRole])]]);
  for (const tensor of inOrder(last).toReversed()) {
    for (const [source, role] of readsOf(tensor, roles.get(tensor) ?? new Set())) {
      roles.set(source, (roles.get(source) ?? new Set<Role>()).add(role));
    }
  }
  return roles;
}

/** What a convolution's padding reads, where it has any. */
export function paddingOf(tensor: Tensor): number | undefined {
  return tensor.kind === 'conv' && readsPadding(tensor.window) ? tensor.pad : undefined;
}
