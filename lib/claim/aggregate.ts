import type { Address } from 'viem';
import type { TokenClaim } from '../flows/claim.ts';
import { type CurrencyAmount, ETH, type Position } from './position.ts';

/** Sums amounts by currency, ETH first, then in the order of appearance. Zero sums are left out. */
export function sumByCurrency(amounts: readonly CurrencyAmount[]): CurrencyAmount[] {
  const sums = new Map<string, CurrencyAmount>();
  for (const { currency, amount } of amounts) {
    const key = currency.toLowerCase();
    const sum = sums.get(key);
    sums.set(key, { currency, amount: (sum?.amount ?? 0n) + amount });
  }
  const all = [...sums.values()].filter(({ amount }) => amount > 0n);
  return [...all.filter(({ currency }) => currency === ETH), ...all.filter(({ currency }) => currency !== ETH)];
}

/** What a position can claim now, by currency. */
export function claimableOf(position: Position): CurrencyAmount[] {
  return sumByCurrency(position.claims.flatMap(({ amounts }) => amounts));
}

/** What all positions together can claim now, by currency. */
export function totalClaimable(positions: readonly Position[]): CurrencyAmount[] {
  return sumByCurrency(positions.flatMap(claimableOf));
}

/** The estimated share of revenue that is not in a snapshot yet, in wei. */
export function releasingOf(position: Position): bigint {
  return position.pendingShareWei + position.unreleasedShareWei;
}

/** The amount of one currency in a list of sums. */
export function amountOf(sums: readonly CurrencyAmount[], currency: Address): bigint {
  return sums.find((sum) => sum.currency.toLowerCase() === currency.toLowerCase())?.amount ?? 0n;
}

/** The calls that claim everything there is, one per token with something to claim. */
export function claimsToSend(positions: readonly Position[]): TokenClaim[] {
  return positions.flatMap((position) =>
    position.claims.length === 0
      ? []
      : [
          {
            token: position.token,
            symbol: position.symbol,
            snapshotIds: position.claims.map(({ snapshotId }) => snapshotId),
            ethWei: amountOf(claimableOf(position), ETH),
          },
        ],
  );
}

/** Whether a snapshot taken at `nowSec` would be allowed and would share something out. */
export function canSnapshot(position: Position, nowSec: number): boolean {
  return position.tokenPendingWei > 0n && nowSec >= position.nextSnapshotAtSec;
}

/** Positions worth showing: something held, claimable or on its way. The most claimable first. */
export function shownPositions(positions: readonly Position[]): Position[] {
  return positions
    .filter((position) => position.balance > 0n || position.claims.length > 0)
    .sort(
      (a, b) =>
        compareDown(amountOf(claimableOf(a), ETH), amountOf(claimableOf(b), ETH)) || compareDown(a.balance, b.balance),
    );
}

function compareDown(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
