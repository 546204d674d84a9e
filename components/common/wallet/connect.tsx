'use client';
import { FlaskConical, Wallet } from 'lucide-react';
import { toast } from 'sonner';
import { useBalance, useConnect } from 'wagmi';
import { toAppError } from '@/lib/errors/decode';
import { shortAddress } from '@/lib/format/address';
import { compactAmount } from '@/lib/format/amount';
import { Button } from '../../ui/button';
import { Engraving } from '../../ui/engraving';
import { Skeleton } from '../../ui/skeleton';
import { useRuntimeConfig } from '../runtime-config';
import { useIsHydrated } from '../use-is-hydrated';
import { BURNER_ID } from './burner-connector';
import { useWalletAccount } from './use-wallet-account';
import { useWalletDialogs } from './wallet-dialogs';

/** One click to a funded test wallet; on the local chain only. */
export function TestWalletButton({ className }: { className?: string }) {
  const { isLocal } = useRuntimeConfig();
  const { connect, connectors, isPending } = useConnect({
    mutation: {
      onError: (error) =>
        toast.error('The test wallet could not be opened', { description: toAppError(error).message }),
      onSuccess: () =>
        toast.success('Test wallet ready', {
          description: '100 test ETH, worth nothing outside this test chain. Its key stays in this browser.',
        }),
    },
  });
  const connector = connectors.find(({ id }) => id === BURNER_ID);
  if (!isLocal || connector === undefined) return null;
  return (
    <Button
      look="secondary"
      size="sm"
      disabled={isPending}
      onClick={() => connect({ connector })}
      className={className}
    >
      <FlaskConical aria-hidden className="size-4 max-sm:hidden" />
      {isPending ? (
        'Opening…'
      ) : (
        <span>
          <span className="max-sm:sr-only">Use a </span>
          <span className="inline-block max-sm:first-letter:uppercase">test wallet</span>
        </span>
      )}
    </Button>
  );
}

/** The header's wallet corner: connect, wrong network, or the account. */
export function Connect() {
  const { address, chainId } = useWalletAccount();
  const { chainId: ownChainId } = useRuntimeConfig();
  const { open, warmUp } = useWalletDialogs();
  const balance = useBalance(address === undefined ? {} : { address, query: { refetchInterval: 6_000 } });
  if (!useIsHydrated()) return <Skeleton className="h-11 w-36 rounded-[10px]" />;
  const near = { onPointerEnter: warmUp, onFocus: warmUp };
  if (address === undefined) {
    return (
      <div className="flex items-center gap-2">
        <TestWalletButton />
        <Button size="sm" onClick={() => open('connect')} {...near}>
          <Wallet aria-hidden className="size-4 max-sm:hidden" /> Connect
        </Button>
      </div>
    );
  }
  if (chainId !== ownChainId) {
    return (
      <Button look="danger" size="sm" onClick={() => open('chain')} {...near}>
        Wrong network: switch
      </Button>
    );
  }
  const eth = balance.data === undefined ? '' : `${compactAmount(balance.data.value)} ETH`;
  return (
    <Button
      look="secondary"
      size="sm"
      onClick={() => open('account')}
      aria-label={`Account ${address}, ${eth}`}
      {...near}
    >
      <Engraving seed={address} fine={false} className="size-5 rounded-full" />
      <span className="num">{shortAddress(address)}</span>
      <span className="num text-ink-3 max-md:hidden">{eth}</span>
    </Button>
  );
}
