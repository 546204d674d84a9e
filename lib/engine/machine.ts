import { keccak_256 } from '@noble/hashes/sha3.js';
import { EngineError } from './error.ts';
import type { Op, Program } from './op.ts';
import { add } from './ops/add.ts';
import { expTable, maxPerHead, mix, type Span, scores, sumPerHead } from './ops/attention.ts';
import { embed } from './ops/embed.ts';
import { gather } from './ops/gather.ts';
import { concat, constant, move } from './ops/layout.ts';
import { linear } from './ops/linear.ts';
import { map } from './ops/map.ts';
import { matmul, multiply } from './ops/matmul.ts';
import { center, rsqrt, scale, sumSquares } from './ops/norm.ts';
import { divide, requantise } from './ops/requantise.ts';
import { argmax, noise } from './ops/sample.ts';
import { conv, pool } from './ops/windows.ts';
import { allocate, bytesOf, type Values } from './tensor.ts';

/** A program with its weights, tensors and states: everything one run needs. Not shared between runs. */
export class Machine {
  /** Output of each operator in the last step, same order as the program's. */
  readonly tensors: readonly Values[];
  readonly #program: Program;
  readonly #bytes: Int8Array;
  readonly #view: DataView;
  readonly #states: readonly Int8Array[];
  readonly #input: Uint8Array;
  readonly #seed: Uint8Array;

  /** Throws `weights/size`. Any bytes of the right size are valid weights. */
  constructor(program: Program, weights: Uint8Array, input: Uint8Array) {
    if (weights.length !== program.weightsBytes) {
      throw new EngineError('weights/size', `The weights have ${weights.length} bytes, not ${program.weightsBytes}.`);
    }
    this.#program = program;
    this.#bytes = new Int8Array(weights.buffer, weights.byteOffset, weights.length);
    this.#view = new DataView(weights.buffer, weights.byteOffset, weights.length);
    this.#states = program.states.map(({ width }) => new Int8Array(width * program.context));
    this.#input = input;
    this.#seed = keccak_256(input);
    this.tensors = program.tensors.map(allocate);
  }

  /** The rows that the steps so far appended to a state: `context` of them, of which the later ones are zero. */
  state(id: number): Int8Array {
    return this.#states[id] ?? unreachable();
  }

  /** Runs the graph once on `byte` at position `step` (in order, from 0) and returns the byte it chooses. */
  step(step: number, byte: number): number {
    this.#program.ops.forEach((op, id) => {
      this.#execute(op, this.#tensor(id), step, byte);
    });
    return this.#tensor(this.tensors.length - 1)[0] ?? 0;
  }

  #execute(op: Op, out: Values, step: number, byte: number): void {
    const context = this.#program.context;
    switch (op.op) {
      case 'embed': {
        const at = { weights: this.#view, tokens: op.tokens, positions: op.positions, byte, position: step };
        embed(at, as16(out));
        break;
      }
      case 'sumSquares':
        sumSquares(this.#i16(op.x), op.shift, as32(out));
        break;
      case 'rsqrt':
        as32(out).set(as32(this.#tensor(op.x)).map(rsqrt));
        break;
      case 'scale':
        scale(this.#i16(op.x), as32(this.#tensor(op.by)), op, as8(out));
        break;
      case 'center':
        center(this.#i16(op.x), op.rows, as16(out));
        break;
      case 'linear': {
        const { weights: offset, shift, dtype } = op;
        const rule = { bytes: this.#bytes, view: this.#view, offset, shift, dtype };
        linear(this.#i8(op.x), rule, dtype === 'i16' ? as16(out) : as8(out));
        break;
      }
      case 'append': {
        const row = this.#i8(op.x);
        this.state(op.state).set(row, step * row.length);
        as8(out).set(row);
        break;
      }
      case 'scores':
        scores(this.#i8(op.x), this.state(op.state), { ...op, context, step }, as8(out));
        break;
      case 'max':
        maxPerHead(this.#i8(op.x), this.#span(op, step), as8(out));
        break;
      case 'exp': {
        const table = new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + op.table, 256);
        expTable(this.#i8(op.x), this.#i8(op.max), { ...this.#span(op, step), table }, as8(out));
        break;
      }
      case 'sum':
        sumPerHead(this.#i8(op.x), this.#span(op, step), as32(out));
        break;
      case 'mix': {
        const rule = { ...op, context, step, values: this.state(op.state) };
        mix(this.#i8(op.x), as32(this.#tensor(op.sum)), rule, as8(out));
        break;
      }
      case 'add':
        add(this.#i16(op.x), this.#i16(op.y), as16(out));
        break;
      case 'noise':
        noise({ weights: this.#view, table: op.table, seed: this.#seed, step }, as16(out));
        break;
      case 'argmax':
        argmax(this.#i16(op.x), as32(out));
        break;
      case 'lookup':
        out[0] = this.#view.getUint8(op.table + (this.#tensor(op.x)[0] ?? 0));
        break;
      case 'input':
        asU8(out).set(this.#input);
        break;
      case 'map': {
        const table = this.#bytes.subarray(op.table, op.table + 256);
        map(bytesOf(this.#tensor(op.x)), { table, dtype: op.dtype }, bytesOf(out));
        break;
      }
      case 'conv': {
        const rule = { ...op, bytes: this.#bytes, view: this.#view, offset: op.weights };
        conv(this.#i8(op.x), rule, op.dtype === 'i16' ? as16(out) : as8(out));
        break;
      }
      case 'pool':
        pool(this.#tensor(op.x), op.window, out);
        break;
      case 'move':
        move(this.#tensor(op.x), op, out);
        break;
      case 'concat':
        concat(this.#tensor(op.x), this.#tensor(op.y), op.parts, out);
        break;
      case 'constant':
        constant(this.#bytes.subarray(op.table), op.dtype, out);
        break;
      case 'gather':
        gather(bytesOf(this.#tensor(op.x)), { ...op, weights: this.#view }, out);
        break;
      case 'matmul':
        matmul(this.#i8(op.x), this.#i8(op.y), op, out);
        break;
      case 'multiply':
        multiply(this.#tensor(op.x), this.#tensor(op.y), op, out);
        break;
      case 'requantise':
        requantise(this.#tensor(op.x), op, out);
        break;
      case 'divide':
        divide(this.#tensor(op.x), as32(this.#tensor(op.sum)), op, out);
        break;
      default:
        op satisfies never;
    }
  }

  /** The rows that max, exp and sum work on: a head's scores so far or, in a program that runs once, whole rows of x. */
  #span({ x, rows }: { x: number; rows: number }, step: number): Span {
    const { mode, context } = this.#program;
    if (mode === 'generate') return { heads: rows, context, step };
    const width = this.#tensor(x).length / rows;
    return { heads: rows, context: width, step: width - 1 };
  }

  #tensor(id: number): Values {
    return this.tensors[id] ?? unreachable();
  }

  #i8(id: number): Int8Array {
    return as8(this.#tensor(id));
  }

  #i16(id: number): Int16Array {
    return as16(this.#tensor(id));
  }
}

// The parser has checked every type; these say so to the compiler.
function as8(values: Values): Int8Array {
  return values instanceof Int8Array ? values : unreachable();
}

function asU8(values: Values): Uint8Array {
  return values instanceof Uint8Array ? values : unreachable();
}

function as16(values: Values): Int16Array {
  return values instanceof Int16Array ? values : unreachable();
}

function as32(values: Values): Int32Array {
  return values instanceof Int32Array ? values : unreachable();
}

function unreachable(): never {
  throw new EngineError('program/malformed', 'A tensor has another type than the parser checked.');
}
