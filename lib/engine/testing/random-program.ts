import type { Op } from '../op.ts';
import { type Program, parseProgram } from '../program.ts';
import { Draft } from './draft.ts';
import type { Random } from './random.ts';
import { growTensors } from './random-tensors.ts';
import { encodeProgram } from './tiny.ts';

/** A program that means nothing, with weights and an input to run it on. */
export type RandomCase = { readonly program: Program; readonly weights: Uint8Array; readonly input: Uint8Array };

const BYTE_TYPES = ['i7', 'u7', 'i8', 'u8'] as const;

/** One more operator, or a few that belong together. */
function grow(draft: Draft, mode: Program['mode']): void {
  const { random } = draft;
  // What pictures, rows and matrices are made of comes in more kinds; a program that generates runs its graph often.
  if (random.chance(mode === 'once' ? 1 : 3) && !random.chance(3)) {
    growTensors(draft, mode);
    return;
  }
  const x16 = draft.find(['i16']);
  const x7 = draft.find(['i7', 'u7']);
  const xByte = draft.find(BYTE_TYPES);
  const rowsOf = (x: number): number => (mode === 'once' ? draft.rowsOf(draft.sizeOf(x)) : 1);
  switch (random.int(0, mode === 'generate' ? 8 : 7)) {
    case 0:
      if (x7 !== undefined) draft.linear(x7, draft.size(), random.pick(['i7', 'u7', 'i8', 'i16']));
      break;
    case 1: {
      const y = x16 === undefined ? undefined : draft.find(['i16'], draft.sizeOf(x16));
      if (x16 !== undefined && y !== undefined) draft.add({ op: 'add', x: x16, y }, 'i16', draft.sizeOf(x16));
      break;
    }
    case 2:
      if (x16 !== undefined) draft.norm(x16, rowsOf(x16));
      break;
    case 3: {
      const size = random.chance(8) ? random.int(68, 200) : draft.size();
      draft.add({ op: 'noise', size, table: draft.region(512) }, 'i16', size);
      break;
    }
    case 4: {
      if (x16 === undefined) break;
      const rows = rowsOf(x16);
      const x = draft.add({ op: 'argmax', x: x16, rows }, 'i32', rows);
      if (rows > 1) break;
      draft.add({ op: 'lookup', x, table: draft.region(draft.sizeOf(x16)) }, 'u8', 1);
      break;
    }
    case 5: {
      const dtype = random.pick(BYTE_TYPES);
      if (xByte !== undefined)
        draft.add({ op: 'map', x: xByte, table: draft.region(256), dtype }, dtype, draft.sizeOf(xByte));
      break;
    }
    case 6:
      if (mode === 'generate') draft.embed();
      else draft.input();
      break;
    default:
      if (mode === 'once') draft.input();
      else if (x7 !== undefined && draft.states.length < 8) draft.attention(x7);
  }
}

/** A valid program of about `length` operators in a random order, with every operator of its mode in reach. */
export function randomCase(random: Random, { mode, length }: { mode: Program['mode']; length: number }): RandomCase {
  const generates = mode === 'generate';
  const maxInput = generates ? random.int(1, 9) : random.int(1, 300);
  const outputs = random.chance(4) ? random.int(1, 58) : random.int(1, 20);
  const context = generates ? maxInput + outputs - 1 + random.int(0, 3) : 1;
  const weightsBytes = 60_000 + random.int(0, 5000);
  const draft = new Draft(random, { weightsBytes, context, inputBytes: maxInput });
  if (generates) draft.embed();
  else draft.input();
  if (generates) draft.norm(0, 1);
  else draft.add({ op: 'map', x: 0, table: draft.region(256), dtype: 'i7' }, 'i7', maxInput);
  while (draft.ops.length < length) grow(draft, mode);
  if (generates) {
    const x16 = draft.find(['i16']) ?? 0;
    const x = draft.add({ op: 'argmax', x: x16, rows: 1 }, 'i32', 1);
    draft.add({ op: 'lookup', x, table: draft.region(draft.sizeOf(x16)) }, 'u8', 1);
  }
  const last = draft.tensors.at(-1);
  const lastBytes = (last?.size ?? 0) * (last?.dtype === 'i32' ? 4 : last?.dtype === 'i16' ? 2 : 1);
  const program = {
    ...{ format: 'openimo-program', version: 3, mode, context },
    ...{ minInput: generates ? 1 : maxInput, maxInput },
    ...{ minOutput: generates ? random.int(0, outputs) : lastBytes, maxOutput: generates ? outputs : lastBytes },
    ...{ terminator: generates ? random.int(0, 255) : 0, weightsBytes, states: draft.states },
    ops: draft.ops.map((op) => writable(op, mode)),
  };
  const weights = random.bytes(weightsBytes);
  const input = random.bytes(generates ? random.int(1, maxInput) : maxInput);
  return { program: parseProgram(encodeProgram(program)), weights, input };
}

/** The operator as program.json has it: what it takes from its operands is left out. */
export function writable(op: Op, mode: Program['mode']): Record<string, unknown> {
  if (op.op === 'mix') {
    const { heads: _, ...fields } = op;
    return fields;
  }
  const hasRows = op.op === 'conv' || op.op === 'linear' || op.op === 'center';
  const givesRows = mode === 'once' && (op.op === 'max' || op.op === 'sumSquares' || op.op === 'argmax');
  if (!('rows' in op) || hasRows || givesRows) return writeWindow(op);
  const { rows: _, ...fields } = op;
  return fields;
}

function writeWindow(op: Op): Record<string, unknown> {
  if (!('window' in op)) return op;
  const { height, width, channels, kernelHeight, kernelWidth, strideY, strideX, ...rest } = op.window;
  const window = {
    shape: [height, width, channels],
    kernel: [kernelHeight, kernelWidth],
    stride: [strideY, strideX],
    dilation: [rest.dilationY, rest.dilationX],
    padding: [rest.padTop, rest.padLeft],
    out: [rest.outHeight, rest.outWidth],
  };
  return { ...op, window };
}
