import { OnnxError } from '../../onnx/error.ts';
import { inOrder, type Of, type Tensor } from '../ir/tensor.ts';
import { choiceFor } from './choices.ts';
import { functionStage, normaliseStage } from './functions.ts';
import { Lowering, meaningOf, type Wanted } from './lowering.ts';
import { convStage, matmulStage, softmaxStage } from './matrices.ts';
import { clippedWide, fromWide, isWide, requantised } from './requantise.ts';
import { primaryOf, type Role, rolesOf } from './roles.ts';
import { constantStage, gatherStage, idMoveStage, inputStage } from './sources.ts';
import { fixedChoice, join, OPEN, rootOf, type ScaleChoice, type Stage, type StageKind } from './stage.ts';
import { embedStage, mixStage, scoresStage, type TextEnding, textStages } from './text.ts';

const INDEX = fixedChoice({ dtype: 'i32', scale: 1, zero: 0 });

/** What the program answers. `classes`: the number of the largest element at each place; `image`: bytes. */
export type Ending =
  | { readonly kind: 'values' | 'class' | 'classes' }
  | TextEnding
  | { readonly kind: 'image'; readonly scale: number; readonly offset: number };

/**
 * The operators of a network, each after those that it reads; the last is the answer. `split`: tensors whose clip needs a scale of
 * their own. Throws `onnx/unsupported`.
 */
export function plan(last: Tensor, ending: Ending, split: ReadonlySet<Tensor>): readonly Stage[] {
  const isIndex = last.kind === 'argmax' || (last.kind === 'move' && last.x.kind === 'argmax');
  const role: Role = isIndex ? 'ids' : ending.kind === 'values' ? 'answer' : 'wide';
  return new Plan({ tensor: last, role }, split).run(ending);
}

class Plan extends Lowering {
  override readonly roles: ReadonlyMap<Tensor, ReadonlySet<Role>>;
  override readonly split: ReadonlySet<Tensor>;
  readonly #last: Wanted;
  readonly #forms = new Map<Tensor, Map<Role, number>>();

  constructor(last: Wanted, split: ReadonlySet<Tensor>) {
    super();
    this.#last = last;
    this.roles = rolesOf(last.tensor, last.role);
    this.split = split;
  }

  run(ending: Ending): readonly Stage[] {
    for (const tensor of inOrder(this.#last.tensor)) {
      for (const role of this.roles.get(tensor) ?? []) this.stage(tensor, role);
    }
    const { tensor, role } = this.#last;
    const last = this.stage(tensor, role);
    if (ending.kind === 'text') {
      textStages(this, { tensor, x: last, ending });
      return this.stages;
    }
    const choice = this.#endChoice(ending, last);
    if (choice === undefined) return this.stages;
    const meaning = { ...meaningOf(tensor, choice), of: ending.kind === 'classes' ? undefined : tensor };
    this.push({ kind: 'requantise', x: last, gain: 1, shift: 0, ...OPEN }, meaning);
    return this.stages;
  }

  /** The scale that the answer is put into; undefined where the last stage is the answer as it is. */
  #endChoice(ending: Exclude<Ending, TextEnding>, last: number): ScaleChoice | undefined {
    if (ending.kind === 'classes') return fixedChoice({ dtype: 'u8', scale: 1, zero: 0 });
    if (ending.kind === 'image') {
      return fixedChoice({ dtype: 'u8', scale: 1 / ending.scale, zero: -ending.offset / ending.scale });
    }
    return last === this.stages.length - 1 ? undefined : this.at(last).choice;
  }

  override stage(tensor: Tensor, role: Role): number {
    const own = this.#forms.get(tensor) ?? new Map<Role, number>();
    this.#forms.set(tensor, own);
    const known = own.get(role);
    if (known !== undefined) return known;
    const made = this.#make(tensor, role);
    own.set(role, made);
    return made;
  }

