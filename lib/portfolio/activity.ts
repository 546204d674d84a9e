import type { Address, Hex } from 'viem';
import type { ClaimRow, ModelSummary, RequestRow, Trade } from '../api/types.ts';
import { ETH } from '../claim/position.ts';

/** What an account can have done, in the order of the filter. */
export const ACTIVITY_KINDS = ['buy', 'sell', 'claim', 'request', 'refund', 'launch'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** One deed of an account. Changes are signed: what left the account is negative; gas is not counted. */
export type ActivityRow = {
  id: string;
  kind: ActivityKind;
  /** Null for a request to a model without a token. */
  token: Address | null;
  requestId: bigint | null;
  atSec: number;
  txHash: Hex;
  weiChange: bigint;
  tokenChange: bigint;
  /** What a claim paid in a currency other than ETH. */
  other: { currency: Address; amount: bigint } | null;
};

const none = { requestId: null, weiChange: 0n, tokenChange: 0n, other: null };

function ofTrade({ id, token, isBuy, weiAmount, tokenAmount, atSec, txHash }: Trade): ActivityRow {
  const at = { ...none, id: `trade:${id}`, token, atSec, txHash };
  return isBuy
    ? { ...at, kind: 'buy', weiChange: -weiAmount, tokenChange: tokenAmount }
    : { ...at, kind: 'sell', weiChange: weiAmount, tokenChange: -tokenAmount };
}

function ofClaim({ id, token, currency, amount, atSec, txHash }: ClaimRow): ActivityRow {
  const at = { ...none, id: `claim:${id}`, kind: 'claim', token, atSec, txHash } as const;
  return currency === ETH ? { ...at, weiChange: amount } : { ...at, other: { currency, amount } };
}

function ofRequest({ requestId, token, feeWei, requestedAtSec, txHash, events }: RequestRow): ActivityRow[] {
  const at = { ...none, token, requestId };
  const asked: ActivityRow = {
    ...at,
    id: `request:${requestId}`,
    kind: 'request',
    atSec: requestedAtSec,
    txHash,
    weiChange: -feeWei,
  };
  const refunded = events
    .filter(({ kind }) => kind === 'refunded')
    .map(
      (event): ActivityRow => ({
        ...at,
        id: `refund:${requestId}`,
        kind: 'refund',
        atSec: event.atSec,
        txHash: event.txHash,
        weiChange: feeWei,
      }),
    );
  return [asked, ...refunded];
}

function ofLaunch({ token, launchedAtSec, launchTxHash }: ModelSummary): ActivityRow {
  return { ...none, id: `launch:${token}`, kind: 'launch', token, atSec: launchedAtSec, txHash: launchTxHash };
}

/** Everything an account did, newest first. */
export function activityOf({
  trades,
  claims,
  requests,
  launches,
}: {
  trades: readonly Trade[];
  claims: readonly ClaimRow[];
  requests: readonly RequestRow[];
  launches: readonly ModelSummary[];
}): ActivityRow[] {
  return [
    ...trades.map(ofTrade),
    ...claims.map(ofClaim),
    ...requests.flatMap(ofRequest),
    ...launches.map(ofLaunch),
  ].toSorted((a, b) => b.atSec - a.atSec || (a.id < b.id ? 1 : -1));
}
