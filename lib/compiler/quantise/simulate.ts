import { evaluatorOf } from '../ir/evaluate.ts';
import type { Tensor, TensorKind } from '../ir/tensor.ts';
import { OPEN, type Stage } from '../lower/stage.ts';
import { toFunction } from '../scalar.ts';

/** The stages that one reads. */
export function sourcesOf(stage: Stage): readonly number[] {
  switch (stage.kind) {
    case 'input':
    case 'constant':
    case 'embed':
    case 'noise':
      return [];
    case 'scores':
      return [stage.x, stage.y];
    case 'mix':
      return [stage.x, stage.sum, stage.y];
    case 'concat':
    case 'matmul':
    case 'multiply':
    case 'add':
      return [stage.x, stage.y];
    case 'scale':
      return [stage.x, stage.by];
    case 'exp':
      return [stage.x, stage.max];
    case 'divide':
      return [stage.x, stage.sum];
    default:
      return [stage.x];
  }
}

type Step = (sources: readonly Float64Array[]) => ArrayLike<number>;

const NONE = new Float64Array();

/** What a stage makes of the numbers that it reads, before it rounds them. Convolutions are the caller's. */
export function stepOf(stage: Stage): Step {
  const evaluated = (kind: TensorKind): Step => {
    const tensor: Tensor = { ...kind, size: stage.size, where: stage.where, name: '', axes: [] };
    return evaluatorOf(tensor);
  };
  const x: Tensor = { kind: 'input', idBytes: 1, size: 0, where: '', name: '', axes: [] };
  switch (stage.kind) {
    case 'input':
    case 'conv':
      return () => NONE;
    case 'map': {
      const f = toFunction(stage.scalar);
      return ([values = NONE]) => values.map(f);
    }
    case 'pool':
      return evaluated({ kind: 'pool', x, window: stage.window });
    case 'move':
      return evaluated({ kind: 'move', x, order: stage.order, base: stage.base });
    case 'concat':
      return evaluated({ kind: 'concat', x, y: x, parts: stage.parts });
    case 'constant': {
      const { data, hidden } = stage;
      return () => data.map((value, j) => (hidden?.[j] === 1 ? Number.NEGATIVE_INFINITY : value));
    }
    case 'gather': {
      const { table, width, idBytes } = stage;
      const rows = evaluated({ kind: 'gather', x, table, width });
      if (idBytes === 1) return rows;
      return ([bytes = NONE]) => {
        const ids = Float64Array.from(
          { length: bytes.length / 2 },
          (_, j) => (bytes[2 * j] ?? 0) + 256 * (bytes[2 * j + 1] ?? 0),
        );
        return rows([ids]);
      };
    }
    case 'matmul':
      return evaluated({ kind: 'matmul', x, y: x, dims: stage.dims, factor: stage.factor });
    case 'multiply':
      return evaluated({ kind: 'multiply', x, y: x, factor: stage.factor });
    case 'add':
      return evaluated({ kind: 'add', x, y: x });
    case 'requantise': {
      const { gain, shift, low, high } = stage;
      if (low === OPEN.low && high === OPEN.high)
        return ([values = NONE]) => values.map((value) => gain * value + shift);
      return ([values = NONE]) => values.map((value) => Math.min(high, Math.max(low, gain * value + shift)));
    }
    case 'center':
      return evaluated({ kind: 'center', x, rows: stage.rows });
    case 'scale':
      return evaluated({ kind: 'normalise', x, rows: stage.rows, epsilon: 0 });
    case 'squares':
    case 'root':
    case 'max':
      return () => NONE; // what reads them looks at their own source
    case 'noise':
    case 'lookup':
      return () => NONE; // nothing is calibrated behind them
    case 'append':
      return ([values = NONE]) => values;
    case 'embed':
    case 'scores':
    case 'mix':
      return () => NONE; // see sequence.ts
    case 'exp':
      return ([values = NONE]) =>
        rowWise(values, stage.rows, (row) => {
          const most = row.reduce((all, value) => Math.max(all, value), Number.NEGATIVE_INFINITY);
          return row.map((value) => Math.exp(value - most));
        });
    case 'sum':
      return ([values = NONE]) => {
        const width = values.length / stage.rows;
        return Float64Array.from({ length: stage.rows }, (_, r) =>
          values.subarray(r * width, (r + 1) * width).reduce((all, value) => all + value, 0),
        );
      };
    case 'divide': {
      const { rows, factor } = stage;
      return ([values = NONE, sums = NONE]) => {
        const width = values.length / rows;
        return values.map((value, j) => (factor * value) / Math.max(sums[Math.floor(j / width)] ?? 0, 1 / 127));
      };
    }
    case 'argmax':
      return evaluated({ kind: 'argmax', x, rows: stage.rows });
    default:
      return stage satisfies never;
  }
}

function rowWise(values: Float64Array, rows: number, f: (row: Float64Array) => Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  const width = values.length / rows;
  for (let r = 0; r < rows; r++) out.set(f(values.subarray(r * width, (r + 1) * width)), r * width);
  return out;
}
