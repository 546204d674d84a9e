import { OnnxError } from '../onnx/error.ts';
import { ONNX_LIMITS } from '../onnx/limits.ts';

/**
 * How many numbers compiling may still make, and how long it may take for it, so that a small file cannot become a big one: a
 * constant that is repeated, or a matrix that thousands of operators share.
 */
export class Budget {
  #left: number;
  #work: number = ONNX_LIMITS.mergeWork;

  /** `given`: the numbers in the file. */
  constructor(given: number) {
    this.#left = ONNX_LIMITS.madeElements + ONNX_LIMITS.madePerGiven * given;
  }

  /** Takes `elements` off. Throws `onnx/limit`. */
  take(elements: number, where: string): void {
    this.#left -= elements;
    if (this.#left >= 0) return;
    throw new OnnxError('onnx/limit', `${where}: the model unfolds to far more numbers than are in the file.`);
  }

  /** Takes `multiplications` off. Throws `onnx/limit`. */
  work(multiplications: number, where: string): void {
    this.#work -= multiplications;
    if (this.#work >= 0) return;
    throw new OnnxError('onnx/limit', `${where}: folding the model's constants takes too long.`);
  }
}
