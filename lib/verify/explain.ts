import { MASKED } from '../engine/ops/attention.ts';
import type { DType } from '../engine/tensor.ts';
import type { OpName, TraceLayout, TraceTensor } from '../engine/trace/records.ts';
import type { StepTrace } from '../engine/trace/step-trace.ts';
import { toldOfTensor } from './explain-tensors.ts';
import { n, type Told, valueAt } from './told.ts';

/** Some of the values that an element is computed from; `total` is how many there are. */
export type ExplainedInput = { name: string; values: readonly number[]; total: number };

/** One element of one operator's output, recomputed so that a reader can follow. */
export type Explanation = {
  operator: OpName;
  step: number;
  tensor: number;
  element: number;
  dtype: DType;
  /** What the operator does, in a sentence. */
  words: string;
  inputs: readonly ExplainedInput[];
  /** The arithmetic, line by line. */
  lines: readonly string[];
  /** What the operator claimed; null where it is not known. */
  claimed: number | null;
  right: number;
};

/** Where an element is, in an honest step. */
export type ExplainAt = {
  layout: TraceLayout;
  weights: Uint8Array;
  trace: StepTrace;
  tensor: number;
  element: number;
  claimed: number | null;
};

const SHOWN = 12;

/** Recomputes one element from a step's own trace, in words and numbers. Null for an element that does not exist. */
export function explain(at: ExplainAt): Explanation | null {
  const record = at.layout.tensors[at.tensor];
  if (record === undefined || at.element >= record.size) return null;
  const right = valueAt(at.trace.tensors[at.tensor] ?? new Uint8Array(), record.dtype, at.element);
  const { words, inputs, lines } = told(record, at);
  return {
    operator: record.name,
    step: at.trace.step,
    tensor: at.tensor,
    element: at.element,
    dtype: record.dtype,
    words,
    inputs: inputs.map(({ name, values }) => ({ name, values: values.slice(0, SHOWN), total: values.length })),
    lines,
    claimed: at.claimed,
    right,
  };
}

