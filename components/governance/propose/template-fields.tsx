'use client';
import { exactAmount } from '@/lib/format/amount';
import { formatBps } from '@/lib/format/percent';
import type { AskKind } from '@/lib/governance/templates';
import { Input, NumberField, TextArea } from '../../ui/field';
import { CurrencyField } from './currency-field';
import { type FieldsProps, shownError } from './fields-props';
import { GrantFields } from './grant-fields';
import { RecipientField } from './recipient-field';
import { VersionFields } from './version-fields';

/** The fields of one template. */
export function TemplateFields({ kind, ...props }: FieldsProps & { kind: AskKind }) {
  const { draft, rules, change } = props;
  switch (kind) {
    case 'grant':
      return <GrantFields {...props} />;
    case 'version':
      return <VersionFields {...props} />;
    case 'price':
      return (
        <NumberField
          label="New price of an answer"
          unit="ETH"
          value={draft.priceEth}
          onValueChange={(priceEth) => change({ priceEth })}
          error={shownError(props, 'priceEth', draft.priceEth)}
          hint={`Now ${exactAmount(rules.priceWei)} ETH. The launch allows ${exactAmount(rules.minPriceWei)} to ${exactAmount(rules.maxPriceWei)} ETH.`}
        />
      );
    case 'fee':
      return (
        <NumberField
          label="New fee of the pool"
          unit="%"
          value={draft.feePercent}
          onValueChange={(feePercent) => change({ feePercent })}
          error={
            rules.poolFeePips === null ? props.errors.feePercent : shownError(props, 'feePercent', draft.feePercent)
          }
          hint={`${rules.poolFeePips === null ? '' : `Now ${formatBps(rules.poolFeePips / 100)}. `}0.3 to 3 %, all of it to the holders.`}
        />
      );
    case 'currency':
      return (
        <Input
          label="Address of the currency"
          placeholder="0x…"
          value={draft.newCurrency}
          onChange={({ target }) => change({ newCurrency: target.value })}
          error={shownError(props, 'newCurrency', draft.newCurrency)}
          hint="An ERC-20. It cannot be taken out again."
        />
      );
    case 'payment':
      return (
        <>
          <RecipientField {...props} />
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <CurrencyField {...props} />
            <NumberField
              label="Amount"
              unit=""
              value={draft.amount}
              onValueChange={(amount) => change({ amount })}
              error={shownError(props, 'amount', draft.amount)}
            />
          </div>
        </>
      );
    case 'call':
      return (
        <>
          <Input
            label="Called contract"
            placeholder="0x…"
            value={draft.target}
            onChange={({ target }) => change({ target: target.value })}
            error={shownError(props, 'target', draft.target)}
          />
          <NumberField
            label="ETH sent along"
            unit="ETH"
            value={draft.valueEth}
            onValueChange={(valueEth) => change({ valueEth })}
            error={shownError(props, 'valueEth', draft.valueEth)}
          />
          <TextArea
            label="Data"
            value={draft.data}
            onChange={({ target }) => change({ data: target.value })}
            error={shownError(props, 'data', draft.data === '0x' ? '' : draft.data)}
            className="font-mono text-sm"
          />
        </>
      );
    default:
      return kind satisfies never;
  }
}
