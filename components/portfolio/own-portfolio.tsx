'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { getAddress, isAddress } from 'viem';
import { useIsHydrated } from '../common/use-is-hydrated';
import { TestWalletButton } from '../common/wallet/connect';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Input } from '../ui/field';
import { LoadingLabel, Skeleton } from '../ui/skeleton';

/** Leads to the connected account's portfolio, or to any that somebody names. */
export function OwnPortfolio() {
  const router = useRouter();
  const { address } = useWalletAccount();
  const [connect] = useWalletNeeds();
  const [text, setText] = useState('');
  const [isAsked, setAsked] = useState(false);
  const isHydrated = useIsHydrated();
  useEffect(() => {
    if (address !== undefined) router.replace(`/portfolio/${address}`);
  }, [address, router]);
  if (!isHydrated || address !== undefined) {
    return (
      <>
        <LoadingLabel what="portfolio" />
        <Skeleton className="h-48 w-full rounded-card" />
      </>
    );
  }
  const isValid = isAddress(text.trim(), { strict: false });
  return (
    <div className="grid items-start gap-6 md:grid-cols-2">
      <Card>
        <CardHeader title="Yours" note="Connect the wallet whose tokens, requests and launches you want to see." />
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => connect?.onResolve?.()}>Connect wallet</Button>
          <TestWalletButton className="min-h-11" />
        </div>
      </Card>
      <Card>
        <CardHeader title="Anybody’s" note="Everything on chain is public: any account can be looked at." />
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(true);
            if (isValid) router.push(`/portfolio/${getAddress(text.trim())}`);
          }}
        >
          <Input
            label="Address"
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="0x…"
            autoComplete="off"
            spellCheck={false}
            error={isAsked && !isValid ? 'Enter an address: 0x and 40 hex digits' : undefined}
          />
          <Button type="submit" look="secondary">
            Show portfolio
          </Button>
        </form>
      </Card>
    </div>
  );
}
