import { keccak_256 } from '@noble/hashes/sha3.js';
import { sourceOf } from '../ops/layout.ts';
import { ROW_TRAILER_BYTES } from '../ops/linear.ts';
import { ELEMENT_BYTES } from '../tensor.ts';
import { moveRule, type TraceLayout, type TraceTensor, windowOf } from './records.ts';

/**
 * One thing a witness shows. `first` and `length` are bytes: of a tensor of the disputed step, of a carried tensor of an
 * earlier step, or of weights.bin. An `index` is a number the challenger chooses. Spec: docs/op-spec.md, "Witness".
 */
export type Read =
  | { readonly kind: 'tensor'; readonly tensor: number; readonly first: number; readonly length: number }
  | {
      readonly kind: 'carried';
      readonly step: number;
      readonly carried: number;
      readonly first: number;
      readonly length: number;
    }
  | { readonly kind: 'weights'; readonly first: number; readonly length: number }
  | { readonly kind: 'input' }
  | { readonly kind: 'index'; readonly value: number };

/** What decides which bytes an element reads: the step, and true values of tensors before the disputed one. */
export type StepFacts = {
  readonly step: number;
  readonly inputBytes: number;
  /** keccak256 of the input. */
  readonly seed: Uint8Array;
  /** The byte of the text that the step reads. */
  readonly byte: number;
  /** Element of a tensor of the step, as a number. */
  value(tensor: number, element: number): number;
};

/** The element that is claimed wrong: its tensor, its number, and the value the asserter gives it. */
export type Claimed = { readonly tensor: number; readonly element: number; readonly value: number };

/** Stands for "no single element shows it": the whole row follows. */
export const NO_INDEX = 0xffff_ffff;

/**
 * The reads that show one element right or wrong, in the order of the witness. An element in the padding of the last chunk has
 * none. Spec: docs/op-spec.md, "Witness".
 */
export function readsOf(layout: TraceLayout, claimed: Claimed, facts: StepFacts): readonly Read[] {
  const record = layout.tensors[claimed.tensor];
  if (record === undefined || claimed.element >= record.size) return [];
  const { context } = layout.program;
  const { step } = facts;
  const { element } = claimed;
  const x = (from: number, count = 1) => elements(layout, record.x, from, count);
  const y = (from: number, count = 1) => elements(layout, record.y, from, count);
  const whole = () => x(0, record.xInfo.size);
  // max, exp and sum: the length of a row, and how much of it is past.
  const rowLength = record.xInfo.size / Math.max(record.heads, 1);
  const length = layout.program.mode === 'once' ? rowLength : step + 1;
  const row = (number: number) => x(number * rowLength, rowLength);
  const table = (first: number, length: number): Read => ({ kind: 'weights', first: record.table + first, length });

  switch (record.name) {
    case 'embed': {
      const last: Read = { kind: 'carried', step: step - 1, carried: layout.carried.length - 1, first: 0, length: 1 };
      return [
        step < facts.inputBytes ? { kind: 'input' } : last,
        { kind: 'weights', first: record.weights + 2 * (facts.byte * record.size + element), length: 2 },
        table(2 * (step * record.size + element), 2),
      ];
    }
    case 'sumSquares':
      return [row(element)];
    case 'rsqrt':
      return [x(element)];
    case 'scale':
    case 'divide':
      return [x(element), y(Math.floor(element / rowLength))];
    case 'center':
      return [row(Math.floor(element / rowLength))];
    case 'linear': {
      const length = record.xInfo.size + ROW_TRAILER_BYTES;
      return [whole(), { kind: 'weights', first: record.weights + element * length, length }];
    }
    case 'append':
      return [x(element)];
    case 'scores': {
      const [head, position] = [Math.floor(element / context), element % context];
      if (position > step) return [];
      const width = record.xInfo.size / record.heads;
      return [x(head * width, width), stateRow(record, { position, step, first: head * width, length: width })];
    }
    case 'max':
      return maxReads({ layout, record, claimed, facts, rowLength, length });
    case 'exp': {
      const [head, position] = [Math.floor(element / rowLength), element % rowLength];
      if (position >= length) return [];
      const difference = facts.value(record.y, head) - facts.value(record.x, element);
      return [x(element), y(head), table(difference, 1)];
    }
    case 'sum':
      return [x(element * rowLength, length)];
    case 'partial': {
      const width = record.size / context;
      const [position, column] = [Math.floor(element / width), element % width];
      if (position > step) return [];
      const head = Math.floor(column / (width / record.heads));
      const before = elements(layout, claimed.tensor, element - width, 1);
      return [
        ...(position > 0 ? [before] : []),
        x(head * context + position),
        stateRow(record, { position, step, first: column, length: 1 }),
      ];
    }
    case 'mix':
      return [x(step * record.size + element), y(Math.floor(element / (record.size / record.heads)))];
    case 'add':
    case 'multiply':
      return [x(element), y(element)];
    case 'noise':
      return [table(2 * noiseByte(facts, element), 2)];
    case 'argmax': {
      const { value } = claimed;
      if (value < 0 || value >= rowLength) return [];
      const first = element * rowLength;
      const best = argmaxOf(rowLength, (index) => facts.value(record.x, first + index));
      return [{ kind: 'index', value: best }, x(first + value), x(first + best)];
    }
    case 'lookup':
      return [whole(), table(facts.value(record.x, 0), 1)];
    case 'input':
      return [{ kind: 'input' }];
    case 'map':
      return [x(element), table(facts.value(record.x, element) & 255, 1)];
    case 'conv': {
      const { columns, perGroup, pixel, channel, group } = convPlace(record, element);
      const length = columns + ROW_TRAILER_BYTES;
      const weights: Read = { kind: 'weights', first: record.weights + channel * length, length };
      return [...lineReads(layout, record, { pixel, channel: group * perGroup, channels: perGroup }), weights];
    }
    case 'pool': {
      const channels = record.words[2] ?? 1;
      const place = { pixel: Math.floor(element / channels), channel: element % channels, channels: 1 };
      return lineReads(layout, record, place);
    }
    case 'move':
      return [x(sourceOf(element, moveRule(record)))];
    case 'concat': {
      const [a = 1, b = 1] = record.words;
      const [block, place] = [Math.floor(element / (a + b)), element % (a + b)];
      return [place < a ? x(block * a + place) : y(block * b + place - a)];
    }
    case 'constant': {
      const bytes = ELEMENT_BYTES[record.dtype];
      return [table(element * bytes, bytes)];
    }
    case 'gather': {
      const [vocab = 1, width = 1] = record.words;
      const [first, bytes] = [Math.floor(element / width) * record.heads, ELEMENT_BYTES[record.dtype]];
      const id = facts.value(record.x, first) + (record.heads === 2 ? 256 * facts.value(record.x, first + 1) : 0);
      const place = Math.min(id, vocab - 1) * width + (element % width);
      return [x(first, record.heads), table(place * bytes, bytes)];
    }
    case 'matmul': {
      const [rows = 1, columns = 1, depth = 1] = record.words;
      const from = Math.floor(element / columns);
      const other = Math.floor(from / rows) * columns + (element % columns);
      return [x(from * depth, depth), y(other * depth, depth)];
    }
    case 'requantise':
      return [x(element)];
    default:
      return record.name satisfies never;
  }
}

