'use client';
import type { Governance } from '@/lib/api/governance/get-governance';
import { formatBps, formatShare } from '@/lib/format/percent';
import { duration } from '@/lib/format/time';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { Card, CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';

/** How holders decide: threshold, quorum and delays, as the contracts have them now. */
export function RulesCard({ rules }: { rules: Governance }) {
  return (
    <Card>
      <CardHeader title="How holders decide" note="A vote can change these, within bounds that it cannot." />
      <Facts
        items={[
          {
            label: 'A proposer needs',
            value: (
              <>
                <Amount value={rules.thresholdVotes} unit="votes" /> (
                {formatShare(rules.thresholdVotes, rules.eligibleVotes)})
              </>
            ),
          },
          { label: 'Quorum', value: `${formatBps(rules.quorumBps)} for or abstaining` },
          { label: 'Votes there are now', value: <Amount value={rules.eligibleVotes} /> },
          { label: 'Notice before a vote', value: duration(rules.votingDelaySec) },
          { label: 'Voting takes', value: duration(rules.votingPeriodSec) },
          { label: 'After a late quorum', value: `${duration(rules.extensionSec)} more` },
          { label: 'Delay before execution', value: duration(rules.timelockDelaySec) },
          { label: 'Price of an answer', value: <Amount value={rules.priceWei} unit="ETH" /> },
          {
            label: 'A vote can set it to',
            value: (
              <>
                <Amount value={rules.minPriceWei} /> – <Amount value={rules.maxPriceWei} unit="ETH" />
              </>
            ),
          },
          {
            label: 'Fee of the pool',
            value: rules.poolFeePips === null ? 'opens at graduation' : formatBps(rules.poolFeePips / 100),
          },
          { label: 'Veto of a milestone', value: `${formatBps(rules.vetoBps)} of the votes` },
          { label: 'Time to object', value: duration(rules.vetoWindowSec) },
          { label: 'Governor', value: <Address address={rules.governor} /> },
          { label: 'Treasury', value: <Address address={rules.treasury} /> },
        ]}
      />
      <p className="mt-3 text-sm text-ink-3">
        Tokens on the curve, in the pool, in vesting and in the treasury have no votes and count for no quorum.
      </p>
    </Card>
  );
}
