/** What can go wrong in the engine. `input/*` is the caller's to mend, the rest means a bad bundle or machine. */
export type EngineErrorCode =
  | 'program/malformed'
  | 'program/limit'
  | 'weights/size'
  | 'input/empty'
  | 'input/too-short'
  | 'input/too-long'
  | 'machine/byte-order';

/** The only error the engine throws. `message` is one plain sentence with the value and the limit. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
