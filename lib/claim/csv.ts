import type { ClaimRow } from '../api/types.ts';
import { inputAmount } from '../format/amount.ts';
import { csvText } from '../format/csv.ts';
import { ETH } from './position.ts';

/** A paid claim with the words that a person knows it by. */
export type NamedClaim = { claim: ClaimRow; symbol: string; currencySymbol: string };

const HEADER = ['time', 'model', 'token', 'snapshot', 'currency', 'amount', 'wrapped', 'transaction'];

/** Claims as CSV with a header line, CRLF line ends, full precision and UTC times. */
export function claimsCsv(claims: readonly NamedClaim[]): string {
  const rows = claims.map(({ claim, symbol, currencySymbol }) => [
    new Date(claim.atSec * 1000).toISOString(),
    symbol,
    claim.token,
    claim.snapshotId.toString(),
    currencySymbol,
    inputAmount(claim.amount),
    claim.wrapped && claim.currency === ETH ? 'paid as WETH' : '',
    claim.txHash,
  ]);
  return csvText([HEADER, ...rows]);
}
