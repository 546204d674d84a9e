'use client';
import Link from 'next/link';
import { useAccount } from 'wagmi';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/states';
import { RequestList } from './request-list';

/** Requests that the connected account paid for; everybody's where none is connected. */
export function MyRequests() {
  const { address } = useAccount();
  const [connect] = useWalletNeeds();
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
