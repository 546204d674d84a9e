import type { Op, Program } from '../../lib/engine/op.ts';
import type { Random } from '../../lib/engine/testing/random.ts';
import type { RandomCase } from '../../lib/engine/testing/random-program.ts';

/**
 * The same program with small odd multipliers and small shifts, so that many results lie exactly between two integers: in random ones
 * that hardly happens. It stays within the parser's bounds.
 */
export function sharpen({ program, weights, input }: RandomCase, random: Random): RandomCase {
  const changed = weights.slice();
  const ops = program.ops.map((op): Op => {
    const mul = random.pick([1, 3]);
    switch (op.op) {
      // Squares vanish, so that rsqrt gives 2^30 and scale divides by 2^(shift − 30).
      case 'sumSquares':
        return { ...op, shift: 30 };
      case 'scale':
        return { ...op, mul, shift: random.int(31, 34) };
      case 'scores':
      case 'matmul':
      case 'multiply':
      case 'requantise':
        return { ...op, mul, shift: random.int(1, 4) };
      case 'mix':
      case 'divide':
        return { ...op, mul, shift: random.int(1, 2) };
      case 'linear':
      case 'conv': {
        const columns = columnsOf(program, op);
        for (let row = 0; row < op.rows; row++) {
          changed.set([random.int(0, 255), random.int(0, 3), 0, 0, mul, 0], op.weights + row * (columns + 8) + columns);
        }
        return { ...op, shift: random.int(1, 4) };
      }
      default:
        return op;
    }
  });
  return { program: { ...program, ops }, weights: changed, input };
}

/** How many weights a row has. */
function columnsOf(program: Program, op: Extract<Op, { op: 'linear' | 'conv' }>): number {
  if (op.op === 'linear') return program.tensors[op.x]?.size ?? 0;
  return (op.window.kernelHeight * op.window.kernelWidth * op.window.channels) / op.groups;
}
