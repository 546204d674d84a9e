'use client';
import { toAppError } from '@/lib/errors/decode';
import { formatBps } from '@/lib/format/percent';
import { duration } from '@/lib/format/time';
import { splitFee } from '@/lib/request/split-fee';
import { Amount } from '../common/amount';
import { type OracleSettings, useOracleSettings } from '../common/use-oracle-settings';
import { Skeleton } from '../ui/skeleton';
import { ErrorState } from '../ui/states';
import type { ModelTerms } from './use-model-terms';

/** Where the fee goes once the answer is final, and what happens until then. */
export function FeeSplit({ model, first }: { model: ModelTerms; first?: OracleSettings | undefined }) {
  const settings = useOracleSettings(first);
  if (settings.isPending) return <Skeleton className="h-40 w-full" />;
  if (settings.isError) {
    return (
      <ErrorState
        title="The split could not be read"
        detail={toAppError(settings.error).message}
        onRetry={() => void settings.refetch()}
      />
    );
  }
  const { operatorBps, responseSec, challengeSec } = settings.data;
  const { operatorWei, holdersWei } = splitFee(model.feeWei, operatorBps);
  return (
    <>
      <div className="mb-4 flex h-3 gap-0.5 overflow-hidden rounded-full" aria-hidden>
        <span className="bg-accent" style={{ width: `${(10_000 - operatorBps) / 100}%` }} />
        <span className="flex-1 bg-ink-3" />
      </div>
      <dl className="flex flex-col gap-2">
        <div className="flex justify-between gap-4">
          <dt>Holders of {model.symbol}</dt>
          <dd>
            <Amount value={holdersWei} unit="ETH" />{' '}
            <span className="num whitespace-nowrap text-ink-3">{formatBps(10_000 - operatorBps)}</span>
          </dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt>Operator who runs it</dt>
          <dd>
            <Amount value={operatorWei} unit="ETH" />{' '}
            <span className="num whitespace-nowrap text-ink-3">{formatBps(operatorBps)}</span>
          </dd>
        </div>
      </dl>
      <p className="mt-4 text-sm text-ink-3">
        Your fee is held until the answer has stood for {duration(challengeSec)}. If none comes within{' '}
        {duration(responseSec)}, you take it back.
      </p>
    </>
  );
}
