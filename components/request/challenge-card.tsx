'use client';
import type { ReactNode } from 'react';
import { keccak256 } from 'viem';
import { useBalance } from 'wagmi';
import type { AttemptRow } from '@/lib/api/dispute/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { toAppError } from '@/lib/errors/decode';
import { gameIdOf, openChallengeFlow } from '@/lib/flows/dispute';
import { formatBps } from '@/lib/format/percent';
import { clock, duration } from '@/lib/format/time';
import type { WorkerRun } from '@/lib/verify/run-protocol';
import { Amount } from '../common/amount';
import { useGameSettings } from '../common/dispute/use-games';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useOracleSettings } from '../common/use-oracle-settings';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { MainButton } from '../ui/main-button';
import { Skeleton } from '../ui/skeleton';
import { ErrorState } from '../ui/states';

/** Offers to challenge a wrong answer: what it costs, what can be won or lost, and how long there is time. */
export function ChallengeCard({
  attempt,
  head,
  leftSec,
  onOpened,
}: {
  attempt: AttemptRow;
  head: WorkerRun['head'];
  /** Seconds until the challenge window closes; 0 or less: it is closed. */
  leftSec: number;
  onOpened: (gameId: bigint) => void;
}) {
  const game = useGameSettings();
  const oracle = useOracleSettings();
  const { chainId } = useRuntimeConfig();
  const { address } = useWalletAccount();
  const balance = useBalance({ address });
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { disputeGame } = deploymentOf(chainId).contracts;
  if (game.isError || oracle.isError) {
    return (
      <ErrorState
        title="The terms of a challenge could not be read"
        detail={toAppError(game.error ?? oracle.error).message}
        onRetry={() => void Promise.all([game.refetch(), oracle.refetch()])}
      />
    );
  }
  if (game.data === undefined || oracle.data === undefined) return <Skeleton className="mt-4 h-56 w-full" />;
  const { bondWei, clockSec, burnBps } = game.data;
  const prizeWei = attempt.bondWei - (attempt.bondWei * BigInt(oracle.data.burnBps)) / 10_000n;
  const isShort = balance.data !== undefined && balance.data.value <= bondWei;
  const challenge = async () => {
    const claim = { outputHash: keccak256(attempt.output), traceRoot: attempt.traceRoot };
    const result = await run(openChallengeFlow({ disputeGame, requestId: attempt.requestId, bondWei, claim, head }));
    if (result.kind === 'done') onOpened(gameIdOf(result.receipt.logs, disputeGame));
  };
  return (
    <section aria-labelledby="challenge" className="mt-4 rounded-card border border-line p-4">
      <h3 id="challenge" className="font-[620]">
        Challenge it
      </h3>
      <p className="mt-1 text-sm text-ink-2">
        A game on chain finds the first wrong number and recomputes it there. This tab plays it for you, in about a
        dozen transactions; each side has {duration(clockSec)} for all its moves.
      </p>
      <dl className="mt-3 flex flex-col gap-1.5 text-[0.9375rem]">
        <Line label="You put up">
          <Amount value={bondWei} unit="ETH" />
        </Line>
        <Line label="If you win">
          bond back, and <Amount value={prizeWei} unit="ETH" />
        </Line>
        <Line label="If you lose">the bond: {formatBps(burnBps)} burnt, the rest to the operator</Line>
        <Line label="Time left to open">
          <span role="timer">{clock(leftSec)}</span>
        </Line>
      </dl>
      <div className="mt-4">
        <MainButton
          needs={[
            { id: 'window', isMet: leftSec > 0 || busy !== null, label: 'The challenge window is over' },
            ...needs,
            { id: 'funds', isMet: !isShort, label: 'Not enough ETH for the bond' },
          ]}
          action="Challenge this answer"
          busy={busy}
          onAction={() => void challenge()}
        />
      </div>
    </section>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-4">
      <dt className="text-ink-3">{label}</dt>
      <dd className="num text-right">{children}</dd>
    </div>
  );
}
