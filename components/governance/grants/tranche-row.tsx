'use client';
import type { Governance } from '@/lib/api/governance/get-governance';
import type { GrantDetail, TrancheRow as Tranche, TrancheState } from '@/lib/api/governance/types';
import { compactAmount } from '@/lib/format/amount';
import { formatBps, shareBps } from '@/lib/format/percent';
import { plainText } from '@/lib/format/plain-text';
import type { Currency } from '@/lib/governance/currency';
import { grantDeeds, vetoVotesOf } from '@/lib/governance/grant-state';
import { Amount } from '../../common/amount';
import { RelativeTime } from '../../common/relative-time';
import { TransactionLink } from '../../common/transaction-link';
import { Badge, type Tone } from '../../ui/badge';
import { Progress } from '../../ui/progress';
import { TimeLeft } from '../time-left';
import { useQuorums } from '../use-governance';
import { Announce } from './announce';
import { EvidenceLink } from './evidence-link';
import { ObjectOrRelease } from './object-or-release';

const LOOKS: Record<TrancheState, { tone: Tone; text: string }> = {
  Waiting: { tone: 'neutral', text: 'Not announced' },
  Announced: { tone: 'warn', text: 'Announced' },
  Released: { tone: 'up', text: 'Paid' },
  Stopped: { tone: 'down', text: 'Stopped by holders' },
  Returned: { tone: 'neutral', text: 'Not paid' },
};

type Props = { grant: GrantDetail; tranche: Tranche; rules: Governance; currency: Currency; nowSec: number | null };

/** One milestone: what has to be done, where it stands, and what holders or the recipient can do. */
export function TrancheRow(props: Props) {
  const { grant, tranche, currency, nowSec } = props;
  const deeds = nowSec === null ? null : grantDeeds(grant, nowSec);
  const isCurrent = deeds?.current?.tranche === tranche.tranche;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere] whitespace-pre-wrap">
          <span className="num text-ink-3">{tranche.tranche + 1}.</span> {plainText(tranche.milestone)}
        </p>
        <span className="flex items-center gap-3">
          <Amount value={tranche.amount} unit={currency.symbol} decimals={currency.decimals} className="font-[560]" />
          <Badge tone={LOOKS[tranche.state].tone}>{LOOKS[tranche.state].text}</Badge>
        </span>
      </div>
      {tranche.evidenceURI === null ? null : (
        <p className="text-sm text-ink-2">
          Evidence: <EvidenceLink uri={tranche.evidenceURI} />
        </p>
      )}
      {tranche.state === 'Announced' && nowSec !== null ? <Veto {...props} nowSec={nowSec} /> : null}
      {tranche.settledAtSec === null || tranche.settledTx === null ? null : (
        <p className="text-sm text-ink-3">
          <TransactionLink hash={tranche.settledTx}>
            <RelativeTime atSec={tranche.settledAtSec} />
          </TransactionLink>
        </p>
      )}
      {isCurrent && deeds?.canAnnounce === true ? <Announce grant={grant} tranche={tranche.tranche} /> : null}
    </div>
  );
}

function Veto({ grant, tranche, rules, currency, nowSec }: Props & { nowSec: number }) {
  const announcedAtSec = tranche.announcedAtSec ?? 0;
  const quorums = useQuorums(rules, { snapshots: [announcedAtSec], nowSec });
  const eligible = quorums.get(announcedAtSec)?.eligibleVotes ?? null;
  const needed = eligible === null ? null : vetoVotesOf(eligible, rules.vetoBps);
  const left = (tranche.vetoUntilSec ?? 0) - nowSec;
  const words =
    needed === null
      ? `${compactAmount(tranche.objectedVotes)} votes object`
      : `${compactAmount(tranche.objectedVotes)} of ${compactAmount(needed)} votes object`;
  return (
    <div className="rounded-[10px] bg-sunken p-3">
      <p className="mb-1.5 flex flex-wrap justify-between gap-x-3 text-sm">
        <span className="font-[560]">Veto</span>
        <span className="num text-ink-2">{words}</span>
      </p>
      <Progress
        bps={needed === null ? 0 : shareBps(tranche.objectedVotes, needed)}
        text={`Veto: ${words}`}
        className="bg-surface"
      />
      <p className="mt-1.5 mb-3 text-sm text-ink-2">
        {formatBps(rules.vetoBps)} of the votes that there were at the announcement stop it.{' '}
        {left >= 0 ? (
          <>
            <TimeLeft sec={left + 1} /> left to object.
          </>
        ) : (
          'The time to object is over, and it was not stopped.'
        )}
      </p>
      <ObjectOrRelease grant={grant} tranche={tranche} token={rules.token} currency={currency} nowSec={nowSec} />
    </div>
  );
}
