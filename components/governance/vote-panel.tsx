'use client';
import { useState } from 'react';
import type { ProposalDetail, Support } from '@/lib/api/governance/types';
import { voteFlow } from '@/lib/flows/governance';
import { sameAddress } from '@/lib/format/address';
import type { ProposalState } from '@/lib/governance/proposal-state';
import { Amount } from '../common/amount';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Card, CardHeader } from '../ui/card';
import { TextArea } from '../ui/field';
import { MainButton } from '../ui/main-button';
import { Segmented } from '../ui/tabs';
import { useHasVoted, useVotesAt, useVotesNow } from './use-votes';

const CHOICES = [
  { value: 'for', label: 'For' },
  { value: 'against', label: 'Against' },
  { value: 'abstain', label: 'Abstain' },
] as const;
const ACTIONS: Record<Support, string> = { for: 'Vote for', against: 'Vote against', abstain: 'Abstain' };
const SAID: Record<Support, string> = { for: 'for', against: 'against', abstain: 'to abstain' };

/** Voting: own weight at the snapshot, the choice, a reason. Says why where one cannot vote. */
export function VotePanel({
  proposal,
  state,
  nowSec,
}: {
  proposal: ProposalDetail;
  state: ProposalState;
  nowSec: number;
}) {
  const { address } = useWalletAccount();
  const walletNeeds = useWalletNeeds();
  const { run, busy } = useTransaction();
  const [support, setSupport] = useState<Support>('for');
  const [reason, setReason] = useState('');
  const weight = useVotesAt(proposal.token, { account: address, sec: proposal.snapshotSec, nowSec });
  const now = useVotesNow(proposal.token, address);
  const hasVoted = useHasVoted(proposal, address);
  const own = proposal.votes.find(({ voter }) => sameAddress(voter, address));
  if (state !== 'Pending' && state !== 'Active' && own === undefined) return null;
  return (
    <Card role="region" aria-label="Your vote">
      <CardHeader title="Your vote" />
      {own !== undefined ? (
        <p>
          You voted <strong className="font-[600]">{SAID[own.support]}</strong> with <Amount value={own.weight} />{' '}
          votes. A vote cannot be changed.
        </p>
      ) : (
        <div className="flex flex-col gap-4">
          <p className="text-sm text-ink-2">
            {address === undefined ? (
              'A holder votes with the tokens of the snapshot, without any step before it.'
            ) : state === 'Pending' ? (
              <>
                You have <Amount value={now.data?.votes ?? 0n} /> votes now. Those at the snapshot will count.
              </>
            ) : (
              <>
                Your weight at the snapshot: <Amount value={weight.data ?? 0n} unit="votes" />
              </>
            )}
          </p>
          <Segmented label="How to vote" value={support} onValueChange={setSupport} options={CHOICES} />
          <TextArea
            label="Reason"
            hint="Public for ever, and optional."
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            className="min-h-20"
          />
          <MainButton
            action={ACTIONS[support]}
            busy={busy}
            needs={[
              { id: 'open', isMet: state === 'Active', label: 'Voting has not opened yet' },
              ...walletNeeds,
              { id: 'read', isMet: weight.data !== undefined, label: 'Reading your votes…' },
              {
                id: 'weight',
                isMet: (weight.data ?? 0n) > 0n,
                label:
                  now.data === undefined || sameAddress(now.data.delegate, address)
                    ? 'You had no votes at the snapshot'
                    : 'Your votes are delegated',
              },
              { id: 'once', isMet: hasVoted.data !== true, label: 'You have voted' },
            ]}
            onAction={() => void run(voteFlow({ proposal, support, reason: reason.trim(), weight: weight.data ?? 0n }))}
          />
        </div>
      )}
    </Card>
  );
}
