'use client';
import Link from 'next/link';
import type { HolderTag } from '@/lib/api/market/holder-tag';
import type { Holder, ModelSummary } from '@/lib/api/types';
import { formatShare, shareBps } from '@/lib/format/percent';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { useHolders } from '../common/data/use-models';
import { Badge } from '../ui/badge';
import { type Column, DataTable } from '../ui/data-table';
import { Progress } from '../ui/progress';
import { RowSkeletons } from '../ui/row-skeletons';
import { EmptyState } from '../ui/states';

const TAGS: Record<HolderTag, string> = {
  token: 'The token itself',
  curve: 'Curve, not sold yet',
  poolManager: 'Liquidity pool',
  hook: 'Liquidity hook',
  router: 'Router',
  launchpad: 'Launchpad',
  vesting: "Creator's part, locked",
  treasury: 'Treasury',
  creator: 'Creator',
};

function columnsOf(model: ModelSummary): readonly Column<Holder>[] {
  return [
    {
      id: 'account',
      header: 'Account',
      isTitle: true,
      cell: ({ account, isExcluded, tag }) => (
        <span className="flex flex-wrap items-center gap-2">
          <Address address={account} />
          {tag === null ? null : <Badge tone="accent">{TAGS[tag]}</Badge>}
          {isExcluded ? (
            <Badge title="Its tokens share no revenue and do not count when revenue is divided">No revenue</Badge>
          ) : (
            <Link
              href={`/portfolio/${account}`}
              className="link inline-flex min-h-9 items-center text-sm font-normal max-sm:min-h-11"
            >
              Portfolio
            </Link>
          )}
        </span>
      ),
    },
    { id: 'balance', header: model.symbol, align: 'end', cell: ({ balance }) => <Amount value={balance} /> },
    { id: 'share', header: 'Of supply', align: 'end', cell: ({ balance }) => formatShare(balance, model.totalSupply) },
    {
      id: 'bar',
      header: <span className="sr-only">Share as a bar</span>,
      wideOnly: true,
      cell: ({ balance }) => (
        <Progress
          bps={shareBps(balance, model.totalSupply)}
          text={formatShare(balance, model.totalSupply)}
          className="w-28"
        />
      ),
    },
  ];
}

/** Who holds the token, with the accounts that can never claim marked. */
export function HoldersTab({ model }: { model: ModelSummary }) {
  const query = useHolders(model.token);
  return (
    <QueryBlock
      query={query}
      what="holders"
      skeleton={<RowSkeletons />}
      isEmpty={(holders) => holders.length === 0}
      empty={<EmptyState title="Nobody holds it yet" />}
    >
      {(holders) => (
        <DataTable
          caption={`Holders of ${model.symbol}, largest first`}
          columns={columnsOf(model)}
          rows={holders}
          rowKey={({ account }) => account}
        />
      )}
    </QueryBlock>
  );
}
