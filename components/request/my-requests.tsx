'use client';
import Link from 'next/link';
import { RequestList } from '../common/requests/request-list';
import { useIsHydrated } from '../common/use-is-hydrated';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';

/** Requests that the connected account paid for; everybody's where none is connected. */
export function MyRequests() {
  const { address } = useWalletAccount();
  const [connect] = useWalletNeeds();
  const isHydrated = useIsHydrated();
  if (!isHydrated) {
    return (
      <>
        <LoadingLabel what="requests" />
        <Skeleton className="h-64 w-full rounded-card" />
      </>
    );
  }
  const explore = (
    <Button asChild>
      <Link href="/">Find a model to ask</Link>
    </Button>
  );
  if (address !== undefined) {
    return (
      <RequestList
        filter={{ payer: address }}
        empty={
          <EmptyState title="You have not asked anything yet" action={explore}>
            Choose a model and pay for an answer; it is listed here from the first second.
          </EmptyState>
        }
      />
    );
  }
  return (
    <>
      <p className="mb-6 flex flex-wrap items-center gap-3 text-ink-2">
        No wallet is connected, so these are everybody’s.
        <Button look="secondary" size="sm" onClick={() => connect?.onResolve?.()}>
          Connect wallet
        </Button>
      </p>
      <RequestList filter={{}} empty={<EmptyState title="Nobody has asked anything yet" action={explore} />} />
    </>
  );
}
