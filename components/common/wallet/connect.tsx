'use client';
import { ConnectButton } from '@rainbow-me/rainbowkit';
import { FlaskConical, Wallet } from 'lucide-react';
import { toast } from 'sonner';
import { useConnect } from 'wagmi';
import { toAppError } from '@/lib/errors/decode';
import { shortAddress } from '@/lib/format/address';
import { Button } from '../../ui/button';
import { Engraving } from '../../ui/engraving';
import { Skeleton } from '../../ui/skeleton';
import { useRuntimeConfig } from '../runtime-config';
import { BURNER_ID } from './burner-connector';

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
      <FlaskConical aria-hidden className="size-4" />
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
  return (
    <ConnectButton.Custom>
      {({ account, chain, mounted, openAccountModal, openChainModal, openConnectModal }) => {
        if (!mounted) return <Skeleton className="h-11 w-36 rounded-[10px]" />;
        if (account === undefined || chain === undefined) {
          return (
            <div className="flex items-center gap-2">
              <TestWalletButton />
              <Button size="sm" onClick={openConnectModal}>
                <Wallet aria-hidden className="size-4 max-sm:hidden" /> Connect
              </Button>
            </div>
          );
        }
        if (chain.unsupported === true) {
          return (
            <Button look="danger" size="sm" onClick={openChainModal}>
              Wrong network: switch
            </Button>
          );
        }
        return (
          <Button
            look="secondary"
            size="sm"
            onClick={openAccountModal}
            aria-label={`Account ${account.address}, ${account.displayBalance ?? ''}`}
          >
            <Engraving seed={account.address} fine={false} className="size-5 rounded-full" />
            <span className="num">{shortAddress(account.address)}</span>
            <span className="num text-ink-3 max-md:hidden">{account.displayBalance}</span>
          </Button>
        );
      }}
    </ConnectButton.Custom>
  );
}
