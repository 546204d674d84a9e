'use client';
import type { Holder, ModelSummary } from '@/lib/api/types';
import { sameAddress } from '@/lib/format/address';
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

/** What an account is to a model, or null for anybody. */
export function roleOf(
  model: Pick<ModelSummary, 'curve' | 'vesting' | 'token' | 'creator'>,
  account: string,
): string | null {
  if (sameAddress(account, model.curve)) return 'Curve, not sold yet';
  if (sameAddress(account, model.vesting)) return "Creator's part, locked";
  if (sameAddress(account, model.token)) return 'The token itself';
  return sameAddress(account, model.creator) ? 'Creator' : null;
}

function columnsOf(model: ModelSummary): readonly Column<Holder>[] {
  return [
    {
      id: 'account',
      header: 'Account',
      isTitle: true,
      cell: ({ account, isExcluded }) => {
        const role = roleOf(model, account);
        return (
          <span className="flex flex-wrap items-center gap-2">
            <Address address={account} />
            {role === null ? null : <Badge tone="accent">{role}</Badge>}
            {isExcluded ? (
              <Badge title="Its tokens share no revenue and do not count when revenue is divided">No revenue</Badge>
            ) : null}
          </span>
        );
      },
    },
    { id: 'balance', header: model.symbol, align: 'end', cell: ({ balance }) => <Amount value={balance} /> },
    { id: 'share', header: 'Of supply', align: 'end', cell: ({ balance }) => formatShare(balance, model.totalSupply) },
    {
      id: 'bar',
      header: '',
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