/** A claim that is too small falls to one larger element; one that is too large needs the row. */
function maxReads(at: {
  layout: TraceLayout;
  record: TraceTensor;
  claimed: Claimed;
  facts: StepFacts;
  rowLength: number;
  length: number;
}): Read[] {
  const { layout, record, claimed, facts, rowLength, length } = at;
  const first = claimed.element * rowLength;
  for (let position = 0; position < length; position++) {
    if (facts.value(record.x, first + position) > claimed.value) {
      return [{ kind: 'index', value: position }, elements(layout, record.x, first + position, 1)];
    }
  }
  return [{ kind: 'index', value: NO_INDEX }, elements(layout, record.x, first, length)];
}

/** The kernel lines of a window that lie in x, each from its first to its last tap there. Spec: docs/op-spec.md, "Witness". */
function lineReads(
  layout: TraceLayout,
  record: TraceTensor,
  at: { pixel: number; channel: number; channels: number },
): Read[] {
  const window = windowOf(record.words);
  const { height, width, channels, kernelHeight, kernelWidth, outWidth } = window;
  const top = Math.floor(at.pixel / outWidth) * window.strideY - window.padTop;
  const left = (at.pixel % outWidth) * window.strideX - window.padLeft;
  const inside = range(kernelWidth)
    .map((b) => left + b * window.dilationX)
    .filter((column) => column >= 0 && column < width);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return [];
  const lines = range(kernelHeight)
    .map((a) => top + a * window.dilationY)
    .filter((line) => line >= 0 && line < height);
  return lines.map((line) => {
    const from = (line * width + first) * channels + at.channel;
    return elements(layout, record.x, from, (last - first) * channels + at.channels);
  });
}

/** What an element of a conv is made of: output pixel, channel, the channel's group and the length of its row of weights. */
function convPlace(record: TraceTensor, element: number) {
  const { channels, kernelHeight, kernelWidth, outHeight, outWidth } = windowOf(record.words);
  const rows = record.size / (outHeight * outWidth);
  const perGroup = channels / record.heads;
  const channel = element % rows;
  const group = Math.floor(channel / (rows / record.heads));
  return {
    columns: kernelHeight * kernelWidth * perGroup,
    perGroup,
    pixel: Math.floor(element / rows),
    channel,
    group,
  };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Part of a state's row: in this step the append's tensor, before it what that step carried. */
function stateRow(
  record: TraceTensor,
  { position, step, first, length }: { position: number; step: number; first: number; length: number },
): Read {
  if (position === step) return { kind: 'tensor', tensor: record.y, first, length };
  return { kind: 'carried', step: position, carried: record.carried, first, length };
}

function elements(layout: TraceLayout, tensor: number, from: number, count: number): Read {
  const bytes = ELEMENT_BYTES[layout.tensors[tensor]?.dtype ?? 'i8'];
  return { kind: 'tensor', tensor, first: from * bytes, length: count * bytes };
}

/** Byte `element` mod 32 of keccak256(seed ‖ u32be(step) ‖ u32be(⌊element / 32⌋)). */
function noiseByte({ seed, step }: StepFacts, element: number): number {
  const message = new Uint8Array(40);
  message.set(seed);
  const view = new DataView(message.buffer);
  view.setUint32(32, step);
  view.setUint32(36, Math.floor(element / 32));
  return keccak_256(message)[element % 32] ?? 0;
}

function argmaxOf(size: number, value: (index: number) => number): number {
  let best = 0;
  for (let index = 1; index < size; index++) if (value(index) > value(best)) best = index;
  return best;
}
