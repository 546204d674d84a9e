'use client';
import { useState } from 'react';
import { getAddress, isAddress } from 'viem';
import type { Governance } from '@/lib/api/governance/get-governance';
import { delegateFlow } from '@/lib/flows/governance';
import { sameAddress } from '@/lib/format/address';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Input } from '../ui/field';
import { MainButton } from '../ui/main-button';
import { useVotesNow } from './use-votes';

/** Own votes, and letting somebody else use them. Nobody needs to: a holder votes without it. */
export function DelegateCard({ rules }: { rules: Governance }) {
  const { address } = useWalletAccount();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const [typed, setTyped] = useState('');
  const now = useVotesNow(rules.token, address);
  const { token, symbol } = rules;
  const to = isAddress(typed.trim(), { strict: false }) ? getAddress(typed.trim().toLowerCase()) : null;
  const isAway = now.data !== undefined && !sameAddress(now.data.delegate, address);
  return (
    <Card role="region" aria-label="Your votes">
      <CardHeader
        title="Your votes"
        note="A holder votes without any step before. Delegating is for who would rather not."
      />
      {address === undefined ? null : (
        <p className="mb-4 text-sm text-ink-2">
          You have <Amount value={now.data?.votes ?? 0n} unit="votes" /> and <Amount value={now.data?.balance ?? 0n} />{' '}
          {symbol}.{' '}
          {now.data === undefined ? null : isAway ? (
            <>
              Your tokens vote through <Address address={now.data.delegate} />.
            </>
          ) : (
            'You vote yourself.'
          )}
        </p>
      )}
      <div className="flex flex-col gap-4">
        <Input
          label="Delegate to"
          placeholder="0x…"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={typed.trim() !== '' && to === null ? 'Enter an address: 0x and 40 letters or digits' : undefined}
          hint="Only the votes, never the tokens. It can be taken back at any time, for later proposals."
        />
        <MainButton
          action="Delegate"
          busy={busy}
          needs={[
            ...needs,
            { id: 'to', isMet: to !== null, label: 'Enter an address' },
            {
              id: 'same',
              isMet: now.data !== undefined && !sameAddress(now.data.delegate, to),
              label: 'It is your delegate already',
            },
          ]}
          onAction={() => {
            if (to !== null && address !== undefined) void run(delegateFlow({ token, symbol, to, own: address }));
          }}
        />
        {isAway && address !== undefined ? (
          <Button
            look="secondary"
            disabled={busy !== null}
            onClick={() => void run(delegateFlow({ token, symbol, to: address, own: address }))}
          >
            Vote yourself again
          </Button>
        ) : null}
      </div>
    </Card>
  );
}
