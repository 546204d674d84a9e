import type { Address } from 'viem';
import type { Placed } from '../chain/read-logs.ts';
import { storableText } from './storable-text.ts';
import type { GrantRow, TrancheRow } from './types.ts';

type Place = Pick<Placed, 'id' | 'atSec' | 'txHash'>;

type Opened = {
  grantId: bigint;
  token: Address;
  recipient: Address;
  treasury: Address;
  currency: Address;
  openUntil: bigint;
  amounts: readonly bigint[];
  title: string;
  milestones: readonly string[];
};

/** The events of a grant after its opening, as both the indexer and viem give them. */
export type GrantEvent =
  | {
      eventName: 'TrancheAnnounced';
      args: { grantId: bigint; tranche: bigint; evidenceURI: string; vetoUntil: bigint };
    }
  | { eventName: 'TrancheObjected'; args: { grantId: bigint; tranche: bigint; objectedVotes: bigint } }
  | { eventName: 'TrancheReleased' | 'TrancheStopped'; args: { grantId: bigint; tranche: bigint; amount: bigint } }
  | { eventName: 'GrantEnded'; args: { grantId: bigint; returnedTranches: bigint } }
  | { eventName: 'GrantMoneyReturned'; args: { grantId: bigint; amount: bigint } };

/** A new grant and its tranches. */
export function openGrant(opened: Opened, at: Place): { grant: GrantRow; tranches: TrancheRow[] } {
  const { grantId, token, treasury, recipient, currency } = opened;
  const grant: GrantRow = {
    id: at.id,
    token,
    treasury,
    grantId,
    recipient,
    currency,
    title: storableText(opened.title),
    openUntilSec: Number(opened.openUntil),
    isEnded: false,
    releasedAmount: 0n,
    returnedAmount: 0n,
    openedAtSec: at.atSec,
    openedTx: at.txHash,
  };
  const tranches = opened.amounts.map(
    (amount, tranche): TrancheRow => ({
      grantId,
      tranche,
      amount,
      milestone: storableText(opened.milestones[tranche] ?? ''),
      state: 'Waiting',
      evidenceURI: null,
      announcedAtSec: null,
      vetoUntilSec: null,
      objectedVotes: 0n,
      objectorCount: 0,
      settledAtSec: null,
      settledTx: null,
    }),
  );
  return { grant, tranches };
}

/** What an event changes in a grant. */
export function moveGrant(grant: GrantRow, event: GrantEvent): GrantRow {
  switch (event.eventName) {
    case 'TrancheReleased':
      return { ...grant, releasedAmount: grant.releasedAmount + event.args.amount };
    case 'GrantEnded':
      return { ...grant, isEnded: true };
    case 'GrantMoneyReturned':
      return { ...grant, returnedAmount: grant.returnedAmount + event.args.amount };
    case 'TrancheAnnounced':
    case 'TrancheObjected':
    case 'TrancheStopped':
      return grant;
    default:
      return event satisfies never;
  }
}

/** What an event changes in a tranche of the grant, given one after the other; the same row where nothing. */
export function moveTranche(row: TrancheRow, event: GrantEvent, at: Place): TrancheRow {
  if (event.eventName === 'GrantMoneyReturned') return row;
  const settled = { settledAtSec: at.atSec, settledTx: at.txHash };
  if (event.eventName === 'GrantEnded') {
    const isOpen = row.state === 'Waiting' || row.state === 'Announced';
    return isOpen ? { ...row, ...settled, state: 'Returned' } : row;
  }
  if (event.args.tranche !== BigInt(row.tranche)) return row;
  switch (event.eventName) {
    case 'TrancheAnnounced':
      return {
        ...row,
        state: 'Announced',
        evidenceURI: storableText(event.args.evidenceURI),
        announcedAtSec: at.atSec,
        vetoUntilSec: Number(event.args.vetoUntil),
      };
    case 'TrancheObjected':
      return { ...row, objectedVotes: event.args.objectedVotes, objectorCount: row.objectorCount + 1 };
    case 'TrancheReleased':
      return { ...row, ...settled, state: 'Released' };
    case 'TrancheStopped':
      return { ...row, ...settled, state: 'Stopped' };
    default:
      return event satisfies never;
  }
}
