import { readFile } from 'node:fs/promises';
import { engines } from '../../lib/engine/engine.ts';
import { parseProgram } from '../../lib/engine/program.ts';
import type { BenchRow } from '../row.ts';
import { caseName } from './case-name.ts';
import { raceSteps } from './timing.ts';
import { untraced } from './untraced.ts';

/** What a run with its trace may cost, in runs without. */
const GOAL_OVERHEAD = 1.25;

/** The Psalter, with the longest input and an output as long as can be: every position of its context is used. */
export async function textRows(rounds: number): Promise<BenchRow[]> {
  const folder = new URL('../../models/psalter/bundle/', import.meta.url);
  const [text, weights] = await Promise.all(
    ['program.json', 'weights.bin'].map((name) => readFile(new URL(name, folder))),
  );
  const written = JSON.parse(String(text)) as Record<string, unknown>; // boundary: the parser checks it below
  const program = parseProgram(new TextEncoder().encode(JSON.stringify({ ...written, minOutput: written.maxOutput })));
  const input = Uint8Array.from({ length: program.maxInput }, (_, i) => 97 + (i % 26));
  const request = { program, weights: new Uint8Array(weights ?? []), input };
  const steps = program.maxInput + program.maxOutput - 1;
  const contenders = engines().flatMap((engine): [string, () => Iterator<unknown>][] => [
    [engine.kind, () => engine.runSteps(request)],
    [`${engine.kind} untraced`, untraced(engine, request).anew],
  ]);
  const times = raceSteps(Object.fromEntries(contenders), rounds);
  return engines().flatMap(({ kind }): BenchRow[] => {
    const [whole, bare] = [times[kind] ?? Number.NaN, times[`${kind} untraced`] ?? Number.NaN];
    const row = (metric: string, unit: string, value: number): BenchRow => ({
      ...{ bench: 'inference', case: caseName('text', kind), metric, unit, value },
    });
    return [
      { ...row('tokens-per-s', '1/s', (1000 * steps) / whole), note: `${steps} steps, trace and roots included` },
      row('ms', 'ms', whole),
      { ...row('trace-overhead', 'x', whole / bare), goal: GOAL_OVERHEAD },
    ];
  });
}
