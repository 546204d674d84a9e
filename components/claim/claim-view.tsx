'use client';
import { type Address as AccountAddress, getAddress, isAddress } from 'viem';
import { shownPositions } from '@/lib/claim/aggregate';
import { toAppError } from '@/lib/errors/decode';
import { sameAddress } from '@/lib/format/address';
import { Address } from '../common/address';
import { useIsHydrated } from '../common/use-is-hydrated';
import { useUrlText } from '../common/use-url-state';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { EmptyState, ErrorState } from '../ui/states';
import { ClaimHistory } from './claim-history';
import { ClaimTotals } from './claim-totals';
import { HowRevenueArrives } from './how-revenue-arrives';
import { PositionCard } from './position-card';
import { useClaims, usePositions } from './use-claim-data';

/** Revenue of one account: the connected one, or any by `?account=`. */
export function ClaimView() {
  const { address } = useWalletAccount();
  const [asked, setAsked] = useUrlText('account');
  const [connect] = useWalletNeeds();
  const isHydrated = useIsHydrated();
  if (!isHydrated) return <RevenueSkeleton />;
  const account = asked === '' ? address : isAddress(asked, { strict: false }) ? getAddress(asked) : null;
  if (account === null) {
    return (
      <EmptyState title="That is no account" action={<Button onClick={() => setAsked('')}>Show mine</Button>}>
        An account is 0x and 40 letters or digits.
      </EmptyState>
    );
  }
  if (account === undefined) {
    return (
      <>
        <EmptyState
          title="Connect a wallet to see what you can claim"
          action={<Button onClick={() => connect?.onResolve?.()}>Connect wallet</Button>}
        >
          Or look at any account: add ?account=0x… to the address of this page.
        </EmptyState>
        <HowRevenueArrives />
      </>
    );
  }
  return (
    <>
      {sameAddress(account, address) ? null : (
        <p className="mb-5 flex flex-wrap items-center gap-3 text-ink-2">
          <span>Revenue of</span> <Address address={account} />
          {address === undefined ? null : (
            <Button look="secondary" size="sm" onClick={() => setAsked('')}>
              Show mine
            </Button>
          )}
        </p>
      )}
      <AccountRevenue key={account} account={account} />
    </>
  );
}

function AccountRevenue({ account }: { account: AccountAddress }) {
  const positions = usePositions(account);
  const claims = useClaims(account);
  if (positions.isPending) return <RevenueSkeleton />;
  if (positions.data === undefined) {
    return (
      <ErrorState
        title="The revenue could not be read"
        detail={toAppError(positions.error).message}
        onRetry={() => void positions.refetch()}
      />
    );
  }
  const shown = shownPositions(positions.data);
  const history = claims.data?.data ?? [];
  return (
    <div className="flex flex-col gap-8">
      <ClaimTotals account={account} positions={shown} claims={claims.data?.data ?? null} />
      {shown.length === 0 ? <HowRevenueArrives /> : null}
      {shown.map((position) => (
        <PositionCard key={position.token} account={account} position={position} />
      ))}
      {shown.length === 0 && history.length === 0 ? null : (
        <ClaimHistory query={claims} positions={positions.data} account={account} />
      )}
    </div>
  );
}

function RevenueSkeleton() {
  return (
    <>
      <LoadingLabel what="your revenue" />
      <Skeleton className="mb-6 h-44 w-full rounded-card" />
      <Skeleton className="h-64 w-full rounded-card" />
    </>
  );
}
