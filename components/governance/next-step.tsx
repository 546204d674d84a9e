'use client';
import type { ProposalRow } from '@/lib/api/governance/types';
import { proposalFlow } from '@/lib/flows/governance';
import { sameAddress } from '@/lib/format/address';
import { clock, duration } from '@/lib/format/time';
import { readDescription } from '@/lib/governance/description';
import type { ProposalState } from '@/lib/governance/proposal-state';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { MainButton } from '../ui/main-button';
import { Notice } from '../ui/states';

const HOUR_SEC = 3_600;

/** What anyone can do to carry an accepted proposal out, and what its proposer can do before the vote. */
export function NextStep({
  proposal,
  state,
  nowSec,
  missing,
}: {
  proposal: ProposalRow;
  state: ProposalState;
  nowSec: number;
  /** Why its execution would fail now, as far as one can see. */
  missing: string | null;
}) {
  const { address } = useWalletAccount();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { title } = readDescription(proposal.description);
  if (state === 'Pending' && sameAddress(address, proposal.proposer)) {
    return (
      <Card role="region" aria-label="Cancel">
        <CardHeader title="Yours to cancel" note="Only the proposer can, and only before voting opens." />
        <Button
          look="danger"
          className="w-full"
          disabled={busy !== null}
          onClick={() => void run(proposalFlow(proposal, 'cancel', title))}
        >
          {busy ?? 'Cancel the proposal'}
        </Button>
      </Card>
    );
  }
  if (state === 'Succeeded') {
    return (
      <Card role="region" aria-label="Next step">
        <CardHeader title="Accepted" note="Anyone can hand it to the treasury. Its delay begins then." />
        <MainButton
          action="Queue the proposal"
          needs={needs}
          busy={busy}
          onAction={() => void run(proposalFlow(proposal, 'queue', title))}
        />
      </Card>
    );
  }
  if (state !== 'Queued') return null;
  const left = (proposal.etaSec ?? 0) - nowSec;
  return (
    <Card role="region" aria-label="Next step">
      <CardHeader title="Queued" note="When its delay is over, anyone can make the treasury do it." />
      {missing === null ? null : (
        <Notice tone="warn" className="mb-4">
          {missing}
        </Notice>
      )}
      <MainButton
        action="Execute the proposal"
        busy={busy}
        needs={[
          {
            id: 'delay',
            isMet: left <= 0,
            label: `Can be executed in ${left < HOUR_SEC ? clock(left) : duration(left)}`,
          },
          ...needs,
        ]}
        onAction={() => void run(proposalFlow(proposal, 'execute', title))}
      />
    </Card>
  );
}
