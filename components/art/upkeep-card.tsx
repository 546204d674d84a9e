'use client';
import type { PieceDetail, PieceState } from '@/lib/api/collection/types';
import { bringAnswerFlow, burnVoidFlow } from '@/lib/flows/piece';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Card, CardHeader } from '../ui/card';
import { MainButton } from '../ui/main-button';

/** What anyone may do for a token when it is due: bring its answer, or burn it. Nothing while there is nothing to do. */
export function UpkeepCard({ piece, state }: { piece: PieceDetail; state: PieceState }) {
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { prompt, present, answer, feeWei, isFeeHeld } = piece;
  if (state === 'Outdated' && present !== null) {
    return (
      <Card>
        <CardHeader
          title={answer === null ? 'Its answer is there' : 'Its answer changed'}
          note="A keeper usually brings it; anyone may. The contract takes only the bytes that the oracle has the hash of."
        />
        <MainButton
          needs={needs}
          busy={busy}
          action="Bring the answer"
          onAction={() => void run(bringAnswerFlow({ piece, hasAnswer: answer !== null, prompt, answer: present }))}
        />
      </Card>
    );
  }
  if (state !== 'Void') return null;
  return (
    <Card>
      <CardHeader
        title="No answer will come"
        note="Burning it frees the prompt and gives the mint fee back to the minter, whoever presses this."
      />
      <MainButton
        needs={needs}
        busy={busy}
        action="Burn it"
        onAction={() => void run(burnVoidFlow({ piece, feeWei: isFeeHeld ? feeWei : 0n }))}
      />
    </Card>
  );
}
