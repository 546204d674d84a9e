'use client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import type { ModelSummary, Trade } from '@/lib/api/types';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { QueryBlock } from '../common/data/query-block';
import { useTrades } from '../common/data/use-models';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { useStableList } from '../common/use-stable-list';
import { Button } from '../ui/button';
import { type Column, DataTable } from '../ui/data-table';
import { RowSkeletons } from '../ui/row-skeletons';
import { EmptyState } from '../ui/states';

function columnsOf(symbol: string): readonly Column<Trade>[] {
  return [
    {
      id: 'kind',
      header: 'Trade',
      isTitle: true,
      cell: ({ isBuy }) => (
        <span className={`inline-flex items-center gap-1 font-[560] ${isBuy ? 'text-up' : 'text-down'}`}>
          {isBuy ? <ArrowUp aria-hidden className="size-4" /> : <ArrowDown aria-hidden className="size-4" />}
          {isBuy ? 'Buy' : 'Sell'}
        </span>
      ),
    },
    { id: 'trader', header: 'Account', cell: ({ trader }) => <Address address={trader} /> },
    { id: 'venue', header: 'On', wideOnly: true, cell: ({ venue }) => (venue === 'pool' ? 'Pool' : 'Curve') },
    { id: 'tokens', header: symbol, align: 'end', cell: ({ tokenAmount }) => <Amount value={tokenAmount} /> },
    { id: 'wei', header: 'ETH', align: 'end', cell: ({ weiAmount }) => <Amount value={weiAmount} /> },
    { id: 'fee', header: 'Fee to holders', align: 'end', cell: ({ feeWei }) => <Amount value={feeWei} /> },
    {
      id: 'price',
      header: 'Price after',
      align: 'end',
      cell: ({ priceWei }) => <Amount value={priceWei} kind="price" />,
    },
    {
      id: 'time',
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

const SHOWN = 12;

const keyOf = (trade: Trade) => trade.id;

function Rows({ model, trades }: { model: ModelSummary; trades: readonly Trade[] }) {
  const [isLong, setLong] = useState(false);
  const list = useStableList({ rows: trades, keyOf, scope: model.token });
  return (
    <div {...list.reading} className="flex flex-col gap-2">
      {list.waiting === 0 ? null : (
        <Button look="secondary" size="sm" className="self-center" onClick={list.letIn}>
          Show {list.waiting} new
        </Button>
      )}
      <DataTable
        caption={`Trades of ${model.symbol}, newest first`}
        columns={columnsOf(model.symbol)}
        rows={isLong ? list.rows : list.rows.slice(0, SHOWN)}
        rowKey={keyOf}
      />
      {list.rows.length <= SHOWN ? null : (
        <Button look="secondary" size="sm" className="self-center" onClick={() => setLong(!isLong)}>
          {isLong ? 'Show fewer' : `Show ${list.rows.length - SHOWN} more`}
        </Button>
      )}
    </div>
  );
}

/** The newest trades on curve and pool, live: a few at first, all that were read on demand. A row being read stays put. */
export function TradesTab({ model }: { model: ModelSummary }) {
  const query = useTrades(model.token);
  return (
    <QueryBlock
      query={query}
      what="trades"
      skeleton={<RowSkeletons />}
      isEmpty={(trades) => trades.length === 0}
      empty={<EmptyState title="Nobody has traded yet">The first buy appears here within seconds.</EmptyState>}
    >
      {(trades) => <Rows model={model} trades={trades} />}
    </QueryBlock>
  );
}
