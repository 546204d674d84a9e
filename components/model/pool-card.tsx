'use client';
import { Lock } from 'lucide-react';
import type { ModelSummary } from '@/lib/api/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { collectFeesFlow } from '@/lib/flows/collect-fees';
import { shortHash } from '@/lib/format/address';
import { formatBps } from '@/lib/format/percent';
import { Amount } from '../common/amount';
import type { MarketLive } from '../common/data/use-market';
import { RelativeTime } from '../common/relative-time';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Badge } from '../ui/badge';
import { CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';
import { MainButton } from '../ui/main-button';

const PIPS_OF_BPS = 100;

/** The pool after graduation: what is in it, its fee, and the button that sends its fees to the holders. */
export function PoolCard({ model, market }: { model: ModelSummary; market: MarketLive }) {
  const { pool } = market;
  const { liquidityHook } = deploymentOf(useRuntimeConfig().chainId).contracts;
  const { run, busy } = useTransaction();
  const walletNeeds = useWalletNeeds();
  const fee = (pips: number) => formatBps(pips / PIPS_OF_BPS);
  const waits = pool.uncollectedWei > 0n || pool.uncollectedTokens > 0n;
  return (
    <>
      <CardHeader title="The pool">
        <Badge tone="up">
          <Lock aria-hidden className="size-3" /> Locked for ever
        </Badge>
      </CardHeader>
      <p className="text-sm text-ink-2">
        Graduated <RelativeTime atSec={Number(pool.openedAt)} />. It trades in a Uniswap v4 pool whose liquidity nobody
        can take out. Its fees go to the holders: ETH as revenue, tokens out of the supply.
      </p>
      <div className="mt-3">
        <Facts
          items={[
            { label: 'ETH in the pool', value: <Amount value={pool.ethSide} unit="ETH" /> },
            { label: `${model.symbol} in the pool`, value: <Amount value={pool.tokenSide} /> },
            {
              label: 'Fee of a trade',
              value:
                pool.buyFeePips === pool.sellFeePips
                  ? fee(pool.sellFeePips)
                  : `${fee(pool.buyFeePips)} to buy, ${fee(pool.sellFeePips)} to sell`,
            },
            {
              label: 'Fees that wait',
              value: (
                <span className="inline-flex flex-col items-end">
                  <Amount value={pool.uncollectedWei} unit="ETH" />
                  <Amount value={pool.uncollectedTokens} unit={model.symbol} />
                </span>
              ),
            },
            { label: 'Collected so far', value: <Amount value={model.poolRevenueWei} unit="ETH" /> },
            {
              label: 'Pool id',
              value: (
                <span className="font-mono text-sm" title={pool.poolId}>
                  {shortHash(pool.poolId)}
                </span>
              ),
            },
          ]}
        />
      </div>
      <MainButton
        className="mt-3"
        needs={[{ id: 'fees', isMet: waits, label: 'No fees to collect now' }, ...walletNeeds]}
        busy={busy}
        action="Collect fees for the holders"
        onAction={() => void run(collectFeesFlow({ hook: liquidityHook, token: model.token, symbol: model.symbol }))}
      />
    </>
  );
}
