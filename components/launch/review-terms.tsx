'use client';
import type { ReactNode } from 'react';
import { compactAmount, compactPrice, exactAmount } from '@/lib/format/amount';
import { formatBps } from '@/lib/format/percent';
import { duration } from '@/lib/format/time';
import type { LaunchDraft, LaunchStep } from '@/lib/launch/draft';
import { economicsOf } from '@/lib/launch/economics';
import { LAUNCH_LIMITS } from '@/lib/launch/limits';
import type { ReadyLaunch } from '@/lib/launch/validate';
import { useOracleSettings } from '../common/use-oracle-settings';
import { Button } from '../ui/button';

/** The terms as sentences: who gets what, what it earns, and what can never change. */
export function ReviewTerms({
  draft,
  ready,
  onEdit,
}: {
  draft: LaunchDraft;
  ready: ReadyLaunch;
  onEdit: (step: LaunchStep) => void;
}) {
  const { params: p } = ready;
  const economics = economicsOf(draft);
  const operatorBps = useOracleSettings().data?.operatorBps;
  const eth = (wei: bigint) => `${exactAmount(wei)} ETH`;
  const part = (bps: number) => `${compactAmount((LAUNCH_LIMITS.totalSupply * BigInt(bps)) / 10_000n)} ${p.symbol}`;
  return (
    <div className="flex flex-col gap-6">
      <Section title="The model" onEdit={() => onEdit('model')}>
        <Line>
          {draft.model?.name}, {draft.model?.licence}. Its program and weights are bound to the token by their hashes.
        </Line>
        <Line>
          One answer costs <b>{eth(p.priceWei)}</b>.{' '}
          {operatorBps === undefined
            ? ''
            : `Of that the operator who runs it gets ${formatBps(operatorBps)}, and the token’s holders ${formatBps(10_000 - operatorBps)}.`}{' '}
          Nobody is paid before the answer is final.
        </Line>
      </Section>
      <Section title="Who gets the tokens" onEdit={() => onEdit('economics')}>
        <Line>1,000,000,000 {p.symbol} are made once, and never more.</Line>
        <Line>
          <b>{formatBps(p.saleBps)}</b> ({part(p.saleBps)}) are sold on the curve
          {economics === null
            ? ''
            : `, from ${compactPrice(economics.startPriceWei)} to ${compactPrice(economics.endPriceWei)} ETH a token`}
          , until {eth(p.targetWei)} is raised.
        </Line>
        <Line>
          <b>{formatBps(p.liquidityBps)}</b> ({part(p.liquidityBps)}) are kept for the pool. When the target is reached,
          anyone may graduate the token: {economics === null ? 'the raise' : `${compactAmount(economics.poolWei)} ETH`}{' '}
          and these tokens move into a Uniswap v4 pool, at the price the sale ended at. Nobody can ever take that
          liquidity out.
          {p.treasuryBps === 0
            ? ''
            : ` ${formatBps(p.treasuryBps)} of the raise goes to the treasury then, which holders own together.`}
        </Line>
        <Line>
          {p.creatorBps === 0 ? (
            'You get no tokens but those you buy.'
          ) : (
            <>
              <b>{formatBps(p.creatorBps)}</b> ({part(p.creatorBps)}) are yours, locked: nothing for{' '}
              {duration(p.cliffSec)}, all of it after {duration(p.vestingSec)}.
            </>
          )}
        </Line>
        <Line>
          Every trade pays {formatBps(LAUNCH_LIMITS.feeBps)} to holders
          {p.snipeFeeBps > LAUNCH_LIMITS.feeBps && p.snipeDurationSec > 0
            ? `; buying starts at ${formatBps(p.snipeFeeBps)} and falls to that within ${duration(p.snipeDurationSec)}`
            : ''}
          .
        </Line>
        <Line>
          In the pool a trade pays 1 % as well, and a buy in the first ten minutes up to 3 %. Anyone can collect these
          fees for the holders: ETH becomes revenue, tokens are burnt.
        </Line>
      </Section>
      <Section title="How revenue flows" onEdit={() => onEdit('economics')}>
        <Line>
          Who pays for an answer can mint it as an NFT
          {p.mintFeeWei === 0n ? ' for nothing' : `, for ${eth(p.mintFeeWei)} to the holders`}.{' '}
          {p.royaltyBps === 0
            ? 'Its sales pay no royalty.'
            : `Holders get ${formatBps(p.royaltyBps)} of every sale of it.`}
        </Line>
        <Line>
          {p.releasePeriodSec === 0
            ? 'Revenue is released at once.'
            : `Revenue is released evenly over ${duration(p.releasePeriodSec)}.`}{' '}
          {formatBps(p.claimableBps)} of it is shared out at snapshots, at least {duration(p.snapshotIntervalSec)}{' '}
          apart; {formatBps(10_000 - p.claimableBps)} waits for those who burn tokens.
        </Line>
        <Line>Unsold tokens, locked tokens and the pool’s tokens share nothing. Claims never expire.</Line>
      </Section>
      <Section title="What holders decide" onEdit={() => onEdit('governance')}>
        <Line>
          Who holds {part(p.proposalThresholdBps)} can propose. After {duration(p.votingDelaySec)} voting opens for{' '}
          {duration(p.votingPeriodSec)}; {formatBps(p.quorumBps)} of the tokens that holders have must take part, and
          more must be for it than against it.
        </Line>
        <Line>What was decided is done {duration(p.timelockDelaySec)} later, by anyone.</Line>
        <Line>
          They decide over the treasury, over grants from it, the pool’s fee, further revenue currencies, new versions
          of the model, and the price of an answer between <b>{eth(p.minPriceWei)}</b> and <b>{eth(p.maxPriceWei)}</b>.
        </Line>
      </Section>
      <Section title="What can never change">
        <Line>
          The supply, the curve, the release, your lock, the name and the symbol; the bounds of the price, and the
          holders’ votes. The model of this launch stays what it is: a new version is another model beside it.
        </Line>
        <Line>There is no owner, no pause and no upgrade. What can change changes by a vote, after its delay.</Line>
      </Section>
    </div>
  );
}

function Section({ title, onEdit, children }: { title: string; onEdit?: () => void; children: ReactNode }) {
  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-3">
        <h3 className="font-[620]">{title}</h3>
        {onEdit === undefined ? null : (
          <Button look="quiet" size="sm" onClick={onEdit} aria-label={`Change: ${title}`}>
            Change
          </Button>
        )}
      </div>
      <ul className="flex flex-col gap-1.5">{children}</ul>
    </section>
  );
}

function Line({ children }: { children: ReactNode }) {
  return <li className="num text-[0.9375rem] text-ink-2 [&_b]:font-[620] [&_b]:text-ink">{children}</li>;
}
