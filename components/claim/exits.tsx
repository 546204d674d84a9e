'use client';
import Link from 'next/link';
import { useState } from 'react';
import { amountOf, claimableOf, releasingOf } from '@/lib/claim/aggregate';
import { compareExits, type ExitOption, exitAdvice } from '@/lib/claim/compare-exits';
import { ETH, type Position } from '@/lib/claim/position';
import { Amount } from '../common/amount';
import { Button } from '../ui/button';
import { DataTable } from '../ui/data-table';
import { BurnDialog } from './burn-dialog';

const NAMES: Record<ExitOption['id'], { title: string; note: string }> = {
  claim: { title: 'Claim and keep', note: 'You keep the tokens and their share of what comes.' },
  sell: { title: 'Sell all', note: 'At today’s price on the curve or in the pool, the fee taken off.' },
  burn: { title: 'Burn all', note: 'For a part of the redeem pool. The tokens are gone for ever.' },
};

/** Claiming, selling and burning a whole holding, side by side. */
export function Exits({ position }: { position: Position }) {
  const [isBurning, setBurning] = useState(false);
  const input = {
    balance: position.balance,
    claimableWei: amountOf(claimableOf(position), ETH),
    releasingWei: releasingOf(position),
    redeemWei: position.redeemWei,
    sellWei: position.sellWei,
  };
  const advice = exitAdvice(input);
  return (
    <details className="mt-5 border-t border-line pt-3">
      <summary className="py-2.5 font-[560]">Claim, sell or burn: what each pays</summary>
      <DataTable
        caption={`Ways out of ${position.symbol}`}
        rows={compareExits(input)}
        rowKey={(row) => row.id}
        columns={[
          {
            id: 'way',
            header: 'What you do',
            isTitle: true,
            cell: (row) => (
              <span className="block">
                {NAMES[row.id].title}
                <span className="block text-sm font-normal text-ink-3">{NAMES[row.id].note}</span>
              </span>
            ),
          },
          {
            id: 'total',
            header: 'ETH in hand',
            align: 'end',
            cell: (row) => <Amount value={row.totalWei} unit="ETH" />,
          },
          {
            id: 'keeps',
            header: 'Later revenue kept',
            align: 'end',
            cell: (row) => <Amount value={row.keepsWei} unit="ETH" />,
          },
        ]}
      />
      <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-ink-2">{advice} Past claims stay yours in every case.</p>
        <span className="flex gap-2">
          <Button look="secondary" size="sm" asChild>
            <Link href={`/models/${position.token}?side=sell`}>Sell…</Link>
          </Button>
          <Button look="danger" size="sm" onClick={() => setBurning(true)}>
            Burn…
          </Button>
        </span>
      </div>
      <BurnDialog position={position} open={isBurning} onOpenChange={setBurning} />
    </details>
  );
}
