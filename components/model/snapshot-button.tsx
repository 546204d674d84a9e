'use client';
import { zeroAddress } from 'viem';
import { useReadContract } from 'wagmi';
import type { ModelSummary } from '@/lib/api/types';
import { modelTokenAbi } from '@/lib/chain/generated/abis';
import { snapshotFlow } from '@/lib/flows/snapshot';
import { clock } from '@/lib/format/time';
import { useTransaction } from '../common/tx/use-transaction';
import { useNowSec } from '../common/use-now';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { MainButton } from '../ui/main-button';

/** Anyone may take a snapshot once the interval has passed; the button says when. */
export function SnapshotButton({
  model,
  snapshotCount,
  pendingWei,
}: {
  model: ModelSummary;
  snapshotCount: bigint;
  pendingWei: bigint;
}) {
  const { run, busy } = useTransaction();
  const walletNeeds = useWalletNeeds();
  const now = useNowSec();
  const last = useReadContract({
    address: model.token,
    abi: modelTokenAbi,
    functionName: 'snapshotInfo',
    args: [snapshotCount, zeroAddress],
    query: { enabled: snapshotCount > 0n },
  });
  const nextSec =
    snapshotCount === 0n || last.data === undefined ? 0 : Number(last.data[0]) + model.snapshotIntervalSec;
  const leftSec = now === null ? 1 : nextSec - now;
  return (
    <MainButton
      action="Take snapshot"
      busy={busy}
      needs={[
        { id: 'pending', isMet: pendingWei > 0n, label: 'Nothing to share out yet' },
        { id: 'interval', isMet: leftSec <= 0, label: `Next snapshot in ${clock(leftSec)}` },
        ...walletNeeds,
      ]}
      onAction={() => void run(snapshotFlow({ token: model.token, symbol: model.symbol }))}
    />
  );
}
