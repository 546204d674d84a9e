'use client';
import type { OperatorRow, ValidatorRow } from '@/lib/api/dispute/types';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { RelativeTime } from '../common/relative-time';
import { Badge } from '../ui/badge';
import { type Column, DataTable } from '../ui/data-table';
import { RowSkeletons } from '../ui/row-skeletons';
import { EmptyState } from '../ui/states';
import { useOperators, useValidators } from './use-network';

const OPERATORS: Column<OperatorRow>[] = [
  { id: 'who', header: 'Operator', isTitle: true, cell: (row) => <Address address={row.address} /> },
  { id: 'free', header: 'Free stake', align: 'end', cell: (row) => <Amount value={row.freeStakeWei} unit="ETH" /> },
  { id: 'bonded', header: 'In bonds', align: 'end', cell: (row) => <Amount value={row.bondedWei} unit="ETH" /> },
  { id: 'answered', header: 'Answered', align: 'end', cell: (row) => row.answeredCount },
  {
    id: 'voided',
    header: 'Voided',
    align: 'end',
    cell: (row) => (row.voidedCount === 0 ? 0 : <Badge tone="down">{row.voidedCount} proved wrong</Badge>),
  },
  { id: 'earned', header: 'Earned', align: 'end', cell: (row) => <Amount value={row.earnedWei} unit="ETH" /> },
  { id: 'seen', header: 'Last seen', align: 'end', cell: (row) => <RelativeTime atSec={row.lastSeenSec} /> },
];

/** Who answers requests, with stake and record. */
export function Operators() {
  const operators = useOperators();
  return (
    <QueryBlock
      query={operators}
      what="operators"
      skeleton={<RowSkeletons />}
      isEmpty={(rows) => rows.length === 0}
      empty={<EmptyState title="No operator has staked yet">Run a node to be the first.</EmptyState>}
    >
      {(rows) => <DataTable caption="Operators" columns={OPERATORS} rows={rows} rowKey={(row) => row.address} />}
    </QueryBlock>
  );
}

const STATUS = { active: ['up', 'Active'], leaving: ['warn', 'Leaving'], left: ['neutral', 'Left'] } as const;

const VALIDATORS: Column<ValidatorRow>[] = [
  { id: 'who', header: 'Validator', isTitle: true, cell: (row) => <Address address={row.address} /> },
  {
    id: 'status',
    header: 'Status',
    cell: (row) => <Badge tone={STATUS[row.status][0]}>{STATUS[row.status][1]}</Badge>,
  },
  { id: 'stake', header: 'Stake', align: 'end', cell: (row) => <Amount value={row.stakeWei} unit="ETH" /> },
  { id: 'watched', header: 'Models watched', align: 'end', cell: (row) => row.watchedCount },
  { id: 'confirmed', header: 'Confirmed', align: 'end', cell: (row) => row.confirmedCount },
  {
    id: 'missed',
    header: 'Missed',
    align: 'end',
    cell: (row) =>
      row.missedCount === 0 ? (
        0
      ) : (
        <span>
          {row.missedCount} <span className="text-ink-3">of {row.missedCount + row.attentiveCount}</span>
        </span>
      ),
  },
  { id: 'seen', header: 'Last seen', align: 'end', cell: (row) => <RelativeTime atSec={row.lastSeenSec} /> },
];

/** Who checks answers for a stake, and how attentively. */
export function Validators() {
  const validators = useValidators();
  return (
    <QueryBlock
      query={validators}
      what="validators"
      skeleton={<RowSkeletons />}
      isEmpty={(rows) => rows.length === 0}
      empty={
        <EmptyState title="No validator has joined the pool yet">
          Anyone can check and challenge without joining; who joins is drawn by lot and has to confirm.
        </EmptyState>
      }
    >
      {(rows) => <DataTable caption="Validators" columns={VALIDATORS} rows={rows} rowKey={(row) => row.address} />}
    </QueryBlock>
  );
}
