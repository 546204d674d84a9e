'use client';
import type { RequestRow } from '@/lib/api/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { finalizeFlow, refundFlow } from '@/lib/flows/request';
import { sameAddress } from '@/lib/format/address';
import { dueAction, type RequestPhase } from '@/lib/request/timeline';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { MainButton } from '../ui/main-button';

/** What anyone may do when it is due: take the fee back, or make the answer final. Nothing while there is nothing to do. */
export function SettleButton({ request, phase }: { request: RequestRow; phase: RequestPhase }) {
  const { address } = useWalletAccount();
  const { chainId } = useRuntimeConfig();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const oracle = deploymentOf(chainId).contracts.aiOracle;
  const action = dueAction(phase);
  if (action === null && busy === null) return null;
  const { requestId, feeWei } = request;
  const isRefund = action === 'refund';
  const isPayer = sameAddress(address, request.payer);
  return (
    <div className="mt-5 border-t border-line pt-5">
      <MainButton
        needs={needs}
        busy={busy}
        action={isRefund ? (isPayer ? 'Take the fee back' : 'Refund the payer') : 'Make it final'}
        onAction={() =>
          void run(isRefund ? refundFlow({ oracle, requestId, feeWei }) : finalizeFlow({ oracle, requestId }))
        }
      />
      <p className="mt-2 text-sm text-ink-3">
        {isRefund ? 'The fee goes to the payer, whoever presses this.' : 'A keeper usually does this; anyone may.'}
      </p>
    </div>
  );
}
