import type { GrantDetail, TrancheRow } from '../api/governance/types.ts';

/** The contract leaves so long after a last window to release what was announced. */
const GRACE_SEC = 30 * 86_400;

/** What can be done about a grant now. */
export type GrantDeeds = {
  /** The tranche that waits or is announced; null when none is left. */
  current: TrancheRow | null;
  /** The recipient can say that it is done. */
  canAnnounce: boolean;
  /** Holders can object; from the second after the announcement on. */
  canObject: boolean;
  /** Anyone can pay it. */
  canRelease: boolean;
  /** Anyone can send money back to the treasury: what was stopped or cut off, and all that is left when time is over. */
  canReturn: boolean;
  /** What that would send back. */
  returnable: bigint;
};

/** The deeds of a grant in a block of the time `nowSec`, as the contract would allow them. */
export function grantDeeds(grant: GrantDetail, nowSec: number): GrantDeeds {
  const current = grant.isEnded
    ? null
    : (grant.tranches.find(({ state }) => state === 'Waiting' || state === 'Announced') ?? null);
  const isAnnounced = current?.state === 'Announced';
  const windowEnd = current?.vetoUntilSec ?? 0;
  const announcedAt = current?.announcedAtSec ?? 0;
  const lastSec = isAnnounced ? Math.max(grant.openUntilSec, windowEnd) + GRACE_SEC : grant.openUntilSec;
  const isOver = current !== null && nowSec > lastSec;
  const sum = (rows: readonly TrancheRow[]) => rows.reduce((total, { amount }) => total + amount, 0n);
  const cutOff = grant.tranches.filter(({ state }) => state === 'Stopped' || state === 'Returned');
  const open = grant.tranches.filter(({ state }) => state === 'Waiting' || state === 'Announced');
  const returnable = sum(cutOff) - grant.returnedAmount + (isOver ? sum(open) : 0n);
  return {
    current,
    canAnnounce: current?.state === 'Waiting' && nowSec <= grant.openUntilSec,
    canObject: isAnnounced && nowSec > announcedAt && nowSec <= windowEnd,
    canRelease: isAnnounced && nowSec > windowEnd,
    canReturn: returnable > 0n,
    returnable,
  };
}

/** What a grant is about now, in a word for lists. */
export function grantStatus(grant: GrantDetail, nowSec: number): 'open' | 'announced' | 'over' {
  const { current, canAnnounce } = grantDeeds(grant, nowSec);
  if (current === null) return 'over';
  if (current.state === 'Announced') return 'announced';
  return canAnnounce ? 'open' : 'over';
}

/** What of a grant is still held by the grants' contract. */
export function heldAmount(grant: GrantDetail): bigint {
  const all = grant.tranches.reduce((total, { amount }) => total + amount, 0n);
  return all - grant.releasedAmount - grant.returnedAmount;
}

/** Votes that stop a tranche: rounded up, as the contract does. */
export function vetoVotesOf(eligibleVotes: bigint, vetoBps: number): bigint {
  return (eligibleVotes * BigInt(vetoBps) + 9_999n) / 10_000n;
}
