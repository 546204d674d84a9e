import { toAppError } from './decode.ts';

const SPEAK_FOR_THEMSELVES: ReadonlySet<string> = new Set(['BundleError', 'EngineError', 'OnnxError']);

/** Why something failed, in a sentence: the own one of the libraries that have one, else as decoded. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && SPEAK_FOR_THEMSELVES.has(error.name) ? error.message : toAppError(error).message;
}
