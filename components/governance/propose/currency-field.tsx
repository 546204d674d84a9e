'use client';
import { sameAddress } from '@/lib/format/address';
import { exactAmount } from '@/lib/format/amount';
import { Select } from '../../ui/select';
import { useTreasury } from '../use-governance';
import type { FieldsProps } from './fields-props';

/** In which of the treasury's currencies is paid, with what it holds of it. */
export function CurrencyField({ draft, rules, change }: FieldsProps) {
  const treasury = useTreasury(rules);
  const held = treasury.data?.data.balances.find(({ currency }) => sameAddress(currency.address, draft.currency));
  const hint =
    held === undefined || held.amount === null
      ? undefined
      : `The treasury holds ${exactAmount(held.amount, held.currency.decimals)} ${held.currency.symbol}.`;
  return (
    <Select
      label="Currency"
      value={draft.currency}
      onValueChange={(currency) => change({ currency })}
      options={rules.currencies.map(({ address, symbol }) => ({ value: address, label: symbol }))}
      hint={hint}
    />
  );
}
