import type { Quorum } from '@/lib/api/governance/read-quorums';
import type { ProposalRow } from '@/lib/api/governance/types';
import { compactAmount } from '@/lib/format/amount';
import { formatBps, formatShare, shareBps } from '@/lib/format/percent';
import { isMajority, isQuorum, quorumCount } from '@/lib/governance/proposal-state';
import { Amount } from '../common/amount';
import { cn } from '../ui/cn';
import { Progress } from '../ui/progress';

type Votes = Pick<ProposalRow, 'forVotes' | 'againstVotes' | 'abstainVotes'>;

/** How far a proposal is: the quorum as one bar, for against against as another, and both in words. */
export function VoteBars({ votes, quorum, quorumBps }: { votes: Votes; quorum: Quorum | null; quorumBps: number }) {
  return (
    <div className="flex flex-col gap-5">
      <QuorumBar votes={votes} quorum={quorum} quorumBps={quorumBps} />
      <MajorityBar votes={votes} />
    </div>
  );
}

function QuorumBar({ votes, quorum, quorumBps }: { votes: Votes; quorum: Quorum | null; quorumBps: number }) {
  const counted = quorumCount(votes);
  if (quorum === null) {
    return (
      <div>
        <p className="mb-1.5 text-sm font-[560]">Quorum</p>
        <Progress bps={0} text="Quorum: not counted yet" />
        <p className="mt-1.5 text-sm text-ink-3">
          {formatBps(quorumBps)} of the eligible supply at the snapshot have to vote for or abstain.
        </p>
      </div>
    );
  }
  const isReached = isQuorum(votes, quorum.quorumVotes);
  const text = `${compactAmount(counted)} of ${compactAmount(quorum.quorumVotes)} votes`;
  return (
    <div>
      <p className="mb-1.5 flex flex-wrap justify-between gap-x-3 text-sm">
        <span className="font-[560]">Quorum {isReached ? 'reached' : 'not reached'}</span>
        <span className="num text-ink-2">
          <Amount value={counted} /> of <Amount value={quorum.quorumVotes} />
        </span>
      </p>
      <Progress bps={shareBps(counted, quorum.quorumVotes)} text={`Quorum: ${text}`} />
      <p className="mt-1.5 text-sm text-ink-3">
        For and abstain count. It is {formatShare(quorum.quorumVotes, quorum.eligibleVotes)} of{' '}
        <Amount value={quorum.eligibleVotes} /> votes that there were at the snapshot.
      </p>
    </div>
  );
}

function MajorityBar({ votes }: { votes: Votes }) {
  const { forVotes, againstVotes, abstainVotes } = votes;
  const both = forVotes + againstVotes;
  const forBps = both === 0n ? 0 : shareBps(forVotes, both);
  const words = both === 0n ? 'No votes for or against' : `${formatBps(forBps)} for`;
  return (
    <div>
      <p className="mb-1.5 flex flex-wrap justify-between gap-x-3 text-sm">
        <span className="font-[560]">{isMajority(votes) ? 'More are for it' : 'No majority for it'}</span>
        <span className="num text-ink-2">{words}</span>
      </p>
      <div
        role="img"
        aria-label={`For ${compactAmount(forVotes)}, against ${compactAmount(againstVotes)}, abstained ${compactAmount(abstainVotes)}`}
        className="flex h-2 overflow-hidden rounded-full bg-sunken"
      >
        <span className="bg-up" style={{ width: `${forBps / 100}%` }} />
        <span className="bg-down" style={{ width: `${both === 0n ? 0 : 100 - forBps / 100}%` }} />
      </div>
      <dl className="mt-2 grid grid-cols-3 gap-2 text-sm">
        <Count label="For" votes={forVotes} className="text-up" />
        <Count label="Against" votes={againstVotes} className="text-down" />
        <Count label="Abstained" votes={abstainVotes} className="text-ink-2" />
      </dl>
    </div>
  );
}

function Count({ label, votes, className }: { label: string; votes: bigint; className: string }) {
  return (
    <div>
      <dt className={cn('text-xs', className)}>{label}</dt>
      <dd>
        <Amount value={votes} />
      </dd>
    </div>
  );
}
