'use client';
import type { Address } from 'viem';
import { useReadContract } from 'wagmi';
import { marketplaceAbi } from '@/lib/chain/generated/abis';
import { withdrawCreditFlow } from '@/lib/flows/piece-market';
import { compactAmount } from '@/lib/format/amount';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Card, CardHeader } from '../ui/card';
import { MainButton } from '../ui/main-button';

/** ETH that a contract could not push to the connected account: of a sale, or of a mint that ended. Nothing where there is none. */
export function CreditCard({ from }: { from: Address }) {
  const { address } = useWalletAccount();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const credit = useReadContract({
    address: from,
    // Market and collections pay in the same way: IPayouts.
    abi: marketplaceAbi,
    functionName: 'creditOf',
    ...(address === undefined ? {} : { args: [address] as const }),
    query: { enabled: address !== undefined, refetchInterval: 15_000 },
  });
  const wei = credit.data ?? 0n;
  if (address === undefined || wei === 0n) return null;
  return (
    <Card>
      <CardHeader
        title="ETH waits for you"
        note="Your account did not take a payment when it was sent. The contract keeps it for you."
      />
      <MainButton
        needs={needs}
        busy={busy}
        action={`Take ${compactAmount(wei)} ETH`}
        onAction={() => void run(withdrawCreditFlow({ from, account: address, wei }))}
      />
    </Card>
  );
}
