'use client';
import { Download } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { Address } from 'viem';
import type { ModelSummary } from '@/lib/api/types';
import { sameAddress, shortAddress } from '@/lib/format/address';
import { ACTIVITY_KINDS, type ActivityRow } from '@/lib/portfolio/activity';
import { activityCsv } from '@/lib/portfolio/activity-csv';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { downloadText } from '../common/download-text';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { useCurrencyName } from '../common/use-currency-name';
import { useUrlState } from '../common/use-url-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { type Column, DataTable } from '../ui/data-table';
import { RowSkeletons } from '../ui/row-skeletons';
import { Select } from '../ui/select';
import { EmptyState } from '../ui/states';
import { useActivity } from './use-portfolio';

const FIRST = 200;
/** As many of one kind as the indexer gives at once. */
const MOST = 1_000;
const PAGE = 25;

const LABELS = {
  all: 'Everything',
  buy: 'Buys',
  sell: 'Sales',
  claim: 'Claims',
  request: 'Requests',
  refund: 'Refunds',
  launch: 'Launches',
} as const;
const ONE = {
  buy: 'Buy',
  sell: 'Sell',
  claim: 'Claim',
  request: 'Request',
  refund: 'Refund',
  launch: 'Launch',
} as const;
const FILTERS = ['all', ...ACTIVITY_KINDS] as const;

function Signed({ value, unit }: { value: bigint; unit: string }) {
  if (value === 0n) return <span className="text-ink-3">—</span>;
  return (
    <span className={value > 0n ? 'text-up' : undefined}>
      {value > 0n ? '+' : ''}
      <Amount value={value} unit={unit} />
    </span>
  );
}

function useColumns(symbolOf: (row: ActivityRow) => string): readonly Column<ActivityRow>[] {
  const currencyName = useCurrencyName();
  return [
    {
      id: 'kind',
      header: 'What',
      isTitle: true,
      cell: ({ kind }) => <Badge tone={kind === 'launch' ? 'accent' : 'neutral'}>{ONE[kind]}</Badge>,
    },
    {
      id: 'model',
      header: 'Model',
      cell: (row) =>
        row.requestId !== null ? (
          <Link href={`/requests/${row.requestId}`} className="inline-flex min-h-11 items-center hover:underline">
            {symbolOf(row)} #{row.requestId.toString()}
          </Link>
        ) : (
          <Link href={`/models/${row.token}`} className="inline-flex min-h-11 items-center hover:underline">
            {symbolOf(row)}
          </Link>
        ),
    },
    {
      id: 'eth',
      header: 'ETH',
      align: 'end',
      cell: ({ weiChange, other }) =>
        other === null ? (
          <Signed value={weiChange} unit="ETH" />
        ) : (
          <Signed value={other.amount} unit={currencyName(other.currency)} />
        ),
    },
    {
      id: 'tokens',
      header: 'Tokens',
      align: 'end',
      cell: (row) => <Signed value={row.tokenChange} unit={symbolOf(row)} />,
    },
    {
      id: 'when',
      header: 'When',
      align: 'end',
      cell: ({ atSec, txHash }) => (
        <TransactionLink hash={txHash}>
          <RelativeTime atSec={atSec} />
        </TransactionLink>
      ),
    },
  ];
}

/** What an account did, newest first, by kind; also as a file. */
export function ActivityList({ account }: { account: Address }) {
  const [filter, setFilter] = useUrlState('kind', FILTERS, 'all');
  const [limit, setLimit] = useState(FIRST);
  const [shown, setShown] = useState(PAGE);
  const query = useActivity(account, limit);
  const models: readonly ModelSummary[] = query.data?.data.models ?? [];
  const symbolOf = ({ token }: ActivityRow) =>
    token === null ? 'Model' : (models.find((model) => sameAddress(model.token, token))?.symbol ?? shortAddress(token));
  const columns = useColumns(symbolOf);
  const pick = (rows: readonly ActivityRow[]) => rows.filter(({ kind }) => filter === 'all' || kind === filter);
  const picked = pick(query.data?.data.rows ?? []);
  const download = () =>
    downloadText({
      text: activityCsv(picked, symbolOf),
      fileName: `openimo-activity-${account.slice(0, 8)}.csv`,
      type: 'text/csv',
    });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <Select
          label="Show"
          value={filter}
          onValueChange={setFilter}
          options={FILTERS.map((value) => ({ value, label: LABELS[value] }))}
        />
        {picked.length === 0 ? null : (
          <Button look="secondary" onClick={download}>
            <Download aria-hidden className="size-4" /> Download CSV
          </Button>
        )}
      </div>
      <QueryBlock
        query={query}
        what="activity"
        skeleton={<RowSkeletons />}
        isEmpty={({ rows }) => pick(rows).length === 0}
        empty={
          <EmptyState title={filter === 'all' ? 'Nothing happened yet' : `No ${LABELS[filter].toLowerCase()} yet`} />
        }
      >
        {({ isCut }) => (
          <>
            <DataTable
              caption="Activity, newest first"
              columns={columns}
              rows={picked.slice(0, shown)}
              rowKey={({ id }) => id}
            />
            {picked.length > shown ? (
              <Button look="secondary" size="sm" className="self-center" onClick={() => setShown(shown + 4 * PAGE)}>
                Show {Math.min(4 * PAGE, picked.length - shown)} more
              </Button>
            ) : isCut && limit < MOST ? (
              <Button look="secondary" size="sm" className="self-center" onClick={() => setLimit(MOST)}>
                Load older
              </Button>
            ) : isCut ? (
              <p className="text-sm text-ink-3">The newest {MOST} of each kind.</p>
            ) : null}
          </>
        )}
      </QueryBlock>
    </div>
  );
}
