import { LIMITS } from '../../engine/limits.ts';
import { OnnxError } from '../../onnx/error.ts';

/** Tokens that a byte has room for. */
export const TOKENS = 256;

/** How long a text is at least, so that the model can be looked at after several lengths of past. */
export const LEAST_CONTEXT = 8;

/** How a model that goes token by token is asked and answers. */
export type TextRules = {
  /** Bytes of a request at most; one is the least. */
  readonly maxInput: number;
  readonly minOutput: number;
  readonly maxOutput: number;
  /** The byte that ends an answer, and is no part of it. */
  readonly terminator: number;
  /** 0 takes the likeliest token; 1 draws as the model says; more is bolder. */
  readonly temperature: number;
  /** The byte that each token is. Without it, token k is byte k. Bytes that are no token are read as token 0. */
  readonly alphabet?: Uint8Array;
};

/** Steps of the longest text. */
export function contextOf({ maxInput, maxOutput }: TextRules): number {
  return maxInput + maxOutput - 1;
}

/** Throws `onnx/limit` for rules that no program can have. */
export function checkRules(rules: TextRules): void {
  const { maxInput, minOutput, maxOutput, terminator, temperature, alphabet } = rules;
  const isWhole = (value: number, low: number, high: number): boolean =>
    Number.isInteger(value) && value >= low && value <= high;
  const refuse = (message: string): never => {
    throw new OnnxError('onnx/limit', message);
  };
  if (!isWhole(maxInput, 1, LIMITS.context) || !isWhole(maxOutput, 1, LIMITS.context)) {
    refuse(`The longest input and output have 1 to ${LIMITS.context} bytes, not ${maxInput} and ${maxOutput}.`);
  }
  const context = contextOf(rules);
  if (!isWhole(context, LEAST_CONTEXT, LIMITS.context)) {
    refuse(`Input and output have ${LEAST_CONTEXT + 1} to ${LIMITS.context + 1} bytes together, not ${context + 1}.`);
  }
  if (!isWhole(minOutput, 0, maxOutput)) refuse(`The shortest output has 0 to ${maxOutput} bytes, not ${minOutput}.`);
  if (!isWhole(terminator, 0, 255)) refuse(`The terminator is a byte, not ${terminator}.`);
  if (!(temperature >= 0 && temperature <= 100)) refuse(`The temperature is 0 to 100, not ${temperature}.`);
  if (alphabet === undefined) return;
  if (alphabet.length > TOKENS || new Set(alphabet).size !== alphabet.length) {
    refuse(`The alphabet has each byte once, at most ${TOKENS} of them; this one has ${alphabet.length} bytes.`);
  }
}

/** The token that each byte is read as. */
export function tokenOfByte(alphabet: Uint8Array | undefined): Uint8Array {
  if (alphabet === undefined) return Uint8Array.from({ length: TOKENS }, (_, byte) => byte);
  const tokens = new Uint8Array(TOKENS);
  alphabet.forEach((byte, token) => {
    tokens[byte] = token;
  });
  return tokens;
}

/** temperature · Gumbel quantiles: what is added to logits to draw from them. Spec: docs/op-spec.md, "Sampling". */
export function gumbelQuantiles(temperature: number): Float64Array {
  return Float64Array.from({ length: 256 }, (_, b) => -temperature * Math.log(-Math.log((b + 0.5) / 256)));
}
