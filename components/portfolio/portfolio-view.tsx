'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Address as Account } from 'viem';
import { portfolioTotals } from '@/lib/api/market/position-row';
import { sameAddress } from '@/lib/format/address';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { RequestList } from '../common/requests/request-list';
import { useUrlState } from '../common/use-url-state';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';
import { Tabs } from '../ui/tabs';
import { ActivityList } from './activity-list';
import { Artworks } from './artworks';
import { LaunchesTable } from './launches-table';
import { PositionsTable } from './positions-table';
import { Profit } from './profit';
import { useLaunches, usePositions } from './use-portfolio';
import { VotesTable } from './votes-table';

const TABS = ['tokens', 'artworks', 'requests', 'launches', 'votes', 'activity'] as const;

function Total({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="eyebrow">{label}</dt>
      <dd className="mt-0.5 text-xl font-[600]">{children ?? <Skeleton className="h-7 w-28" />}</dd>
    </div>
  );
}

function Totals({ query, isOwn }: { query: ReturnType<typeof usePositions>; isOwn: boolean }) {
  const totals = query.data === undefined ? null : portfolioTotals(query.data.data);
  return (
    <Card className="flex flex-wrap items-center justify-between gap-x-8 gap-y-5">
      <dl className="grid flex-1 grid-cols-1 gap-x-8 gap-y-4 min-[480px]:grid-cols-2 md:grid-cols-4">
        <Total label="Value">{totals === null ? null : <Amount value={totals.valueWei} unit="ETH" />}</Total>
        <Total label="Cost">{totals === null ? null : <Amount value={totals.costWei} unit="ETH" />}</Total>
        <Total label="Unrealised">
          {totals === null ? null : <Profit wei={totals.unrealisedWei} baseWei={totals.costWei} />}
        </Total>
        <Total label="Realised">{totals === null ? null : <Profit wei={totals.realisedWei} />}</Total>
      </dl>
      {isOwn ? (
        <Button asChild look="secondary">
          <Link href="/claim">Claim revenue</Link>
        </Button>
      ) : null}
    </Card>
  );
}

/** What any account holds, asked, launched and did. */
export function PortfolioView({ account }: { account: Account }) {
  const [tab, setTab] = useUrlState('tab', TABS, 'tokens');
  const { address } = useWalletAccount();
  const isOwn = sameAddress(address, account);
  const positions = usePositions(account);
  const launches = useLaunches(account);
  return (
    <div className="flex flex-col gap-8">
      <div>
        <h1 className="text-3xl font-[640] sm:text-4xl">Portfolio</h1>
        <p className="mt-3">
          <Address address={account} />
        </p>
      </div>
      <Totals query={positions} isOwn={isOwn} />
      <Tabs
        label="Parts of the portfolio"
        value={tab}
        onValueChange={setTab}
        items={[
          { value: 'tokens', label: 'Tokens', content: <PositionsTable query={positions} isOwn={isOwn} /> },
          {
            value: 'artworks',
            label: 'Artworks',
            content: <Artworks account={account} isOwn={isOwn} />,
          },
          {
            value: 'requests',
            label: 'Requests',
            content: (
              <RequestList
                filter={{ payer: account }}
                empty={<EmptyState title={isOwn ? 'You have asked nothing yet' : 'This account has asked nothing'} />}
              />
            ),
          },
          { value: 'launches', label: 'Launches', content: <LaunchesTable query={launches} isOwn={isOwn} /> },
          { value: 'votes', label: 'Votes', content: <VotesTable account={account} isOwn={isOwn} /> },
          { value: 'activity', label: 'Activity', content: <ActivityList account={account} /> },
        ]}
      />
    </div>
  );
}
