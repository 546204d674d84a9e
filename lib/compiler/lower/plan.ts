import { LIMITS } from '../../engine/limits.ts';
import { OnnxError } from '../../onnx/error.ts';
import { periodOf } from '../ir/period.ts';
import { inOrder, type Of, type Tensor } from '../ir/tensor.ts';
import { X } from '../scalar.ts';
import { isNegatedSum, isRequantised, paddingOf, primaryOf, type Role, rolesOf } from './roles.ts';
import { choiceOf, fixedChoice, join, OPEN, rootOf, type ScaleChoice, type Stage, type StageKind } from './stage.ts';

const BYTES = fixedChoice({ dtype: 'u8', scale: 1, zero: 0 });
const INDEX = fixedChoice({ dtype: 'i32', scale: 1, zero: 0 });
const POWERS = fixedChoice({ dtype: 'u7', scale: 1 / 127, zero: 0 });
const SUMS = fixedChoice({ dtype: 'i32', scale: 1 / 127, zero: 0 });
const RAW = fixedChoice({ dtype: 'i32', scale: 1, zero: 0 });

/** What the program answers. `classes`: the number of the largest element at each place; `image`: bytes. */
export type Ending =
  | { readonly kind: 'values' | 'class' | 'classes' }
  | { readonly kind: 'image'; readonly scale: number; readonly offset: number };

/**
 * The operators of a network, each after those that it reads; the last is the answer. `split`: tensors whose clip needs a scale of
 * their own. Throws `onnx/unsupported`.
 */
export function plan(last: Tensor, ending: Ending, split: ReadonlySet<Tensor>): readonly Stage[] {
  const isIndex = last.kind === 'argmax' || (last.kind === 'move' && last.x.kind === 'argmax');
  const role: Role = isIndex ? 'ids' : ending.kind === 'values' ? 'answer' : 'wide';
  return new Plan(last, role, split).run(ending);
}

class Plan {
  readonly stages: Stage[] = [];
  readonly #last: Tensor;
  readonly #role: Role;
  readonly #roles: ReadonlyMap<Tensor, ReadonlySet<Role>>;
  readonly #split: ReadonlySet<Tensor>;
  readonly #made = new Map<Tensor, Map<string, number>>();

  constructor(last: Tensor, role: Role, split: ReadonlySet<Tensor>) {
    this.#last = last;
    this.#role = role;
    this.#roles = rolesOf(last, role);
    this.#split = split;
  }