  #make(tensor: Tensor, role: Role): number {
    switch (tensor.kind) {
      case 'input':
        return inputStage(this, { tensor, role });
      case 'constant':
        return constantStage(this, { tensor, role });
      case 'function':
        return functionStage(this, { tensor, role });
      case 'normalise':
        return normaliseStage(this, { tensor, role });
      case 'move':
        return role === 'ids' ? idMoveStage(this, tensor) : this.#derived(tensor, role);
      case 'argmax':
        return this.#argmax(tensor, role);
      default:
        return this.#derived(tensor, role);
    }
  }

  /** Made in its primary form; others follow by requantise. */
  #derived(tensor: Tensor, role: Role): number {
    const roles = new Set([...(this.roles.get(tensor) ?? [])].filter((one) => one !== 'ids'));
    const primary = primaryOf(tensor, roles);
    const x = this.once(tensor, 'primary', () => this.#primary(tensor, primary));
    const isSame =
      role === primary ||
      (role === 'operand' && primary === 'factor') ||
      (role === 'term' && primary === 'wide') ||
      role === 'answer';
    const clip = clipOf(tensor);
    const isOpen = clip.low === Number.NEGATIVE_INFINITY && clip.high === Number.POSITIVE_INFINITY;
    if (isSame && (isOpen || primary !== 'wide')) return x;
    const line = { gain: 1, shift: 0, ...clip };
    if (isWide(role)) return this.once(tensor, 'clipped', () => clippedWide(this, { tensor, x, line }));
    return requantised(this, { tensor, role, x, line });
  }

  #primary(tensor: Tensor, role: Role): number {
    switch (tensor.kind) {
      case 'conv':
        return convStage(this, { tensor, role });
      case 'matmul':
        return matmulStage(this, { tensor, role });
      case 'softmax':
        return softmaxStage(this, { tensor, role });
      case 'gather':
        return gatherStage(this, { tensor, role });
      case 'embed':
        return embedStage(this, tensor);
      case 'scores':
        return scoresStage(this, tensor);
      case 'mix':
        return mixStage(this, tensor);
      case 'pool': {
        const x = this.stage(tensor.x, role);
        return this.push({ kind: 'pool', x, window: tensor.window }, this.passed(tensor, x));
      }
      case 'move': {
        const x = this.stage(tensor.x, role);
        return this.push({ kind: 'move', x, order: tensor.order, base: tensor.base }, this.passed(tensor, x));
      }
      case 'concat': {
        const [x, y] = [this.#flexible(tensor.x, role), this.#flexible(tensor.y, role)];
        join(this.at(x).choice, this.at(y).choice);
        return this.push({ kind: 'concat', x, y, parts: tensor.parts }, this.passed(tensor, x));
      }
      case 'add': {
        const [x, y] = [this.stage(tensor.x, 'wide'), this.stage(tensor.y, 'wide')];
        join(this.at(x).choice, this.at(y).choice);
        return this.#wide({ tensor, role }, { kind: 'add', x, y });
      }
      case 'mask': {
        const x = this.stage(tensor.x, 'wide');
        const constant: StageKind = { kind: 'constant', data: tensor.data, hidden: tensor.hidden };
        const y = this.push(constant, { ...this.passed(tensor, x), of: undefined });
        return this.#wide({ tensor, role }, { kind: 'add', x, y });
      }
      case 'center':
        return this.#wide({ tensor, role }, { kind: 'center', x: this.stage(tensor.x, 'wide'), rows: tensor.rows });
      case 'multiply': {
        const [x, y] = [this.stage(tensor.x, 'term'), this.stage(tensor.y, 'term')];
        const choice = choiceFor({ tensor, role });
        choice.isSymmetric = true;
        return this.push({ kind: 'multiply', x, y, factor: tensor.factor }, meaningOf(tensor, choice));
      }
      default:
        throw new OnnxError('onnx/unsupported', `${tensor.where}: its result cannot be read as ${role} yet.`);
    }
  }

  /** A sum of 16 bits with the scale of what it reads, in the form that is wanted. */
  #wide({ tensor, role }: Wanted, kind: StageKind & { readonly x: number }): number {
    return fromWide(this, { tensor, role, x: this.push(kind, this.passed(tensor, kind.x)) });
  }

  #argmax(tensor: Of<'argmax'>, role: Role): number {
    const { rows, where } = tensor;
    if (role !== 'ids') {
      throw new OnnxError(
        'onnx/unsupported',
        `${where}: its numbers are read by another operator; it can only be the answer.`,
      );
    }
    const x = this.stage(tensor.x, 'wide');
    return this.once(tensor, 'index', () => this.push({ kind: 'argmax', x, rows }, meaningOf(tensor, INDEX)));
  }

  /** The stage of a source of a concat, with a scale that can be joined with another one's. */
  #flexible(tensor: Tensor, role: Role): number {
    const x = this.stage(tensor, role);
    const { kind } = rootOf(this.at(x).choice);
    const isFlexible = kind === 'operand' || kind === 'byte' || kind === 'wide' || kind === 'score';
    if (isFlexible) return x;
    return this.once(tensor, `${role} flexible`, () => requantised(this, { tensor, role, x }));
  }
}

/** The clip that a tensor's own kind has. */
function clipOf(tensor: Tensor): { low: number; high: number } {
  return tensor.kind === 'conv' ? { low: tensor.low, high: tensor.high } : OPEN;
}
