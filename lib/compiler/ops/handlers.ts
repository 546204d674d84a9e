import type { Handler } from './context.ts';
import { CONVOLUTIONS } from './conv.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { FIXED } from './fixed.ts';
import { GATHERS } from './gather.ts';
import { MATRICES } from './matrices.ts';
import { MOVES } from './moves.ts';
import { NORMALISATIONS } from './normalise.ts';
import { POOLS } from './pool.ts';
import { QUANTISED } from './quantised.ts';
import { REDUCTIONS } from './reduce.ts';
import { SHAPES } from './shapes.ts';

/** What each ONNX operator means, by name. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...ELEMENTWISE,
    ...MATRICES,
    ...CONVOLUTIONS,
    ...POOLS,
    ...NORMALISATIONS,
    ...REDUCTIONS,
    ...SHAPES,
    ...MOVES,
    ...GATHERS,
    ...FIXED,
    ...QUANTISED,
  }),
);

/** The ONNX operators that a model may consist of, in alphabetical order. */
export const SUPPORTED_OPERATORS: readonly string[] = [...HANDLERS.keys()].sort();
