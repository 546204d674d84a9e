/** Why a dispute cannot be followed. All mean bad data or a bug, never a move of the other side. */
export type DisputeErrorCode =
  /** The moves given are not those of one game, in order. */
  | 'dispute/moves'
  /** A proof needs a node that neither side's tree shows. */
  | 'dispute/unknown-node';

/** The only error the solver throws. */
export class DisputeError extends Error {
  override readonly name = 'DisputeError';
  readonly code: DisputeErrorCode;

  constructor(code: DisputeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
