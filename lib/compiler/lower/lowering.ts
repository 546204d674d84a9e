import { LIMITS } from '../../engine/limits.ts';
import { OnnxError } from '../../onnx/error.ts';
import type { Tensor } from '../ir/tensor.ts';
import type { Role } from './roles.ts';
import { rootOf, type ScaleChoice, type Stage, type StageKind } from './stage.ts';

/** A tensor in the form in which it is asked for. */
export type Wanted<T extends Tensor = Tensor> = { readonly tensor: T; readonly role: Role };

/** What every stage has beside its kind. */
export type StageMeaning = Pick<Stage, 'size' | 'choice' | 'of' | 'where'>;

/** A plan in the making: the stages so far, and what the subjects of lowering (matrices, functions, sources) need of it. */
export abstract class Lowering {
  readonly stages: Stage[] = [];
  /** In what forms each tensor is read. */
  abstract readonly roles: ReadonlyMap<Tensor, ReadonlySet<Role>>;
  /** Tensors whose clip needs a scale of their own. */
  abstract readonly split: ReadonlySet<Tensor>;
  readonly #made = new Map<Tensor, Map<string, number>>();

  /** The stage that has a tensor in a form; made where there is none. */
  abstract stage(tensor: Tensor, role: Role): number;

  /** The stage of that number. Throws RangeError. */
  at(number: number): Stage {
    const stage = this.stages[number];
    if (stage === undefined) throw new RangeError(`There is no stage ${number}.`);
    return stage;
  }

  /** Adds a stage. Throws `onnx/limit`. */
  push(kind: StageKind, meaning: StageMeaning): number {
    if (this.stages.length === LIMITS.ops) {
      throw new OnnxError('onnx/limit', `The model needs more than ${LIMITS.ops} operators.`);
    }
    this.stages.push({ ...kind, ...meaning } as Stage); // boundary: the union's two halves
    return this.stages.length - 1;
  }

  /** What `make` gives, made at most once for a tensor and key. */
  once(tensor: Tensor, key: string, make: () => number): number {
    const own = this.#made.get(tensor) ?? new Map<string, number>();
    this.#made.set(tensor, own);
    const number = own.get(key) ?? make();
    own.set(key, number);
    return number;
  }

  /** The meaning of a stage with the scale of an earlier one, which then holds this tensor too. */
  passed(tensor: Tensor, x: number): StageMeaning {
    const choice = rootOf(this.at(x).choice);
    if (choice.kind !== 'fixed') choice.members.add(tensor);
    return meaningOf(tensor, choice);
  }
}

/** The meaning of a stage that stands for a tensor. */
export function meaningOf(tensor: Tensor, choice: ScaleChoice): StageMeaning {
  return { size: tensor.size, choice, of: tensor, where: tensor.where };
}
