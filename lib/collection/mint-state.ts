import { pieceStateAt } from '../api/collection/piece-state.ts';
import type { PieceRow } from '../api/collection/types.ts';
import type { RequestRow } from '../api/types.ts';

/** Whether a request can be minted, and if not, why. */
export type MintState =
  /** It is minted. */
  | { kind: 'minted' }
  /** Another request has the prompt for good, or as long as it is alive. */
  | { kind: 'taken'; requestId: bigint; isFinal: boolean }
  /** No answer will come. */
  | { kind: 'dead' }
  /** `replaces`: the later request whose piece gives way; null where nobody has the prompt. `isFinal`: free to move at once. */
  | { kind: 'mintable'; replaces: bigint | null; isFinal: boolean };

type Asked = Pick<RequestRow, 'requestId' | 'status' | 'deadlineSec'>;
type Holder = Pick<PieceRow, 'requestId' | 'requestStatus' | 'state' | 'deadlineSec' | 'isEnded'>;

/**
 * What `mint` of AIGCCollection would say of a request whose payer asks: who asked first has the prompt until another is final, and
 * what gets no answer has nothing. `holder`: the piece that has the prompt now.
 */
export function mintStateOf({
  request,
  holder,
  nowSec,
}: {
  request: Asked;
  holder: Holder | null;
  nowSec: number;
}): MintState {
  const present = holder === null || holder.isEnded ? null : holder;
  if (present !== null && present.requestId === request.requestId) return { kind: 'minted' };
  const isLate = request.status === 'Requested' && nowSec > request.deadlineSec;
  if (request.status === 'Refunded' || isLate) return { kind: 'dead' };
  const isFinal = request.status === 'Finalized';
  if (present === null) return { kind: 'mintable', replaces: null, isFinal };
  const { requestId } = present;
  // A final request keeps its piece even while that holds an older answer.
  const isHeld = present.requestStatus === 'Finalized';
  if (pieceStateAt(present, nowSec) !== 'Void' && (isHeld || requestId < request.requestId)) {
    return { kind: 'taken', requestId, isFinal: isHeld };
  }
  return { kind: 'mintable', replaces: requestId, isFinal };
}
