'use client';
import { CircleAlert, Coins, Lock, Scale, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ModelSummary } from '@/lib/api/types';
import { formatBps } from '@/lib/format/percent';
import { absoluteTime, duration } from '@/lib/format/time';
import { useNowSec } from '../common/use-now';
import { Card, CardHeader } from '../ui/card';

function Line({ icon: Icon, title, children }: { icon: typeof Lock; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.25rem_1fr] gap-x-3 py-2.5">
      <Icon aria-hidden className="mt-0.5 size-4 text-ink-3" />
      <p className="text-ink-2">
        <strong className="font-[600] text-ink">{title}.</strong> {children}
      </p>
    </li>
  );
}

function creatorLine(model: ModelSummary, nowSec: number | null): string {
  if (model.creatorBps === 0) return 'The creator kept no tokens, and may lose interest.';
  const share = formatBps(model.creatorBps);
  const endSec = model.launchedAtSec + model.vestingSec;
  if (nowSec !== null && nowSec >= endSec)
    return `The creator’s ${share} of the supply is all released, and can be sold.`;
  const cliff = model.cliffSec === 0 ? 'from the first day' : `after ${duration(model.cliffSec)}`;
  return `The creator holds ${share} of the supply. It is released bit by bit ${cliff}, all of it on ${absoluteTime(endSec)}, and can then be sold.`;
}

/** What a buyer should know before the first buy: who can sell what, what can change, what cannot, and what nobody checked. */
export function RiskPanel({ model }: { model: ModelSummary }) {
  const nowSec = useNowSec();
  return (
    <Card className="bg-sunken">
      <CardHeader title="Before you buy" />
      <ul className="flex flex-col divide-y divide-line text-sm">
        <Line icon={CircleAlert} title="Nobody has reviewed this model">
          Its answers can be wrong, and its licence is what its creator says it is. The contracts are unaudited. The
          token can lose all its value.
        </Line>
        <Line icon={Users} title="Creator">
          {creatorLine(model, nowSec)}
        </Line>
        <Line icon={Lock} title="Liquidity">
          {model.graduated
            ? 'It belongs to a contract without a function that takes it out: it stays for ever.'
            : 'Until graduation every token can be sold back to the curve at its price. At graduation the liquidity goes to a contract without a function that takes it out.'}
        </Line>
        <Line icon={Coins} title="Fees">
          {model.graduated
            ? `A trade in the pool pays ${formatBps((model.poolFeePips ?? 10_000) / 100)}, and a buy in the first ten minutes up to 3 %, all of it to holders.`
            : `A trade pays 1 %, and a buy in the first ${duration(model.snipeDurationSec)} up to ${formatBps(model.snipeFeeBps)}, all of it to holders.`}
        </Line>
        <Line icon={Scale} title="What can change">
          What holders vote for, after a delay: the price of an answer within bounds set at launch, the fee of the pool
          from 0.3 to 3 %, further revenue currencies, new versions of the model, and where the treasury’s money goes.
          Supply, the parts, the release of revenue and the vesting are fixed: nobody can pause sales or take holders’
          funds.
        </Line>
        <Line icon={CircleAlert} title="Revenue">
          It comes only from people who pay for answers and from trading. The past says nothing about later. An answer
          that nobody challenged in its window is final, even if it is wrong.
        </Line>
      </ul>
    </Card>
  );
}
