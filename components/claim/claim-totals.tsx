'use client';
import type { ReactNode } from 'react';
import type { Address } from 'viem';
import type { ClaimRow } from '@/lib/api/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { claimsToSend, releasingOf, sumByCurrency, totalClaimable } from '@/lib/claim/aggregate';
import type { CurrencyAmount, Position } from '@/lib/claim/position';
import { claimFlow, limitClaims } from '@/lib/flows/claim';
import { Amount } from '../common/amount';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useCurrencyName } from '../common/use-currency-name';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Card } from '../ui/card';
import { MainButton } from '../ui/main-button';
import { Skeleton } from '../ui/skeleton';

/** Claimable now, on its way, and claimed so far; one button for everything. */
export function ClaimTotals({
  account,
  positions,
  claims,
}: {
  account: Address;
  positions: readonly Position[];
  /** Null while the history is not known. */
  claims: readonly ClaimRow[] | null;
}) {
  const { chainId } = useRuntimeConfig();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const all = claimsToSend(positions);
  const now = limitClaims(all);
  const isCut = all.flatMap((claim) => claim.snapshotIds).length > now.flatMap((claim) => claim.snapshotIds).length;
  const { multicall3 } = deploymentOf(chainId).contracts;
  return (
    <Card className="sm:p-8">
      <dl className="grid gap-6 sm:grid-cols-3">
        <Total label="Claimable now" big>
          <Sums sums={totalClaimable(positions)} />
        </Total>
        <Total label="Still releasing, your share at today’s balance">
          <Amount value={positions.reduce((sum, position) => sum + releasingOf(position), 0n)} unit="ETH" />
        </Total>
        <Total label="Claimed so far">
          {claims === null ? <Skeleton className="h-6 w-24" /> : <Sums sums={sumByCurrency(claims)} />}
        </Total>
      </dl>
      <div className="mt-6 sm:max-w-sm">
        <MainButton
          needs={[{ id: 'any', isMet: now.length > 0, label: 'Nothing to claim yet' }, ...needs]}
          action={now.length > 1 ? `Claim all ${now.length} models` : 'Claim all'}
          busy={busy}
          onAction={() => void run(claimFlow({ account, claims: now, multicall3 }))}
        />
        {isCut ? (
          <p className="mt-2 text-sm text-ink-3">
            Too many snapshots for one transaction: claim again after it for the rest.
          </p>
        ) : null}
      </div>
    </Card>
  );
}

/** Sums of several currencies, one a line; "0 ETH" where there are none. */
export function Sums({ sums }: { sums: readonly CurrencyAmount[] }) {
  const nameOf = useCurrencyName();
  if (sums.length === 0) return <Amount value={0n} unit="ETH" />;
  return (
    <span className="flex flex-col">
      {sums.map(({ currency, amount }) => (
        <Amount key={currency} value={amount} unit={nameOf(currency)} />
      ))}
    </span>
  );
}

function Total({ label, big = false, children }: { label: string; big?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-3">{label}</dt>
      <dd className={big ? 'mt-1 text-4xl font-[640] tracking-tight' : 'mt-1 text-xl font-[560]'}>{children}</dd>
    </div>
  );
}