  run(ending: Ending): readonly Stage[] {
    for (const tensor of inOrder(this.#last)) {
      for (const role of this.#roles.get(tensor) ?? []) this.#stage(tensor, role);
    }
    const last = this.#stage(this.#last, this.#role);
    const { size, where } = this.#last;
    if (ending.kind === 'classes') {
      const choice = fixedChoice({ dtype: 'u8', scale: 1, zero: 0 });
      this.#push({ kind: 'requantise', x: last, gain: 1, shift: 0, ...OPEN }, { size, choice, of: undefined, where });
    } else if (ending.kind === 'image') {
      const choice = fixedChoice({ dtype: 'u8', scale: 1 / ending.scale, zero: -ending.offset / ending.scale });
      this.#push({ kind: 'requantise', x: last, gain: 1, shift: 0, ...OPEN }, { size, choice, of: this.#last, where });
    } else if (last !== this.stages.length - 1) {
      const { choice } = this.#at(last);
      this.#push({ kind: 'requantise', x: last, gain: 1, shift: 0, ...OPEN }, { size, choice, of: this.#last, where });
    }
    return this.stages;
  }

  /** The stage that has a tensor in a form. */
  #stage(tensor: Tensor, role: Role): number {
    const own = this.#made.get(tensor) ?? new Map<string, number>();
    this.#made.set(tensor, own);
    const known = own.get(role);
    if (known !== undefined) return known;
    const made = this.#make(tensor, role);
    own.set(role, made);
    return made;
  }

  #make(tensor: Tensor, role: Role): number {
    switch (tensor.kind) {
      case 'input':
        return this.#input(tensor, role);
      case 'constant':
        return this.#constant(tensor, role);
      case 'function':
        return this.#function(tensor, role);
      case 'normalise':
        return this.#normalise(tensor, role);
      case 'move':
        if (role === 'ids') return this.#idMove(tensor);
        return this.#derived(tensor, role);
      case 'argmax': {
        if (role !== 'ids') {
          throw new OnnxError(
            'onnx/unsupported',
            `${tensor.where}: its numbers are read by another operator; it can only be the answer.`,
          );
        }
        const x = this.#stage(tensor.x, 'wide');
        return this.#once(tensor, 'index', () =>
          this.#push({ kind: 'argmax', x, rows: tensor.rows }, this.#as(tensor, INDEX)),
        );
      }
      default:
        return this.#derived(tensor, role);
    }
  }

  /** Made in its primary form; others follow by requantise. */
  #derived(tensor: Tensor, role: Role): number {
    const roles = new Set([...(this.#roles.get(tensor) ?? [])].filter((one) => one !== 'ids'));
    const primary = primaryOf(tensor, roles);
    const first = this.#once(tensor, `primary`, () => this.#primary(tensor, primary));
    const isSame =
      role === primary ||
      (role === 'operand' && primary === 'factor') ||
      (role === 'term' && primary === 'wide') ||
      role === 'answer';
    const clip = clipOf(tensor);
    const isOpen = clip.low === Number.NEGATIVE_INFINITY && clip.high === Number.POSITIVE_INFINITY;
    if (isSame && (isOpen || primary !== 'wide')) return first;
    if (role === 'wide' || role === 'term' || role === 'answer') {
      return this.#once(tensor, 'clipped', () => this.#clippedWide(tensor, first, { gain: 1, shift: 0, ...clip }));
    }
    return this.#requantised(tensor, first, { gain: 1, shift: 0, ...clip }, role);
  }

  /** gain · x + shift in another form, clipped by saturation. */
  #requantised(tensor: Tensor, x: number, line: Line, role: Role): number {
    const { gain, shift, low, high } = line;
    const isClipped = Number.isFinite(low) || Number.isFinite(high);
    const choice = this.#choice(role, tensor, line);
    choice.isAligned = true;
    const first = this.#push({ kind: 'requantise', x, gain, shift, low, high }, this.#as(tensor, choice));
    if (!isClipped || !this.#split.has(tensor)) return first;
    return this.#requantised(tensor, first, { gain: 1, shift: 0, ...OPEN }, role);
  }

  /** A clip of 16 bits: the clip is put to the end of the numbers, and back. */
  #clippedWide(tensor: Tensor, x: number, { gain, shift, low, high }: Line): number {
    const choice = this.#choice('wide', tensor, OPEN);
    let last = x;
    let line = { gain, shift };
    for (const [end, at] of [
      ['low', low],
      ['high', high],
    ] as const) {
      if (!Number.isFinite(at)) continue;
      const edge = choiceOf('edge', { edge: { of: choice, at, end } });
      last = this.#push(
        { kind: 'requantise', x: last, ...line, ...OPEN },
        { ...this.#as(tensor, edge), of: undefined },
      );
      line = { gain: 1, shift: 0 };
    }
    return this.#push({ kind: 'requantise', x: last, ...line, ...OPEN }, this.#as(tensor, choice));
  }

  #primary(tensor: Tensor, role: Role): number {
    switch (tensor.kind) {
      case 'conv':
        return this.#conv(tensor, role);
      case 'pool': {
        const x = this.#stage(tensor.x, role);
        return this.#push({ kind: 'pool', x, window: tensor.window }, this.#passed(tensor, x));
      }
      case 'move': {
        const x = this.#stage(tensor.x, role);
        return this.#push({ kind: 'move', x, order: tensor.order, base: tensor.base }, this.#passed(tensor, x));
      }
      case 'concat': {
        const [x, y] = [this.#flexible(tensor.x, role), this.#flexible(tensor.y, role)];
        join(this.#at(x).choice, this.#at(y).choice);
        return this.#push({ kind: 'concat', x, y, parts: tensor.parts }, this.#passed(tensor, x));
      }
      case 'add': {
        const [x, y] = [this.#stage(tensor.x, 'wide'), this.#stage(tensor.y, 'wide')];
        join(this.#at(x).choice, this.#at(y).choice);
        return this.#derivedFrom(tensor, role, this.#push({ kind: 'add', x, y }, this.#passed(tensor, x)));
      }
      case 'mask': {
        const x = this.#stage(tensor.x, 'wide');
        const constant: StageKind = { kind: 'constant', data: tensor.data, hidden: tensor.hidden };
        const y = this.#push(constant, { ...this.#passed(tensor, x), of: undefined });
        return this.#derivedFrom(tensor, role, this.#push({ kind: 'add', x, y }, this.#passed(tensor, x)));
      }
      case 'center': {
        const x = this.#stage(tensor.x, 'wide');
        return this.#derivedFrom(
          tensor,
          role,
          this.#push({ kind: 'center', x, rows: tensor.rows }, this.#passed(tensor, x)),
        );
      }
      case 'multiply': {
        const [x, y] = [this.#stage(tensor.x, 'term'), this.#stage(tensor.y, 'term')];
        const choice = this.#choice(role, tensor, OPEN);
        choice.isSymmetric = true;
        return this.#push({ kind: 'multiply', x, y, factor: tensor.factor }, this.#as(tensor, choice));
      }
      case 'matmul':
        return this.#matmul(tensor, role);
      case 'softmax': {
        const { powers, sum } = this.#powers(tensor);
        const choice = this.#choice(role, tensor, OPEN);
        choice.isSymmetric = true;
        return this.#push({ kind: 'divide', x: powers, sum, rows: tensor.rows, factor: 1 }, this.#as(tensor, choice));
      }
      case 'gather': {
        const x = this.#stage(tensor.x, 'ids');
        const { table, width } = tensor;
        const source = tensor.x.kind === 'move' ? tensor.x.x : tensor.x;
        const idBytes = source.kind === 'input' ? source.idBytes : 1;
        return this.#push(
          { kind: 'gather', x, table, width, idBytes },
          this.#as(tensor, this.#choice(role, tensor, OPEN)),
        );
      }
      default:
        throw new OnnxError('onnx/unsupported', `${tensor.where}: its result cannot be read as ${role} yet.`);
    }
  }

  /** A wide stage in the form that was asked for. */
  #derivedFrom(tensor: Tensor, role: Role, stage: number): number {
    if (role === 'wide' || role === 'term' || role === 'answer') return stage;
    return this.#requantised(tensor, stage, { gain: 1, shift: 0, ...OPEN }, role);
  }

  #conv(tensor: Of<'conv'>, role: Role): number {
    const x = this.#stage(tensor.x, 'operand');
    const pad = paddingOf(tensor);
    if (pad !== undefined) rootOf(this.#at(x).choice).exact.add(pad);
    const { low, high } = tensor;
    const isSplit = this.#split.has(tensor) && role !== 'wide';
    const clip = { low, high };
    const choice = this.#choice(role, tensor, role === 'wide' ? OPEN : clip);
    const { window, groups, rows, weights, bias } = tensor;
    const kind = { kind: 'conv', x, tensor, window, groups, rows, weights, bias, pad: tensor.pad, ...clip } as const;
    const isRaw = role === 'wide' && (Number.isFinite(low) || Number.isFinite(high)); // the clip follows
    const first = this.#push(kind, { ...this.#as(tensor, choice), of: isRaw ? undefined : tensor });
    if (!isSplit) return first;
    return this.#requantised(tensor, first, { gain: 1, shift: 0, ...OPEN }, role);
  }

  #matmul(tensor: Of<'matmul'>, role: Role): number {
    const choice = this.#choice(role, tensor, OPEN);
    choice.isSymmetric = true;
    const { x, dims, factor } = tensor;
    const y = this.#stage(tensor.y, 'factor');
    if (x.kind !== 'softmax') {
      const left = this.#stage(x, 'factor');
      return this.#push({ kind: 'matmul', x: left, y, dims, factor }, this.#as(tensor, choice));
    }
    // The sum of powers divides after the product: eˣ · y ÷ Σ eˣ.
    const { powers, sum } = this.#powers(x);
    const raw: ScaleChoice = choiceOf('fixed', { scale: { dtype: 'i32', scale: 0, zero: 0 } });
    const product = this.#push(
      { kind: 'matmul', x: powers, y, dims, factor: 1 },
      { size: tensor.size, choice: raw, of: undefined, where: tensor.where },
    );
    return this.#push({ kind: 'divide', x: product, sum, rows: x.rows, factor }, this.#as(tensor, choice));
  }

  #powers(tensor: Of<'softmax'>): { powers: number; sum: number } {
    const { rows, where, size } = tensor;
    const powers = this.#once(tensor, 'powers', () => {
      const x = this.#stage(tensor.x, 'score');
      const { choice } = this.#at(x);
      const max = this.#push({ kind: 'max', x, rows }, { size: rows, choice, of: undefined, where });
      return this.#push({ kind: 'exp', x, max, rows }, { size, choice: POWERS, of: undefined, where });
    });
    const sum = this.#once(tensor, 'sum', () =>
      this.#push({ kind: 'sum', x: powers, rows }, { size: rows, choice: SUMS, of: undefined, where }),
    );
    return { powers, sum };
  }

  #normalise(tensor: Of<'normalise'>, role: Role): number {
    const { rows, where, size } = tensor;
    const scaled = this.#once(tensor, 'primary', () => {
      const x = this.#stage(tensor.x, 'wide');
      const step = { size: rows, choice: RAW, of: undefined, where };
      const squares = this.#push({ kind: 'squares', x, rows }, step);
      const by = this.#push({ kind: 'root', x: squares }, step);
      const choice = choiceOf('norm', { member: tensor, width: size / rows, isSymmetric: true });
      return this.#push({ kind: 'scale', x, by, rows }, this.#as(tensor, choice));
    });
    if (role === 'operand' || role === 'factor' || role === 'term' || role === 'table' || role === 'answer')
      return scaled;
    return this.#requantised(tensor, scaled, { gain: 1, shift: 0, ...OPEN }, role);
  }

  #function(tensor: Of<'function'>, role: Role): number {
    const { x, scalar, form } = tensor;
    const roles = this.#roles.get(tensor) ?? new Set();
    if (isNegatedSum(tensor, roles)) return this.#once(tensor, 'primary', () => this.#negated(tensor));
    if (form !== undefined && isRequantised(tensor)) {
      const line = { gain: form.scale, shift: form.offset, low: form.low, high: form.high };
      const wide = this.#stage(x, 'wide');
      if (role === 'wide' || role === 'term' || role === 'answer') {
        return this.#once(tensor, 'wide', () => this.#clippedWide(tensor, wide, line));
      }
      return this.#requantised(tensor, wide, line, role);
    }
    const index = this.#stage(x, 'table');
    rootOf(this.#at(index).choice).readers.push(scalar);
    if (role === 'wide') {
      const byte = this.#once(tensor, 'byte', () => this.#map(tensor, index, 'any'));
      return this.#requantised(tensor, byte, { gain: 1, shift: 0, ...OPEN }, role);
    }
    if (role === 'term') return this.#once(tensor, 'byte', () => this.#map(tensor, index, 'any'));
    if (role === 'answer')
      return this.#push({ kind: 'map', x: index, scalar }, this.#as(tensor, choiceOf('any', { member: tensor })));
    const choice = this.#choice(role, tensor, OPEN);
    return this.#push({ kind: 'map', x: index, scalar }, this.#as(tensor, choice));
  }

  /** 8 bits in which zero is zero. */
  #map(tensor: Of<'function'>, x: number, kind: 'any'): number {
    const choice = choiceOf(kind, { member: tensor, isSymmetric: true });
    return this.#push({ kind: 'map', x, scalar: tensor.scalar }, this.#as(tensor, choice));
  }

  /** gain · x + shift for a gain below zero: a product with a constant, and a sum. */
  #negated(tensor: Of<'function'>): number {
    const { form, size, where } = tensor;
    const x = this.#stage(tensor.x, 'wide');
    const { scale = -1, offset = 0 } = form ?? {};
    const one = choiceOf('fixed', { scale: { dtype: 'i7', scale: 1 / 64, zero: 0 } });
    const single = this.#push(
      { kind: 'constant', data: Float64Array.of(-1) },
      { size: 1, choice: one, of: undefined, where },
    );
    const y = this.#push(
      { kind: 'move', x: single, order: [{ size, stride: 0 }], base: 0 },
      { size, choice: one, of: undefined, where },
    );
    const choice = this.#choice('wide', tensor, OPEN);
    const isShifted = offset !== 0;
    const product = this.#push(
      { kind: 'multiply', x, y, factor: -scale },
      { size, choice, of: isShifted ? undefined : tensor, where },
    );
    if (!isShifted) return product;
    return this.#push({ kind: 'requantise', x: product, gain: 1, shift: offset, ...OPEN }, this.#as(tensor, choice));
  }

  #input(tensor: Of<'input'>, role: Role): number {
    const { size, where, idBytes } = tensor;
    const bytes = this.#once(tensor, 'bytes', () =>
      this.#push({ kind: 'input' }, { size: size * idBytes, choice: BYTES, of: undefined, where }),
    );
    if (role === 'ids') return bytes;
    if (idBytes === 2)
      throw new OnnxError('onnx/unsupported', `${where}: its numbers of two bytes can only be looked up by Gather.`);
    if (role === 'table' || role === 'term' || role === 'answer') return bytes;
    if (role === 'wide') return this.#requantised(tensor, bytes, { gain: 1, shift: 0, ...OPEN }, role);
    const choice = this.#choice(role, tensor, OPEN);
    return this.#push({ kind: 'map', x: bytes, scalar: X }, this.#as(tensor, choice));
  }

  #idMove({ x, order, base, size, where }: Of<'move'>): number {
    if (x.kind !== 'input' && x.kind !== 'argmax') {
      throw new OnnxError('onnx/unsupported', `${where}: only ids of the request itself can be looked up by Gather.`);
    }
    const bytes = this.#stage(x, 'ids');
    const { choice } = this.#at(bytes);
    if (x.kind === 'argmax' || x.idBytes === 1)
      return this.#push({ kind: 'move', x: bytes, order, base }, { size, choice, of: undefined, where });
    const doubled = [...order.map((axis) => ({ size: axis.size, stride: 2 * axis.stride })), { size: 2, stride: 1 }];
    return this.#push(
      { kind: 'move', x: bytes, order: doubled, base: 2 * base },
      { size: 2 * size, choice, of: undefined, where },
    );
  }

  #constant(tensor: Of<'constant'>, role: Role): number {
    const { data, size, where } = tensor;
    const choice = this.#choice(role, tensor, OPEN);
    const period = periodOf(data);
    if (2 * period > size) return this.#push({ kind: 'constant', data }, this.#as(tensor, choice));
    // Once in the weights, repeated by a move.
    const part = { size: period, choice, of: undefined, where };
    const x = this.#push({ kind: 'constant', data: data.slice(0, period) }, part);
    const order = [
      { size: size / period, stride: 0 },
      { size: period, stride: 1 },
    ];
    return this.#push({ kind: 'move', x, order, base: 0 }, this.#as(tensor, choice));
  }

  /** The stage of a source of a concat, with a scale that can be joined with another one's. */
  #flexible(tensor: Tensor, role: Role): number {
    const stage = this.#stage(tensor, role);
    const { kind } = rootOf(this.#at(stage).choice);
    const isFlexible = kind === 'operand' || kind === 'byte' || kind === 'wide' || kind === 'score';
    if (isFlexible) return stage;
    return this.#once(tensor, `${role} flexible`, () =>
      this.#requantised(tensor, stage, { gain: 1, shift: 0, ...OPEN }, role),
    );
  }

  #choice(role: Role, tensor: Tensor, { low, high }: { low: number; high: number }): ScaleChoice {
    const more = { member: tensor, clip: { low, high } };
    switch (role) {
      case 'operand':
        return choiceOf('operand', more);
      case 'factor':
        return choiceOf('operand', { ...more, isSymmetric: true });
      case 'table':
        return choiceOf('byte', more);
      case 'score':
        return choiceOf('score', more);
      case 'ids':
        throw new OnnxError(
          'onnx/unsupported',
          `${tensor.where}: only ids of the request itself can be looked up by Gather.`,
        );
      default:
        return choiceOf('wide', { ...more, clip: OPEN });
    }
  }

  #passed(tensor: Tensor, x: number): { size: number; choice: ScaleChoice; of: Tensor; where: string } {
    const choice = rootOf(this.#at(x).choice);
    if (choice.kind !== 'fixed') choice.members.add(tensor);
    return this.#as(tensor, choice);
  }

  #as(tensor: Tensor, choice: ScaleChoice): { size: number; choice: ScaleChoice; of: Tensor; where: string } {
    return { size: tensor.size, choice, of: tensor, where: tensor.where };
  }

  #at(number: number): Stage {
    const stage = this.stages[number];
    if (stage === undefined) throw new RangeError(`There is no stage ${number}.`);
    return stage;
  }

  #once(tensor: Tensor, key: string, make: () => number): number {
    const own = this.#made.get(tensor) ?? new Map<string, number>();
    this.#made.set(tensor, own);
    const number = own.get(`= ${key}`) ?? make();
    own.set(`= ${key}`, number);
    return number;
  }

  #push(kind: StageKind, more: Pick<Stage, 'size' | 'choice' | 'of' | 'where'>): number {
    if (this.stages.length === LIMITS.ops) {
      throw new OnnxError('onnx/limit', `The model needs more than ${LIMITS.ops} operators.`);
    }
    this.stages.push({ ...kind, ...more } as Stage); // boundary: the union's two halves
    return this.stages.length - 1;
  }
}

type Line = { gain: number; shift: number; low: number; high: number };

/** The clip that a tensor's own kind has. */
function clipOf(tensor: Tensor): { low: number; high: number } {
  return tensor.kind === 'conv' ? { low: tensor.low, high: tensor.high } : OPEN;
}
