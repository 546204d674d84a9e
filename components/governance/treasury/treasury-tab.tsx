'use client';
import Link from 'next/link';
import type { Governance } from '@/lib/api/governance/get-governance';
import type { TreasuryState, VestingState } from '@/lib/api/governance/read-treasury';
import type { GrantDetail } from '@/lib/api/governance/types';
import { shortAddress } from '@/lib/format/address';
import { plainLine } from '@/lib/format/plain-text';
import { absoluteTime } from '@/lib/format/time';
import { currencyAt } from '@/lib/governance/currency';
import { heldAmount } from '@/lib/governance/grant-state';
import { Address } from '../../common/address';
import { Amount } from '../../common/amount';
import { QueryBlock } from '../../common/data/query-block';
import { useNowSec } from '../../common/use-now';
import { Card, CardHeader } from '../../ui/card';
import { Facts } from '../../ui/facts';
import { Skeleton } from '../../ui/skeleton';
import { useGrants, useTreasury } from '../use-governance';
import { History } from './history';

/** What the holders own together: balances, what grants hold, the creator's vesting, and what came and went. */
export function TreasuryTab({ rules }: { rules: Governance }) {
  const treasury = useTreasury(rules);
  const grants = useGrants(rules.token);
  return (
    <div className="flex flex-col gap-6">
      <QueryBlock query={treasury} what="treasury" skeleton={<Skeleton className="h-48 w-full rounded-card" />}>
        {(state) => (
          <div className="flex flex-col gap-6">
            <Balances rules={rules} state={state} />
            <InGrants rules={rules} grants={grants.data?.data ?? []} />
            {state.vesting === null ? null : <Vesting vesting={state.vesting} symbol={rules.symbol} />}
          </div>
        )}
      </QueryBlock>
      <History rules={rules} />
    </div>
  );
}

function Balances({ rules, state }: { rules: Governance; state: TreasuryState }) {
  return (
    <Card>
      <CardHeader title="Balances" note="Nobody can move them but a vote, after its delay.">
        <Address address={rules.treasury} />
      </CardHeader>
      <Facts
        items={[
          ...state.balances.map(({ currency, amount }) => ({
            label: currency.symbol,
            value:
              amount === null ? (
                'could not be read'
              ) : (
                <Amount value={amount} unit={currency.symbol} decimals={currency.decimals} />
              ),
          })),
          { label: `${rules.symbol}, without votes`, value: <Amount value={state.modelTokens} unit={rules.symbol} /> },
        ]}
      />
    </Card>
  );
}

function InGrants({ rules, grants }: { rules: Governance; grants: readonly GrantDetail[] }) {
  const held = grants.filter((grant) => heldAmount(grant) > 0n);
  return (
    <Card>
      <CardHeader title="In grants" note="Voted for, and not paid yet. It is out of the treasury already." />
      {held.length === 0 ? (
        <p className="text-sm text-ink-3">No grant holds money now.</p>
      ) : (
        <Facts
          items={held.map((grant) => {
            const currency = currencyAt(rules.currencies, grant.currency);
            const title = plainLine(grant.title, 60);
            return {
              label: `${grant.grantId}. ${title}`,
              value: (
                <Link href={`/models/${rules.token}/governance?tab=grants`} className="link">
                  <Amount
                    value={heldAmount(grant)}
                    unit={currency?.symbol ?? `units of ${shortAddress(grant.currency)}`}
                    decimals={currency?.decimals ?? 0}
                  />
                </Link>
              ),
            };
          })}
        />
      )}
    </Card>
  );
}

function Vesting({ vesting, symbol }: { vesting: VestingState; symbol: string }) {
  const nowSec = useNowSec();
  return (
    <Card>
      <CardHeader
        title="Vesting"
        note="The creator’s part of the supply: released bit by bit, and never the treasury’s."
      />
      <Facts
        items={[
          { label: 'Creator', value: <Address address={vesting.owner} /> },
          { label: 'Locked', value: <Amount value={vesting.lockedTokens} unit={symbol} /> },
          { label: 'Can be taken out now', value: <Amount value={vesting.releasableTokens} unit={symbol} /> },
          { label: 'Taken out', value: <Amount value={vesting.releasedTokens} unit={symbol} /> },
          nowSec === null ? null : { label: 'Nothing before', value: absoluteTime(vesting.cliffSec) },
          nowSec === null ? null : { label: 'All after', value: absoluteTime(vesting.endSec) },
        ]}
      />
    </Card>
  );
}
