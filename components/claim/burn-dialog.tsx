'use client';
import { useState } from 'react';
import { useReadContract } from 'wagmi';
import { modelTokenAbi } from '@/lib/chain/generated/abis';
import type { Position } from '@/lib/claim/position';
import { burnFlow } from '@/lib/flows/burn';
import { inputAmount } from '@/lib/format/amount';
import { parseAmount } from '@/lib/format/parse-amount';
import { Amount } from '../common/amount';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { NumberField } from '../ui/field';
import { MainButton } from '../ui/main-button';
import { Notice } from '../ui/states';

/** Burns tokens for their part of the redeem pool, after saying what is lost. */
export function BurnDialog({
  position,
  open,
  onOpenChange,
}: {
  position: Position;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { token, symbol, balance } = position;
  const [text, setText] = useState('');
  const parsed = parseAmount(text);
  const amount = parsed.kind === 'amount' ? parsed.value : 0n;
  const isTooMuch = amount > balance;
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const redeemable = useReadContract({
    address: token,
    abi: modelTokenAbi,
    functionName: 'redeemableOnBurn',
    args: [amount],
    query: { enabled: open && amount > 0n && !isTooMuch },
  });
  const burn = async () => {
    const result = await run(burnFlow({ token, symbol, amount, expectedWei: redeemable.data ?? 0n }));
    if (result.kind === 'done') onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Burn ${symbol}`}
      description="Tokens for their part of the redeem pool."
    >
      <div className="flex flex-col gap-4">
        <NumberField
          label="Amount to burn"
          unit={symbol}
          value={text}
          onValueChange={setText}
          error={parsed.kind === 'invalid' ? parsed.reason : undefined}
          labelEnd={
            <Button look="quiet" size="sm" onClick={() => setText(inputAmount(balance))}>
              All
            </Button>
          }
        />
        <p className="flex justify-between">
          <span className="text-ink-2">You get, about</span>
          <Amount value={amount > 0n && !isTooMuch ? (redeemable.data ?? 0n) : 0n} unit="ETH" className="font-[620]" />
        </p>
        <Notice tone="warn">
          Burned tokens are gone for ever, and with them their share of revenue that is not in a snapshot yet. Selling
          may pay more.
        </Notice>
        <MainButton
          needs={[
            ...needs,
            { id: 'amount', isMet: amount > 0n, label: 'Enter an amount' },
            { id: 'balance', isMet: !isTooMuch, label: `Not enough ${symbol}` },
          ]}
          action={`Burn ${symbol}`}
          busy={busy}
          onAction={() => void burn()}
        />
      </div>
    </Dialog>
  );
}
