import { engines } from '../../lib/engine/engine.ts';

/** Name of a case: the engine that this host runs models with has the plain name, the others add theirs. */
export function caseName(name: string, engine: string): string {
  return engine === engines()[0]?.kind ? name : `${name} ${engine}`;
}
