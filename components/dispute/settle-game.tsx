'use client';
import type { GameRow } from '@/lib/api/dispute/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { settleGameFlow, timeoutFlow } from '@/lib/flows/dispute';
import { leftSec, sideToMove } from '@/lib/request/game-text';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useChainNow } from '../common/use-chain-now';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { MainButton } from '../ui/main-button';

/** What anyone may do: pay out a decided game, or end one whose side to move is out of time. Nothing while there is nothing to do. */
export function SettleGame({ game, clockSec }: { game: GameRow; clockSec: number | null }) {
  const { chainId } = useRuntimeConfig();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const now = useChainNow();
  const { disputeGame } = deploymentOf(chainId).contracts;
  const { gameId, phase } = game;
  const side = sideToMove(phase);
  const isDecided = phase === 'ChallengerWon' || phase === 'AsserterWon';
  const isLate =
    side !== null && clockSec !== null && now !== null && leftSec(game, { side, clockSec, nowSec: now - 1 }) === 0;
  if (!isDecided && !isLate && busy === null) return null;
  return (
    <div className="mt-5 border-t border-line pt-5">
      <MainButton
        needs={needs}
        busy={busy}
        action={isDecided ? 'Pay the bonds out' : 'Call time'}
        onAction={() => void run((isDecided ? settleGameFlow : timeoutFlow)({ disputeGame, gameId }))}
      />
      <p className="mt-2 text-sm text-ink-3">
        {isDecided ? 'The bonds go where the rules say, whoever presses this.' : 'The side to move is out of time.'}
      </p>
    </div>
  );
}
