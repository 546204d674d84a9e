/** Runs one piece of work after another, in the order they were given. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

/** A lock that nobody holds. */
export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