function told(record: TraceTensor, { layout, weights, trace, tensor, element }: ExplainAt): Told {
  const { context } = layout.program;
  const { step, byte } = trace;
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength);
  const read = (from: number, dtype: DType, first: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => valueAt(trace.tensors[from] ?? new Uint8Array(), dtype, first + i));
  const x = (first: number, count = 1) => read(record.x, record.xInfo.dtype, first, count);
  const y = (first: number, count = 1) => read(record.y, record.yInfo.dtype, first, count);
  const carried = (s: number, first: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) =>
      valueAt(trace.carried[s]?.[record.carried] ?? new Uint8Array(), record.yInfo.dtype, first + i),
    );
  const rescaled = (value: number) => `round(${n(value)} × ${n(record.mul)} / 2^${record.shift})`;
  const rowLength = record.xInfo.size / Math.max(record.heads, 1);
  const past = layout.program.mode === 'once' ? rowLength : step + 1;
  const head = Math.floor(element / context);
  const position = element % context;

  switch (record.name) {
    case 'embed': {
      const token = view.getInt16(record.weights + 2 * (byte * record.size + element), true);
      const place = view.getInt16(record.table + 2 * (step * record.size + element), true);
      return {
        words: `Looks up byte ${byte} of the text and position ${step} in two tables of the weights, and adds them.`,
        inputs: [],
        lines: [`${n(token)} + ${n(place)} = ${n(token + place)}`],
      };
    }
    case 'sumSquares': {
      const values = x(element * rowLength, rowLength);
      return {
        words: `Adds the squares of all ${values.length} elements, each divided by 2^${record.shift} and cut.`,
        inputs: [{ name: 'x', values }],
        lines: [`Σ ⌊x² / 2^${record.shift}⌋`],
      };
    }
    case 'rsqrt': {
      const [v = 0] = x(element);
      return {
        words: 'An inverse square root in whole numbers.',
        inputs: [{ name: 'v', values: [v] }],
        lines: [`the largest r with r² × ${n(Math.max(v, 1))} ≤ 2^60`],
      };
    }
    case 'scale': {
      const [[value = 0], [by = 0]] = [x(element), y(Math.floor(element / rowLength))];
      return {
        words: 'Scales one element and rounds it.',
        inputs: [
          { name: 'x', values: [value] },
          { name: 'by', values: [by] },
        ],
        lines: [`${n(value)} × ${n(by)} = ${n(value * by)}`, rescaled(value * by)],
      };
    }
    case 'linear': {
      const size = record.xInfo.size;
      const row = record.weights + element * (size + 8);
      const values = x(0, size);
      const factors = Array.from({ length: size }, (_, k) => view.getInt8(row + k));
      const dot = factors.reduce((sum, factor, k) => sum + factor * (values[k] ?? 0), 0);
      const bias = view.getInt32(row + size, true);
      const mul = view.getUint16(row + size + 4, true);
      return {
        words: `Row ${element} of a matrix: ${size} products of inputs and weights, plus a bias, scaled and rounded.`,
        inputs: [
          { name: 'x', values },
          { name: 'weights of the row', values: factors },
        ],
        lines: [
          `Σ weight × x = ${n(dot)}`,
          `${n(dot)} + bias ${n(bias)} = ${n(dot + bias)}`,
          `round(${n(dot + bias)} × ${n(mul)} / 2^${record.shift})`,
        ],
      };
    }
    case 'append':
      return {
        words: 'Copies one element of the row that later steps will read.',
        inputs: [{ name: 'x', values: x(element) }],
        lines: [],
      };
    case 'scores': {
      if (position > step) return future(`The score of a position that does not exist yet is ${MASKED}.`);
      const width = record.xInfo.size / record.heads;
      const query = x(head * width, width);
      const key = position === step ? y(head * width, width) : carried(position, head * width, width);
      const dot = query.reduce((sum, value, i) => sum + value * (key[i] ?? 0), 0);
      return {
        words: `How well position ${position} fits in head ${head}: ${width} products, scaled and rounded.`,
        inputs: [
          { name: 'query', values: query },
          { name: `key of step ${position}`, values: key },
        ],
        lines: [`Σ query × key = ${n(dot)}`, rescaled(dot)],
      };
    }
    case 'max': {
      const values = x(element * rowLength, past);
      return {
        words: `The largest score of row ${element}.`,
        inputs: [{ name: 'scores', values }],
        lines: [`max = ${n(Math.max(...values))}`],
      };
    }
    case 'exp': {
      if (element % rowLength >= past) return future('The weight of a position that does not exist yet is 0.');
      const [[score = 0], [best = 0]] = [x(element), y(Math.floor(element / rowLength))];
      return {
        words: 'Turns a score into a weight with a table.',
        inputs: [
          { name: 'score', values: [score] },
          { name: 'largest', values: [best] },
        ],
        lines: [`table[${n(best)} − ${n(score)}] = table[${best - score}]`],
      };
    }
    case 'sum': {
      const values = x(element * rowLength, past);
      return {
        words: `The sum of the weights of row ${element}.`,
        inputs: [{ name: 'weights', values }],
        lines: [`Σ = ${n(values.reduce((sum, value) => sum + value, 0))}`],
      };
    }
    case 'partial': {
      const width = record.size / context;
      const [at, column] = [Math.floor(element / width), element % width];
      if (at > step) return future('The running sum of a position that does not exist yet is 0.');
      const inHead = Math.floor(column / (width / record.heads));
      const before = at === 0 ? 0 : (read(tensor, record.dtype, element - width, 1)[0] ?? 0);
      const [weight = 0] = x(inHead * context + at);
      const [value = 0] = at === step ? y(column) : carried(at, column, 1);
      return {
        words: `A running sum over the past: position ${at} adds its weight times its value.`,
        inputs: [
          { name: 'sum before', values: [before] },
          { name: 'weight', values: [weight] },
          { name: `value of step ${at}`, values: [value] },
        ],
        lines: [`${n(before)} + ${n(weight)} × ${n(value)} = ${n(before + weight * value)}`],
      };
    }
    case 'mix': {
      const [total = 0] = x(step * record.size + element);
      const [sum = 0] = y(Math.floor(element / (record.size / record.heads)));
      return {
        words: 'The weighted mean of the values of all positions so far, scaled and rounded.',
        inputs: [
          { name: 'running sum', values: [total] },
          { name: 'sum of weights', values: [sum] },
        ],
        lines: [`round(${n(total)} / ${n(Math.max(sum, 1))} × ${n(record.mul)} / 2^${record.shift})`],
      };
    }
    case 'add': {
      const [[left = 0], [right = 0]] = [x(element), y(element)];
      return {
        words: 'Adds two elements.',
        inputs: [
          { name: 'x', values: [left] },
          { name: 'y', values: [right] },
        ],
        lines: [`${n(left)} + ${n(right)} = ${n(left + right)}`],
      };
    }
    case 'noise':
      return {
        words: `A table entry chosen by byte ${element % 32} of a hash of prompt and step: chance that everybody can repeat.`,
        inputs: [],
        lines: [`keccak256(seed, ${step}, ${Math.floor(element / 32)})`],
      };
    case 'argmax': {
      const values = x(element * rowLength, rowLength);
      return {
        words: `The place of the largest of ${values.length} elements.`,
        inputs: [{ name: 'x', values }],
        lines: [`largest = ${n(Math.max(...values))}`],
      };
    }
    case 'lookup': {
      const [index = 0] = x(0);
      return {
        words: 'Turns the chosen place into a byte of text.',
        inputs: [{ name: 'place', values: [index] }],
        lines: [`table[${index}]`],
      };
    }
    case 'input':
      return { words: `Byte ${element} of the prompt.`, inputs: [], lines: [] };
    case 'map': {
      const [value = 0] = x(element);
      return {
        words: 'A function given by a table of 256 entries.',
        inputs: [{ name: 'x', values: [value] }],
        lines: [`table[${value & 255}]`],
      };
    }
    default:
      return toldOfTensor(record, record.name, { element, x, y, weights: view, rescaled });
  }
}

function future(words: string): Told {
  return { words, inputs: [], lines: [] };
}
