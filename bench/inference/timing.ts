/** Something to be timed: once through, or a promise of it. */
export type Contender = () => void | Promise<void>;

/**
 * Times contenders in turn, `rounds` times, so that a busy machine slows all of them alike. Each turn repeats its contender for
 * about `turnMs`; short turns are seldom interrupted, so that a median over many is that of an undisturbed one. Gives milliseconds for one time through, in each round.
 */
export async function race<Name extends string>(
  contenders: Record<Name, Contender>,
  { rounds, turnMs }: { rounds: number; turnMs: number },
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[]; // boundary: Object.keys forgets
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const repeats = new Map<Name, number>();
  for (const name of names) {
    for (let warm = 0; warm < 3; warm++) await time(contenders[name], 1);
    const onceMs = await time(contenders[name], 2);
    repeats.set(name, Math.max(1, Math.round(turnMs / Math.max(onceMs, 0.0005))));
    await time(contenders[name], repeats.get(name) ?? 1);
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times[name].push(await time(contenders[name], repeats.get(name) ?? 1));
  }
  return times;
}

/**
 * Times runs that go step by step, one run after another, `rounds` times. Gives the milliseconds of a run as the sum over its steps of
 * their medians: a step is short enough to be seldom interrupted. What comes before a run's first step counts with it.
 */
export function raceSteps(starters: Record<string, () => Iterator<unknown>>, rounds: number): Record<string, number> {
  const times = Object.entries(starters).map(([name, start]) => ({ name, start, steps: [] as number[][] }));
  for (let round = 0; round < rounds; round++) {
    for (const { start, steps } of times) {
      let begin = performance.now();
      const run = start();
      for (let step = 0, isDone = false; !isDone; step++) {
        isDone = run.next().done === true;
        const end = performance.now();
        steps[step] ??= [];
        steps[step]?.push(end - begin);
        begin = performance.now();
      }
    }
  }
  return Object.fromEntries(
    times.map(({ name, steps }) => [name, steps.reduce((sum, ofStep) => sum + median(ofStep), 0)]),
  );
}

/** Milliseconds for one of `repeats` times through. */
async function time(contender: Contender, repeats: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) {
    const pending = contender();
    if (pending !== undefined) await pending;
  }
  return (performance.now() - start) / repeats;
}

/** The middle of them. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Median over the rounds of a / b: each round saw the machine alike. */
export function ratio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((value, round) => value / (b[round] ?? Number.NaN)));
}
