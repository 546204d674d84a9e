'use client';
import type { Governance } from '@/lib/api/governance/get-governance';
import type { GrantDetail } from '@/lib/api/governance/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { returnMoneyFlow } from '@/lib/flows/grants';
import { shortAddress } from '@/lib/format/address';
import { compactAmount } from '@/lib/format/amount';
import { shareBps } from '@/lib/format/percent';
import { plainLine } from '@/lib/format/plain-text';
import { absoluteTime } from '@/lib/format/time';
import { currencyAt } from '@/lib/governance/currency';
import { grantDeeds, grantStatus, heldAmount } from '@/lib/governance/grant-state';
import { Address } from '../../common/address';
import { Amount } from '../../common/amount';
import { useRuntimeConfig } from '../../common/runtime-config';
import { useTransaction } from '../../common/tx/use-transaction';
import { useWalletNeeds } from '../../common/wallet/use-wallet-needs';
import { Badge } from '../../ui/badge';
import { Card, CardHeader } from '../../ui/card';
import { Facts } from '../../ui/facts';
import { MainButton } from '../../ui/main-button';
import { Progress } from '../../ui/progress';
import { TrancheRow } from './tranche-row';

const STATUS = {
  open: { tone: 'accent', text: 'Open' },
  announced: { tone: 'warn', text: 'Milestone announced' },
  over: { tone: 'neutral', text: 'Over' },
} as const;

/** One grant with its milestones, and the deed that is due. */
export function GrantCard({ grant, rules, nowSec }: { grant: GrantDetail; rules: Governance; nowSec: number | null }) {
  // A currency that a vote has granted without it being one of revenue: shown in its smallest unit.
  const currency = currencyAt(rules.currencies, grant.currency) ?? {
    address: grant.currency,
    symbol: `units of ${shortAddress(grant.currency)}`,
    decimals: 0,
  };
  const all = grant.tranches.reduce((sum, { amount }) => sum + amount, 0n);
  const title = plainLine(grant.title, 140);
  const status = nowSec === null ? null : grantStatus(grant, nowSec);
  const paid = `${compactAmount(grant.releasedAmount, currency.decimals)} of ${compactAmount(all, currency.decimals)} ${currency.symbol} paid`;
  return (
    <Card role="region" aria-label={`Grant ${grant.grantId}`}>
      <CardHeader title={title === '' ? `Grant ${grant.grantId}` : title} note={`Grant ${grant.grantId}`}>
        {status === null ? null : <Badge tone={STATUS[status].tone}>{STATUS[status].text}</Badge>}
      </CardHeader>
      <div className="mb-4 flex items-center gap-3 text-sm text-ink-2">
        <Progress bps={shareBps(grant.releasedAmount, all)} text={paid} className="flex-1" />
        <span className="num">{paid}</span>
      </div>
      <Facts
        items={[
          { label: 'Recipient', value: <Address address={grant.recipient} /> },
          {
            label: 'Still held',
            value: <Amount value={heldAmount(grant)} unit={currency.symbol} decimals={currency.decimals} />,
          },
          grant.returnedAmount === 0n
            ? null
            : {
                label: 'Went back',
                value: <Amount value={grant.returnedAmount} unit={currency.symbol} decimals={currency.decimals} />,
              },
          { label: 'Milestones can be announced until', value: <Time sec={grant.openUntilSec} nowSec={nowSec} /> },
        ]}
      />
      <ol aria-label="Milestones" className="mt-4 flex flex-col divide-y divide-line border-t border-line">
        {grant.tranches.map((tranche) => (
          <li key={tranche.tranche} className="py-4 last:pb-0">
            <TrancheRow grant={grant} tranche={tranche} rules={rules} currency={currency} nowSec={nowSec} />
          </li>
        ))}
      </ol>
      {nowSec === null ? null : <ReturnMoney grant={grant} nowSec={nowSec} currency={currency} />}
    </Card>
  );
}

function Time({ sec, nowSec }: { sec: number; nowSec: number | null }) {
  return nowSec === null ? null : <span>{absoluteTime(sec)}</span>;
}

function ReturnMoney({
  grant,
  nowSec,
  currency,
}: {
  grant: GrantDetail;
  nowSec: number;
  currency: { symbol: string; decimals: number };
}) {
  const { chainId } = useRuntimeConfig();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { canReturn, returnable } = grantDeeds(grant, nowSec);
  if (!canReturn && busy === null) return null;
  const { grants } = deploymentOf(chainId).contracts;
  return (
    <div className="mt-4 border-t border-line pt-4">
      <p className="mb-3 text-sm text-ink-2">
        <Amount value={returnable} unit={currency.symbol} decimals={currency.decimals} /> can go back to the treasury:
        stopped, cut off, or not announced in time.
      </p>
      <MainButton
        action="Send it back to the treasury"
        needs={needs}
        busy={busy}
        onAction={() => void run(returnMoneyFlow({ grants, grantId: grant.grantId }))}
      />
    </div>
  );
}
