import { embedded, Past, scoresOf } from '../ir/sequence.ts';
import type { Stage } from '../lower/stage.ts';

/** What a stage makes of its sources' numbers and, last, of the step [byte, position]. */
export type SequenceStep = (sources: readonly ArrayLike<number>[]) => Float64Array;

const NONE: ArrayLike<number> = [];

/**
 * What a stage that knows of steps makes of the numbers that it reads, before it rounds them; undefined for other stages. It has to see
 * the steps of a text in order.
 */
export function sequenceStepOf(stage: Stage): SequenceStep | undefined {
  switch (stage.kind) {
    case 'embed': {
      const { size, tokens, positions } = stage;
      return ([at = NONE]) => embedded({ size, tokens, positions }, at);
    }
    case 'scores':
      return scores(stage);
    case 'exp':
      return stage.isOfPast === true ? powers(stage) : undefined;
    case 'mix':
      return mix(stage);
    default:
      return undefined;
  }
}

function scores(stage: Stage & { kind: 'scores' }): SequenceStep {
  const { heads, size } = stage;
  const known = scoresOf(stage);
  return (sources) => {
    const found = known(sources);
    const [count, context] = [found.length / heads, size / heads];
    const out = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    for (let h = 0; h < heads; h++) out.set(found.subarray(h * count, (h + 1) * count), h * context);
    return out;
  };
}

function powers({ rows, size }: Stage & { kind: 'exp' }): SequenceStep {
  const context = size / rows;
  return ([x = NONE, , at = NONE]) => {
    const count = (at[1] ?? 0) + 1;
    const out = new Float64Array(size);
    for (let from = 0; from < size; from += context) {
      let most = Number.NEGATIVE_INFINITY;
      for (let j = from; j < from + count; j++) most = Math.max(most, x[j] ?? 0);
      for (let j = from; j < from + count; j++) out[j] = Math.exp((x[j] ?? 0) - most);
    }
    return out;
  };
}

function mix({ heads, size }: Stage & { kind: 'mix' }): SequenceStep {
  const past = new Past();
  const width = size / heads;
  return ([x = NONE, sums = NONE, value = NONE, at = NONE]) => {
    const values = past.add(at[1] ?? 0, value);
    const context = x.length / heads;
    const out = new Float64Array(size);
    for (let j = 0; j < size; j++) {
      const h = Math.floor(j / width);
      let sum = 0;
      values.forEach((row, s) => {
        sum += (x[h * context + s] ?? 0) * (row[j] ?? 0);
      });
      out[j] = sum / Math.max(sums[h] ?? 0, 1 / 127);
    }
    return out;
  };
}
