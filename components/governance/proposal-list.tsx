'use client';
import Link from 'next/link';
import { useState } from 'react';
import type { Governance } from '@/lib/api/governance/get-governance';
import type { Quorum } from '@/lib/api/governance/read-quorums';
import type { ProposalRow } from '@/lib/api/governance/types';
import { compactAmount } from '@/lib/format/amount';
import { formatBps, shareBps } from '@/lib/format/percent';
import { readDescription } from '@/lib/governance/description';
import { type ProposalState, proposalStateOf, quorumCount } from '@/lib/governance/proposal-state';
import { QueryBlock } from '../common/data/query-block';
import { RelativeTime } from '../common/relative-time';
import { useChainNow } from '../common/use-chain-now';
import { Button } from '../ui/button';
import { Progress } from '../ui/progress';
import { RowSkeletons } from '../ui/row-skeletons';
import { EmptyState } from '../ui/states';
import { StateBadge } from './state-badge';
import { TimeLeft } from './time-left';
import { useProposals, useQuorums } from './use-governance';

const PAGE = 20;
const MOST = 1_000;

/** The proposals of a model, newest first, with where each stands: all of them page by page, or the newest `shown`. */
export function ProposalList({ rules, shown }: { rules: Governance; shown?: number }) {
  const [limit, setLimit] = useState(shown ?? PAGE);
  const query = useProposals(rules.token, limit);
  return (
    <QueryBlock
      query={query}
      what="proposals"
      skeleton={<RowSkeletons />}
      isEmpty={(rows) => rows.length === 0}
      empty={
        <EmptyState
          title="Nothing has been proposed yet"
          action={
            <Button asChild look="secondary">
              <Link href={`/models/${rules.token}/governance/propose`}>Make a proposal</Link>
            </Button>
          }
        >
          Holders decide on grants, the price of an answer, the pool’s fee, currencies of revenue and new versions.
        </EmptyState>
      }
    >
      {(rows) => (
        <>
          <Rows rows={rows} rules={rules} />
          {shown !== undefined || rows.length < limit || limit >= MOST ? null : (
            <Button look="secondary" className="self-center" onClick={() => setLimit(Math.min(MOST, limit + PAGE))}>
              Show older ones
            </Button>
          )}
        </>
      )}
    </QueryBlock>
  );
}

function Rows({ rows, rules }: { rows: readonly ProposalRow[]; rules: Governance }) {
  const nowSec = useChainNow();
  const quorums = useQuorums(rules, { snapshots: rows.map((row) => row.snapshotSec), nowSec });
  return (
    <ul className="flex flex-col gap-3">
      {rows.map((row) => (
        <ProposalCard key={row.id} row={row} quorum={quorums.get(row.snapshotSec) ?? null} nowSec={nowSec} />
      ))}
    </ul>
  );
}

function ProposalCard({ row, quorum, nowSec }: { row: ProposalRow; quorum: Quorum | null; nowSec: number | null }) {
  const state = nowSec === null ? null : proposalStateOf(row, { nowSec, quorumVotes: quorum?.quorumVotes ?? null });
  const both = row.forVotes + row.againstVotes;
  const { title } = readDescription(row.description);
  return (
    <li className="rounded-card border border-line bg-surface p-4 hover:border-line-strong">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <Link
          href={`/models/${row.token}/governance/${row.proposalId}`}
          className="min-w-0 flex-1 basis-60 font-[560] [overflow-wrap:anywhere] hover:underline"
        >
          {title}
        </Link>
        <StateBadge state={state} />
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-3">
        <span>
          proposed <RelativeTime atSec={row.createdAtSec} />
        </span>
        {state === null || nowSec === null ? null : <Ending row={row} state={state} nowSec={nowSec} />}
        <span className="num">
          {both === 0n ? 'no votes for or against' : `${formatBps(shareBps(row.forVotes, both))} for`}
        </span>
      </div>
      {quorum === null ? null : (
        <div className="mt-3 flex items-center gap-3 text-sm text-ink-3">
          <Progress
            bps={shareBps(quorumCount(row), quorum.quorumVotes)}
            text={`Quorum: ${compactAmount(quorumCount(row))} of ${compactAmount(quorum.quorumVotes)} votes`}
            className="flex-1"
          />
          <span className="num">
            quorum {compactAmount(quorumCount(row))} / {compactAmount(quorum.quorumVotes)}
          </span>
        </div>
      )}
    </li>
  );
}

function Ending({ row, state, nowSec }: { row: ProposalRow; state: ProposalState; nowSec: number }) {
  switch (state) {
    case 'Pending':
      return (
        <span>
          voting opens in <TimeLeft sec={row.snapshotSec - nowSec} />
        </span>
      );
    case 'Active':
      return (
        <span>
          <TimeLeft sec={row.deadlineSec - nowSec} /> left to vote
        </span>
      );
    case 'Queued':
      return row.etaSec !== null && row.etaSec > nowSec ? (
        <span>
          can be executed in <TimeLeft sec={row.etaSec - nowSec} />
        </span>
      ) : (
        <span>can be executed</span>
      );
    default:
      return null;
  }
}
